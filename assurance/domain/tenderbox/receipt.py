"""The receipt of a submitted tender: signed, and enough to prove without this system what was received and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import rfc8785

from assurance.domain.tenderbox.manifest import manifest_digest

FORMAT = "assurance-receipt/2"
UNSIGNED = frozenset({"signature", "return_code"})
"""Fields the signature is not over: itself, and the code that the bidder's file carries for the bidder alone."""
HOW_TO_CHECK = (
    "The signature is Ed25519 over this document as canonical JSON (RFC 8785) without the fields signature and "
    "return_code; the public key named by key_id is on a public page of the service. The digest is the SHA-256 of the "
    "manifest as canonical JSON. A commitment is the SHA-256 of the salt of the item, as 32 bytes, followed by the "
    "bytes of the file or, for every other part, by its content as canonical JSON."
)


def receipt_number(digest: str) -> str:
    """Return the short number people quote: the first twelve figures of the digest, in groups."""
    head = digest[:12].upper()
    return "-".join((head[:4], head[4:8], head[8:12]))


def write_receipt(
    manifest: dict[str, Any],
    *,
    salts: Mapping[tuple[str, str], str],
    title: str,
    authority: str,
    bidder: str,
    submitted_by: str,
    audit: dict[str, Any],
    key_id: str,
) -> dict[str, Any]:
    """Write the receipt as plain JSON, still without its signature; `salts` by kind and code of each part."""
    digest = manifest_digest(manifest)
    return {
        "format": FORMAT,
        "receipt": receipt_number(digest),
        "procurement": {"reference": manifest["procurement"], "title": title, "authority": authority},
        "bidder": bidder,
        "submitted_by": submitted_by,
        "version": manifest["version"],
        "received_at": manifest["received_at"],
        "deadline": manifest["deadline"],
        "digest": digest,
        "manifest": manifest,
        "salts": [
            {"kind": each["kind"], "code": each["code"], "salt": salts[each["kind"], each["code"]]}
            for each in manifest["items"]
        ],
        "audit": audit,
        "key_id": key_id,
        "how_to_check": HOW_TO_CHECK,
    }


def signed_bytes(receipt: dict[str, Any]) -> bytes:
    """Return what the signature is over: everything but the signature and the bidder's own code."""
    return bytes(rfc8785.dumps({name: value for name, value in receipt.items() if name not in UNSIGNED}))


def receipt_faults(receipt: Any, is_genuine: Callable[[bytes, str], bool]) -> list[str]:
    """Say what is wrong with a receipt; nothing when it is genuine and agrees with itself."""
    if not isinstance(receipt, dict) or receipt.get("format") != FORMAT:
        return ["This is not a receipt of this service"]
    faults = []
    try:
        if not is_genuine(signed_bytes(receipt), str(receipt.get("signature", ""))):
            faults.append("The signature does not belong to this receipt and this key")
        faults += _contradictions(receipt)
    except (KeyError, TypeError, AttributeError, rfc8785.CanonicalizationError):
        faults.append("The receipt is not whole")
    return faults


def _contradictions(receipt: dict[str, Any]) -> list[str]:
    manifest = receipt["manifest"]
    faults = []
    if manifest_digest(manifest) != receipt["digest"] or receipt_number(receipt["digest"]) != receipt["receipt"]:
        faults.append("The digest is not that of the manifest")
    if any(manifest[name] != receipt[name] for name in ("version", "received_at", "deadline")):
        faults.append("The times on the receipt are not those of the manifest")
    if manifest["procurement"] != receipt["procurement"]["reference"]:
        faults.append("The receipt is for another procurement than its manifest")
    return faults
