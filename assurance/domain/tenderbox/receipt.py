"""The receipt of a submitted tender: what the bidder holds as proof of what was received and when."""

from __future__ import annotations

from typing import Any

FORMAT = "assurance-receipt/1"


def receipt_number(digest: str) -> str:
    """Return the short number people quote: the first twelve figures of the digest, in groups."""
    head = digest[:12].upper()
    return "-".join((head[:4], head[4:8], head[8:12]))


def write_receipt(
    manifest: dict[str, Any], digest: str, *, title: str, authority: str, bidder: str, submitted_by: str
) -> dict[str, Any]:
    """Write the receipt as plain JSON. It carries the whole manifest, so that its holder can recompute the digest."""
    return {
        "format": FORMAT,
        "receipt": receipt_number(digest),
        "procurement": {"reference": manifest["procurement"], "title": title, "authority": authority},
        "bidder": bidder,
        "submitted_by": submitted_by,
        "submitted_at": manifest["submitted_at"],
        "deadline": manifest["deadline"],
        "digest": digest,
        "manifest": manifest,
        "how_to_check": (
            "The digest is the SHA-256 of the manifest as canonical JSON (RFC 8785). The SHA-256 of a document is that"
            " of its own salt, as 32 bytes, followed by its bytes; that of any other item is taken over its content"
            " with the salt of the manifest, as canonical JSON."
        ),
    }
