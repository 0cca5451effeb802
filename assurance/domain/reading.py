"""Reads JSON documents strictly: exact decimals, no unknown or repeated keys, every fault at its path.

A typing error must not silently change a result, so nothing is guessed and nothing is ignored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from assurance.domain.faults import Fault, FaultsFound

MISSING = "missing"
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)


def parse_json(text: str | bytes) -> Any:
    """Parse JSON with exact decimals; anything that is not one clear document raises `FaultsFound`."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        parsed = json.loads(decoded, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_repeats)
        _no_half_characters(parsed)
        return parsed
    except RecursionError:
        raise FaultsFound([Fault("$", "the document is nested too deeply")]) from None
    except ValueError as error:
        raise FaultsFound([Fault("$", f"this is not JSON that can be read: {error}")]) from None


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is not a number")


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f'the key "{key}" is given twice in one object')
        found[key] = value
    return found


def _no_half_characters(value: Any) -> None:
    """Raise `ValueError` for a text with half of a surrogate pair, which JSON can spell and UTF-8 cannot write."""
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, dict):
        for key, each in value.items():
            key.encode()
            _no_half_characters(each)
    elif isinstance(value, list):
        for each in value:
            _no_half_characters(each)


class Reader:
    """Takes values out of a parsed document and lists every fault instead of stopping at the first."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.has_guessed = False
        """Whether something stands in for a value that could not be read: what follows from it means nothing."""

    def fault(self, path: str, message: str) -> None:
        """Note one fault in a value, in whose place something is assumed until the whole is refused."""
        self.has_guessed = True
        self.faults.append(Fault(path, message))

    def finish(self) -> None:
        """Raise `FaultsFound` if anything was noted."""
        if self.faults:
            raise FaultsFound(self.faults)

    def keys(self, value: Any, path: str, required: set[str], optional: set[str]) -> Mapping[str, Any]:
        """Take an object, noting keys that are missing and keys that mean nothing here."""
        if not isinstance(value, dict):
            self.fault(path or "$", "must be an object")
            return {}
        for key in sorted(required - value.keys()):
            self.fault(join(path, key), MISSING)
        for key in value:
            if key not in required | optional:
                self.faults.append(Fault(join(path, str(key)), "unknown key"))
        return value

    def items(self, value: Any, path: str) -> list[Any]:
        """Take a list that holds something."""
        if isinstance(value, list) and value:
            return value
        self.fault(path, "must be a list with at least one entry")
        return []

    def mapping(self, value: Any, path: str) -> Mapping[str, Any]:
        """Take an object whose keys are ids."""
        if isinstance(value, dict):
            return value
        self.fault(path, "must be an object")
        return {}

    def text(self, value: Any, path: str) -> str:
        """Take a string that says something."""
        if isinstance(value, str) and value.strip():
            return value
        self.fault(path, "must be text")
        return ""

    def flag(self, value: Any, path: str) -> bool:
        """Take true or false."""
        if not isinstance(value, bool):
            self.fault(path, "must be true or false")
        return value is True

    def number(self, value: Any, path: str) -> Decimal:
        """Take an exact number, given as a JSON number or as a string; a binary float is refused."""
        if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            digits = str(value)
            if _NUMBER.fullmatch(digits):
                return Decimal(digits)
        self.fault(path, "must be a number")
        return Decimal(0)

    def whole(self, value: Any, path: str) -> int:
        """Take a whole number."""
        before = len(self.faults)
        number = self.number(value, path)
        if len(self.faults) == before and number != number.to_integral_value():
            self.fault(path, "must be a whole number")
        return int(number)

    def instant(self, value: Any, path: str) -> datetime | None:
        """Take an RFC 3339 instant, which carries its offset."""
        try:
            instant = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value.upper() else None
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None:
            self.fault(path, "must be an instant with its offset, such as 2026-03-26T12:00:00Z")
            return None
        return instant


def join(path: str, key: str) -> str:
    """Add a key to a path."""
    return f"{path}.{key}" if path else key
