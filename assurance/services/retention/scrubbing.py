"""Takes the words out of stored rows: what was there goes into a digest, and what stays says that it was erased.

Marks, decisions, names of steps and instants stay: they are the bare account of what was done. Rows stay too, so that
nothing else loses what it refers to, and no page of an old procurement breaks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

ERASED = "[erased when its time had come]"
"""What stands where words were."""


def scrub(value: Any) -> Any:
    """Return a value without its words: texts erased, the shape of documents, codes and figures as they are.

    In a document, a text without a blank is a code, a figure or a date that a page may need to read it at all.
    """
    if isinstance(value, dict):
        return {key: scrub_inside(key, each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [scrub_inside("", each) for each in value]
    if isinstance(value, bytes):
        return b""
    return ERASED if isinstance(value, str) and value else value


NAMES = frozenset({"name", "winner", "bidder", "supplier", "provider", "addressee", "text", "reason"})
"""Keys whose value is words even where it is one word."""


def scrub_inside(key: str, value: Any) -> Any:
    """Return a value inside a document without its words."""
    if isinstance(value, str):
        return ERASED if key in NAMES and value else (ERASED if any(each.isspace() for each in value) else value)
    return scrub(value)


def take(row: Any, columns: Iterable[str]) -> dict[str, Any]:
    """Erase the words in some columns of a row, and return what was there where anything was."""
    held = {name: getattr(row, name) for name in columns}
    told = {name: value for name, value in held.items() if value and value != ERASED}
    for name, value in told.items():
        setattr(row, name, scrub(value))
    return told


def digest(salt: str, taken: Any) -> str:
    """Return the SHA-256 over a salt and what was taken, so that a short text or a price cannot be guessed from it."""
    written = json.dumps(taken, sort_keys=True, ensure_ascii=True, default=_plain)
    return hashlib.sha256(f"{salt}\n{written}".encode()).hexdigest()


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
