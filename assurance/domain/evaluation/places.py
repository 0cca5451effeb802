"""Where in a bid the evidence stands: documents with a page or paragraph, kept as one line that anybody can read.

Written "Mobilisation plan.pdf, page 4; The answer, paragraph 2", and read back against the documents of the bid; what
names none of them is kept as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ANSWER = "The answer"
_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Place:
    """One place: a document, empty for none of those known, and where in it."""

    document: str
    where: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.document, self.where) if part)


def write_places(places: Iterable[Place]) -> str:
    """Write places as one line; an empty one is left out."""
    return _BETWEEN.join(text for place in places if (text := str(place).strip()))


def read_places(text: str, documents: Sequence[str] = ()) -> tuple[Place, ...]:
    """Read places back; a document whose name holds a semicolon is found by its name."""
    known = sorted({name.strip() for name in (ANSWER, *documents)} - {""}, key=len, reverse=True)
    found: list[Place] = []
    rest = text.strip()
    while rest:
        document = next((name for name in known if _starts_with(rest, name)), "")
        where, _, rest = rest[len(document) :].partition(";")
        where = where.strip()
        found.append(Place(document, where.removeprefix(",").strip() if document else where))
        rest = rest.strip()
    return tuple(place for place in found if str(place))


def _starts_with(text: str, name: str) -> bool:
    return text.startswith(name) and text[len(name) :].lstrip()[:1] in {"", ",", ";"}
