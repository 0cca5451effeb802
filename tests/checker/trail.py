"""The audit trail: whole, growing in time, ending where signed heads and receipts say that it was."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature

from tests.checker.store import Store, body, instant

BACKWARDS = timedelta(seconds=90)
"""An entry has the time at which its request came, and may wait for its turn behind others for a minute in a rush."""
RECEIPT_STEP = timedelta(milliseconds=1)
"""A receipt names whole milliseconds."""


def chain(store: Store) -> Iterator[str]:
    """I5: numbers without a gap, each entry naming the one before, hashing to what is stored, and read as it says."""
    prev, expected = "", 1
    for seq, said, before, digest, *columns in store.rows(
        "SELECT e.seq, e.body, e.prev, e.hash, e.tag, e.actor_id, e.subject, p.reference, e.at FROM audit_event e "
        "LEFT JOIN procurement p ON p.id = e.procurement_id ORDER BY e.seq"
    ):
        written = body(said)
        if seq != expected:
            yield f"entry {expected} is missing"
        if (written.get("seq"), written.get("prev"), before) != (seq, prev, prev):
            yield f"entry {seq} does not follow the one before it"
        if hashlib.sha256(b"\0" + rfc8785.dumps(written)).hexdigest() != digest:
            yield f"entry {seq} is not what was hashed"
        hashed = [written.get(name) for name in ("tag", "actor", "subject", "procurement")]
        if hashed != columns[:4] or instant(written.get("at")) != instant(columns[4]):
            yield f"entry {seq} is read otherwise than it was hashed"
        prev, expected = digest, seq + 1
    (head,) = store.rows("SELECT seq, hash FROM audit_head") or [(0, "")]
    if tuple(head) != (expected - 1, prev):
        yield f"the head names entry {head[0]}, and the trail ends at {expected - 1}"


def heads(store: Store) -> Iterator[str]:
    """I6: each head that lies elsewhere is genuine, and the trail has that entry still."""
    for head in store.heads:
        if not _is_genuine(store, head, {"signature"}) or head["key_id"] != store.key_id():
            yield f"the head of entry {head.get('seq')} is not genuine"
            continue
        found = store.rows("SELECT hash FROM audit_event WHERE seq = :seq", seq=head["seq"])
        if not found or found[0][0] != head["hash"]:
            yield f"the trail does not have entry {head['seq']} as its signed head has it"


def receipts(store: Store) -> Iterator[str]:
    """I1: each receipt is genuine, and its row and its entry are there with the same digest and hash."""
    for receipt in store.receipts:
        name = receipt.get("receipt")
        if not _is_genuine(store, receipt, {"signature", "return_code"}):
            yield f"receipt {name} is not genuine"
            continue
        rows = store.rows(
            "SELECT audit_seq, audit_hash, received_at FROM submission WHERE manifest_digest = :digest",
            digest=receipt["digest"],
        )
        if not rows:
            yield f"receipt {name} has no submission"
            continue
        seq, digest, received = rows[0]
        if (seq, digest) != (receipt["audit"]["seq"], receipt["audit"]["hash"]):
            yield f"receipt {name} names another entry than its submission"
        apart = instant(received) - instant(receipt["received_at"].replace("Z", "+00:00"))
        if abs(apart) >= RECEIPT_STEP:
            yield f"receipt {name} has another time than its submission"
        if not store.rows("SELECT 1 FROM audit_event WHERE seq = :seq AND hash = :hash", seq=seq, hash=digest):
            yield f"receipt {name} has no entry in the trail"


def times(store: Store) -> Iterator[str]:
    """I7: no entry is earlier than one before it, but where the clock was found wrong in between."""
    latest = None
    for seq, at, tag in store.rows("SELECT seq, at, tag FROM audit_event ORDER BY seq"):
        now = instant(at)
        if latest is not None and now < latest - BACKWARDS and not tag.startswith("clock:"):
            yield f"entry {seq} is earlier than one before it"
        latest = now if latest is None or tag.startswith("clock:") else max(latest, now)


def _is_genuine(store: Store, document: dict[str, Any], unsigned: set[str]) -> bool:
    signed = rfc8785.dumps({name: value for name, value in document.items() if name not in unsigned})
    try:
        store.public_key().verify(base64.b64decode(document["signature"], validate=True), signed)
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True
