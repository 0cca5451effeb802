"""Reads a part of an office document once, a little at a time, for what would act or reach outside once opened."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from assurance.adapters.inspection.kinds import Unacceptable

_PIECE, _OVERLAP = 2**16, 2**13
_TEXT = (".xml", ".rels", ".vml", ".svg")
_ODD = "The file is not put together as an office document is"
_FOUND: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE), _ODD),
    (re.compile(rb"<\w*:?script\b", re.IGNORECASE), "The file contains scripts. Take them out, or save it as a PDF"),
    (
        re.compile(
            rb"<(?:\w+:)?ddeLink\b"
            rb"|instrText[^>]{0,200}>[^<]{0,200}\bDDE(?:AUTO)?\b"
            rb'|:instr="[^"]{0,200}\bDDE(?:AUTO)?\b'
            rb"|<(?:\w+:)?f\b[^>]{0,200}>(?:(?!&quot;)[^<\"]){0,500}\|[^<]{0,500}!",
            re.IGNORECASE,
        ),
        "The file asks another program for data (DDE). Replace those fields by their values and try again",
    ),
)
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\b[^>]{0,4000}>", re.IGNORECASE)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_HARMLESS = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)


def check_text(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Raise `Unacceptable` when a part of text would act or fetch something; pictures and fonts are let be."""
    name = entry.filename.lower()
    if not name.endswith(_TEXT):
        return
    for number, window in enumerate(_windows(package, entry)):
        if number == 0 and b"\0" in window[:64]:  # no office program writes anything but UTF-8
            raise Unacceptable(_ODD)
        for pattern, message in _FOUND:
            if pattern.search(window):
                raise Unacceptable(message)
        if name.endswith(".rels"):
            _check_relations(window)


def _check_relations(window: bytes) -> None:
    for relation in _OUTSIDE.findall(window):
        if _EXTERNAL.search(relation) and not _HARMLESS.search(relation):
            raise Unacceptable(
                "The file fetches a template, picture or other part from somewhere else. Put it in the file, or save "
                "it as a PDF"
            )


def _windows(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the part in windows that overlap, so that nothing sought is cut in two; never more than was declared."""
    with package.open(entry) as part:
        tail = b""
        while piece := part.read(_PIECE):
            yield tail + piece
            tail = (tail + piece)[-_OVERLAP:]
