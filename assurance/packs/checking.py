"""Looks at a printed pack as a careful reader's software would, before anyone is told that it is ready.

A check of structure, not a validation against every rule of PDF/A or PDF/UA; it claims no more than it looks at.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import pikepdf

from assurance.packs.sheets import Attachment, PrintRefused


def check(pdf: bytes, attachments: Sequence[Attachment] = ()) -> int:
    """Return the number of pages of a sound pack; raise `PrintRefused` naming everything that is wrong."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        faults = list(sound_faults(document))
        faults += _attached(document, attachments)
        pages = len(document.pages)
    if faults:
        raise PrintRefused("The printed file is not as it should be: " + "; ".join(faults))
    return pages


def sound_faults(document: pikepdf.Pdf) -> Iterator[str]:
    """List everything by which a document is not tagged, archival and titled as a pack must be."""
    yield from _structure(document)
    yield from _identification(document)
    yield from _fonts(document)


def _structure(document: pikepdf.Pdf) -> Iterator[str]:
    root: Any = document.Root
    if "/MarkInfo" not in root or not bool(root.MarkInfo.get("/Marked", False)) or "/StructTreeRoot" not in root:
        yield "it is not tagged"
    if str(root.get("/Lang", "")) != "en-GB":
        yield "its language is not British English"
    if not str(document.docinfo.get("/Title", "")):
        yield "it has no title"
    if "/ViewerPreferences" not in root or not bool(root.ViewerPreferences.get("/DisplayDocTitle", False)):
        yield "its title is not shown"
    if "/Outlines" not in root:
        yield "it has no outline"
    if "/OutputIntents" not in root:
        yield "it names no colour profile"
    if "/ID" not in document.trailer:
        yield "it has no identifier"


def _identification(document: pikepdf.Pdf) -> Iterator[str]:
    metadata = document.Root.Metadata.read_bytes().decode()
    said = dict(re.findall(r'pdfaid:(part|conformance)="([^"]+)"', metadata))
    if said != {"part": "3", "conformance": "A"}:
        yield "it does not identify itself as PDF/A-3a"
    if 'pdfuaid:part="1"' not in metadata:
        yield "it does not identify itself as PDF/UA-1"
    if metadata.count("<rdf:RDF") != 1:
        yield "its metadata is not one description"


def _fonts(document: pikepdf.Pdf) -> Iterator[str]:
    for found in document.objects:
        is_font = isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor"
        if is_font and not any(key in found for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"the font {found.get('/FontName')} is not embedded"


def _attached(document: pikepdf.Pdf, expected: Sequence[Attachment]) -> Iterator[str]:
    if len(document.Root.get("/AF", [])) != len(expected):
        yield "it does not list each attachment once"
    carried = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    for attachment in expected:
        if sha256(carried.get(attachment.name, b"")).digest() != sha256(attachment.content).digest():
            yield f"the attachment {attachment.name} is not what was attached"
