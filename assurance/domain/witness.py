"""Signed heads of the audit trail that lie outside its database, and what they betray about a trail rewritten since.

Whoever holds the database can write a whole chain anew, so that every link holds. What they cannot do is make it end
at a head that was signed and left elsewhere before: then it is shorter than the head, or says something else there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785

FORMAT = "assurance-audit-head/1"
FIELDS = {"format": str, "seq": int, "hash": str, "at": str, "key_id": str, "signature": str}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit: its kind in one or two words, what it is about, and what that means."""

    kind: str
    about: str
    says: str


def write_head(seq: int, head: str, at: datetime, key_id: str) -> dict[str, Any]:
    """Write the head of a trail at an instant in UTC, still without its signature."""
    return {"format": FORMAT, "seq": seq, "hash": head, "at": at.isoformat(timespec="milliseconds"), "key_id": key_id}


def file_name(head: Mapping[str, Any]) -> str:
    """Return the name a head is kept under, so that they lie in their order."""
    return f"head-{head['seq']:012}-{head['hash'][:12]}.json"


def write_letter(head: Mapping[str, Any]) -> tuple[str, str]:
    """Write subject and text of the e-mail that carries a signed head out of the service."""
    subject = f"Head of the audit trail: entry {head['seq']}"
    said = (
        "Keep this message where those who run the service cannot reach it. Should anybody rewrite or shorten the "
        "audit trail later, this head betrays it.",
        f"To check: save the lines below, from brace to brace, in a folder as {file_name(head)}, and run "
        "assurance audit verify --checkpoints FOLDER --pubkey PUBLIC.pem.",
        json.dumps(head, indent=1),
    )
    return subject, "\n\n".join(said) + "\n"


def signed_bytes(head: Mapping[str, Any]) -> bytes:
    """Return what the signature is over: everything else, as canonical JSON (RFC 8785)."""
    return bytes(rfc8785.dumps({name: value for name, value in head.items() if name != "signature"}))


def head_faults(head: Any, is_genuine: Callable[[bytes, str], bool], pinned: str) -> list[str]:
    """Say why a head proves nothing: not one, signed with another key than `pinned`, or not signed by it."""
    if not isinstance(head, dict) or {name: type(value) for name, value in head.items()} != FIELDS:
        return ["it is not a signed head of an audit trail"]
    if head["format"] != FORMAT:
        return [f"it has the format {head['format']}, and this program reads {FORMAT}"]
    if head["key_id"] != pinned:
        return [f"it is signed with the key {head['key_id']}, and the key given is {pinned}"]
    if not is_genuine(signed_bytes(head), head["signature"]):
        return ["its signature does not belong to it"]
    return []


def compare(heads: Iterable[Mapping[str, Any]], entries: int, hash_at: Callable[[int], str | None]) -> list[Finding]:
    """Compare genuine heads with the trail that is there now, `entries` long; the earliest that differs comes first."""
    found = []
    for head in sorted(heads, key=lambda each: each["seq"]):
        about = f"head {head['seq']} of {head['at']}"
        if head["seq"] > entries:
            says = f"the trail ends at entry {entries}: {head['seq'] - entries} entries that were there are gone"
            found.append(Finding("TRUNCATED", about, says))
        elif hash_at(head["seq"]) != head["hash"]:
            found.append(Finding("FORK", about, f"entry {head['seq']} is not the one that was there: it was rewritten"))
    return found


def compare_receipt(
    receipt: Mapping[str, Any], hash_at: Callable[[int], str | None], *, is_kept: bool
) -> list[Finding]:
    """Compare a genuine receipt with the trail: its entry must be there as it was, and so must the tender."""
    seq, about = receipt["audit"]["seq"], f"receipt {receipt['receipt']} of {receipt['bidder']}"
    if hash_at(seq) != receipt["audit"]["hash"]:
        return [Finding("RECEIPT LOST", about, f"entry {seq} of the trail is not the one that the receipt names")]
    if not is_kept:
        return [Finding("RECEIPT LOST", about, "the trail names the submission, but the tender is not there")]
    return []
