"""I4: what was opened is what was promised: it decrypts to its end, and its commitment is the one on the receipt."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import rfc8785
from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from tests.checker.store import Store

HEADER = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
PIECE = 65_536 + sodium.crypto_secretstream_xchacha20poly1305_ABYTES
FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
KEY = 32


def contents(store: Store) -> Iterator[str]:
    """Open every file of a bid whose key is here, and compare opened tenders with their manifests and receipts."""
    if not store.keys:
        return  # without the application's keys nothing of this can be seen
    yield from _documents(store)
    yield from _manifests(store)
    yield from _parts(store)


def decrypted(closed: bytes, key: bytes, place: bytes) -> bytes:
    """Open a libsodium secretstream in pieces of 64 kB, each bound to a place; raise `ValueError` unless whole."""
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, closed[:HEADER], key)
    content, tag = b"", -1
    for at in range(HEADER, len(closed), PIECE):
        if tag == FINAL:
            raise ValueError("it goes on after its end")
        piece, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, closed[at : at + PIECE], place)
        content += piece
    if tag != FINAL:
        raise ValueError("it is cut short")
    return content


def place(*parts: object) -> bytes:
    """Write what a file belongs to: each part with its length before it."""
    written = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in written)


def _documents(store: Store) -> Iterator[str]:
    there = {path.name: path for path in store.stored()}
    for number, name, size, key, promised, closed, bid, reference in store.rows(
        "SELECT d.id, d.public_id, d.size, d.storage_key, d.commitment, d.file_key, b.public_id, p.reference "
        "FROM bid_document d JOIN bid b ON b.id = d.bid_id JOIN procurement p ON p.id = b.procurement_id "
        "WHERE d.file_key IS NOT NULL ORDER BY d.id"
    ):
        if key not in there:
            continue  # named by another invariant
        try:
            secret = store.disclosed("bid_document.file_key", closed)
            content = decrypted(there[key].read_bytes(), secret[:KEY], place("document", reference, bid, name, 1))
        except (CryptoError, RuntimeError, ValueError) as refused:
            yield f"document {number} does not open: {refused}"
            continue
        if (len(content), hashlib.sha256(secret[KEY:] + content).hexdigest()) != (size, promised):
            yield f"document {number} is not what was promised"


def _manifests(store: Store) -> Iterator[str]:
    """Compare the list that came out of the box with what lies in it, and with the digest on the receipt."""
    for bid, closed, digest in store.rows(
        "SELECT id, manifest, manifest_digest FROM bid WHERE manifest IS NOT NULL AND manifest_digest IS NOT NULL"
    ):
        manifest = store.disclosed_json("bid.manifest", closed)
        if hashlib.sha256(rfc8785.dumps(manifest)).hexdigest() != digest:
            yield f"the list of what bid {bid} submitted is not the one on its receipt"
        promised = {(each["kind"], each["code"]): each["commitment"] for each in manifest["items"]}
        sealed = {
            (kind, code): commitment
            for kind, code, commitment in store.rows(
                "SELECT i.kind, i.code, i.commitment FROM sealed_item i JOIN submission s ON s.id = i.submission_id "
                "WHERE s.bid_id = :bid AND s.version = :version AND i.kind <> 'receipt'",
                bid=bid, version=manifest["version"],
            )
        }  # fmt: skip
        if promised != sealed:
            yield f"the box holds other parts of bid {bid} than it promised"
        for code, commitment in store.rows("SELECT public_id, commitment FROM bid_document WHERE bid_id = :b", b=bid):
            if promised.get(("document", code)) != commitment:
                yield f"bid {bid} has a document that it did not submit"


def _parts(store: Store) -> Iterator[str]:
    """Compare opened answers and prices with the commitments of receipts, whose salts only their bidders have."""
    for receipt in store.receipts:
        if not (manifest := receipt.get("manifest")):
            continue
        promised = {(each["kind"], each["code"]): each["commitment"] for each in manifest["items"]}
        salts = {(each["kind"], each["code"]): bytes.fromhex(each["salt"]) for each in receipt["salts"]}
        for part, content in _opened_parts(store, manifest["bid"], receipt["digest"]):
            found = hashlib.sha256(salts.get(part, b"") + rfc8785.dumps(content)).hexdigest()
            if found != promised.get(part):
                yield f"the {part[0]} of {part[1]} in bid {manifest['bid'][:8]} is not what was promised"


def _opened_parts(store: Store, bid: str, digest: str) -> Iterator[tuple[tuple[str, str], Any]]:
    opened = "b.public_id = :bid AND b.manifest IS NOT NULL AND b.manifest_digest = :digest"
    for code, text, confirmed in store.rows(
        "SELECT c.code, a.text, a.is_confirmed FROM answer a JOIN bid b ON b.id = a.bid_id "
        f"JOIN criterion c ON c.id = a.criterion_id WHERE {opened}",  # noqa: S608 -- words of ours
        bid=bid, digest=digest,
    ):  # fmt: skip
        written = store.disclosed("answer.text", text).decode()
        yield ("answer", code), {"text": written, "is_confirmed": bool(confirmed)}
    for code, amount, years in store.rows(
        "SELECT c.code, x.amount, x.years FROM price x JOIN bid b ON b.id = x.bid_id "
        f"JOIN criterion c ON c.id = x.criterion_id WHERE {opened}",  # noqa: S608 -- words of ours
        bid=bid, digest=digest,
    ):  # fmt: skip
        (whole,) = _amounts(store.disclosed("price.amount", amount))
        by_year = None if years is None else _amounts(store.disclosed("price.years", years))
        yield ("price", code), {"amount": whole, "years": by_year}


def _amounts(raw: bytes) -> list[str]:
    """Read whole hundredths, eight bytes each, and write them as a tender does."""
    hundredths = [int.from_bytes(raw[at : at + 8], "big", signed=True) for at in range(0, len(raw), 8)]
    written = [format(Decimal(each).scaleb(-2), "f") for each in hundredths]
    return [each.rstrip("0").rstrip(".") for each in written]
