"""The arithmetic of the audit trail's hash chain: each link covers its number, its predecessor and its facts.

It finds a changed, missing, inserted or reordered link. A chain rewritten from some link on, or cut off with
its head, is only found by comparing with a head kept elsewhere (printed in a pack, signed, or sent out).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

FIRST_PREV = ""
"""What the first link names as its predecessor."""

_LEAF = b"\x00"


@dataclass(frozen=True, slots=True)
class Link:
    """One stored entry, as it is found."""

    seq: int
    prev: str
    body: Mapping[str, Any]
    hash: str


def body_bytes(body: Mapping[str, Any]) -> bytes:
    """Write a body as canonical JSON (RFC 8785), so that the same facts always give the same bytes."""
    return rfc8785.dumps(dict(body))


def link_hash(prev: str, body: bytes) -> str:
    """Give SHA-256(0x00 || body); a body that does not itself name `prev` raises `ValueError`.

    The leading zero byte keeps a link from ever being mistaken for a node of a Merkle tree over the links.
    """
    if json.loads(body).get("prev") != prev:
        raise ValueError("the body of a link must name the link before it")
    return hashlib.sha256(_LEAF + body).hexdigest()


def verify(links: Iterable[Link], head: tuple[int, str] | None = None) -> int | None:
    """Walk the chain from its first link and give the first number that is broken or missing, or None.

    `head` is the number and hash the chain is known to have reached; a chain that stops short of it, or
    passes it with another hash, is broken.
    """
    prev, expected = FIRST_PREV, 1
    for link in links:
        if not _holds(link, expected, prev) or (head and head[0] == expected and head[1] != link.hash):
            return expected
        prev, expected = link.hash, expected + 1
    return expected if head and head[0] >= expected else None


def _holds(link: Link, expected: int, prev: str) -> bool:
    """Say whether a link is the expected one, says so itself, and has the hash of what it says."""
    named = (link.seq, link.prev) == (expected, prev)
    said = (link.body.get("seq"), link.body.get("prev")) == (expected, prev)
    if not (named and said):
        return False
    try:
        return link_hash(prev, body_bytes(link.body)) == link.hash
    except rfc8785.CanonicalizationError:
        return False
