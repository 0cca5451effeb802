"""Looks at the seal of a PDF: whose it is, and whether every byte of the file is as it was sealed.

Asks nobody and fetches nothing. A certificate that signs itself is recognised by its fingerprint alone.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True, slots=True)
class SealSeen:
    """What a file says of its seal, and everything that is wrong with it."""

    faults: tuple[str, ...]
    signer: str = ""
    fingerprint: str = ""
    """SHA-256 of the certificate; whether it is the right one is for whoever knows the published one to say."""
    sealed_at: str = ""


def look_at_seal(pdf: bytes) -> SealSeen:
    """Return what the seal of a file says; a file without one, or with more than one, is faulty."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it would warn of is in the answer
    try:
        return _look(pdf)
    except Exception as garbled:  # whatever a reader stumbles over in a file that was tampered with, it is no seal
        return SealSeen((f"The seal cannot be read: {garbled}",))


def _look(pdf: bytes) -> SealSeen:
    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if len(found) != 1:
        return SealSeen(("The file is not sealed" if not found else f"The file has {len(found)} seals, not one",))
    certificate = found[0].signer_cert
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = validate_pdf_signature(found[0], context, skip_diff=True)
    faults = []
    if not (status.intact and status.valid):
        faults.append("The file is not as it was sealed: its content does not match the signature")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        faults.append("Something was added to the file after it was sealed")
    faults += _wrapping_faults(pdf, found[0])
    at = found[0].self_reported_timestamp
    return SealSeen(
        tuple(faults),
        signer=str(certificate.subject.native.get("common_name", "")),
        fingerprint=certificate.sha256.hex(),
        sealed_at="" if at is None else at.isoformat(),
    )


def _wrapping_faults(pdf: bytes, found: EmbeddedPdfSignature) -> Iterator[str]:
    """Look at what the signature itself cannot cover: how it is written down, and the zeros that fill its room."""
    first, length, second, _ = (int(each) for each in found.byte_range)
    written = pdf[first + length + 1 : second - 1]
    signature = cms.ContentInfo.load(bytes(found.sig_object.raw_get("/Contents")))
    plain = signature.dump(force=True)
    signed = signature["content"]
    signer = signed["signer_infos"][0]
    named = [each["algorithm"].native for each in signed["digest_algorithms"]]
    as_usual = (signed["version"].native, signer["version"].native) == ("v1", "v1")
    as_usual &= named == [signer["digest_algorithm"]["algorithm"].native]
    if not as_usual or written != plain.hex().upper().encode().ljust(len(written), b"0"):
        yield "The seal is not written as it was"
