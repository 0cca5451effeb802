"""Verifies a pack from the file alone: its seal, what is attached against what the last page says, and every figure.

Needs no database, no network and no key. What it cannot know is whose the sealing key is: it names the certificate,
and refuses another than the one it is told to expect.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from assurance.adapters.seal_check import SealSeen, look_at_seal
from assurance.domain.errors import AssuranceError
from assurance.packs.checking import sound_faults
from assurance.packs.reading import Printed, read_printed
from assurance.packs.recomputing import Recomputed, recompute

FORMAT = "assurance-verification/1"


class NotAPack(AssuranceError):
    """What was handed in is no PDF that can be read."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found in a file; no fault means that it is as it was issued and that its figures follow."""

    title: str
    sha256: str
    pages: int
    seal: SealSeen
    attachments: dict[str, str]
    """SHA-256 of each attached file by name."""
    recomputed: Recomputed
    faults: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """Return everything found as plain data."""
        return {
            "format": FORMAT, "verified": not self.faults, "title": self.title, "sha256": self.sha256,
            "pages": self.pages,
            "seal": {
                "signer": self.seal.signer, "certificate_sha256": self.seal.fingerprint,
                "sealed_at": self.seal.sealed_at,
            },
            "attachments": [{"name": name, "sha256": digest} for name, digest in self.attachments.items()],
            "ranking": list(self.recomputed.ranking), "figures_compared": self.recomputed.figures,
            "faults": list(self.faults),
        }  # fmt: skip


def verify_pack(pdf: bytes, certificate: str = "") -> Verification:
    """Verify a file; `certificate` is the SHA-256 that its seal must have, where one is expected.

    Raises `NotAPack` when it is no PDF at all. A file so damaged that it opens no more is a pack with faults.
    """
    if not pdf.startswith(b"%PDF"):
        raise NotAPack("The file is not a PDF")
    seal = look_at_seal(pdf)
    faults = [*seal.faults, *_wrong_certificate(seal, certificate)]
    title, pages, attached, recomputed = "", 0, dict[str, bytes](), Recomputed()
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            title, pages = str(document.docinfo.get("/Title", "")), len(document.pages)
            attached, printed = _attached(document), read_printed(document)
            recomputed = recompute(attached, printed)
            faults += [*sound_faults(document), *_hash_faults(attached, printed), *recomputed.faults]
    except Exception as garbled:  # whatever a reader stumbles over in a damaged file, it is no pack as it was issued
        faults.append(f"The file is damaged and cannot be read to its end: {garbled}")
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(attached.items())}
    return Verification(title, hashlib.sha256(pdf).hexdigest(), pages, seal, hashes, recomputed, tuple(faults))


def _wrong_certificate(seal: SealSeen, expected: str) -> Iterator[str]:
    if expected and seal.fingerprint and seal.fingerprint != expected:
        yield f"It is sealed with the certificate {seal.fingerprint}, not with {expected}"


def _attached(document: pikepdf.Pdf) -> dict[str, bytes]:
    return {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}


def _hash_faults(attached: dict[str, bytes], printed: Printed) -> Iterator[str]:
    for name, content in sorted(attached.items()):
        if hashlib.sha256(content).hexdigest() not in printed.words:
            yield f"The hash of the attached {name} is not the one printed"
