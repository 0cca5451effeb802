"""Takes names out of a record before it is printed: what is removed is nowhere in the document, not even covered."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Redactor:
    """Puts a label wherever one of some names stands, in any case of letters, and counts what it did."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = {name.casefold(): label for name, label in labels.items() if name.strip()}
        longest_first = sorted(self._labels, key=lambda name: (-len(name), name))
        words = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None
        self.counts: Counter[str] = Counter()
        """How often each label was put, by label."""

    def words(self, text: str) -> str:
        """Return a text with every name replaced by its label."""
        return text if self._pattern is None else self._pattern.sub(self._label, text)

    def record(self, value: T) -> T:
        """Return a dataclass, a tuple or a text with every text inside it redacted; anything else as it is."""
        redacted: Any = value
        if isinstance(value, str):
            redacted = self.words(value)
        elif isinstance(value, tuple):
            redacted = tuple(self.record(each) for each in value)
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            redacted = dataclasses.replace(value, **{
                field.name: self.record(getattr(value, field.name)) for field in dataclasses.fields(value)
            })  # fmt: skip
        return redacted

    def _label(self, found: re.Match[str]) -> str:
        label = self._labels[" ".join(found[0].split()).casefold()]
        self.counts[label] += 1
        return label
