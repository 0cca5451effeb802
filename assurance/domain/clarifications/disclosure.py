"""What in a text would tell who asked, or name somebody who must not be named, before all entitled read it.

It finds names, addresses, telephone numbers and phrases of the asker that nobody else has used. It cannot find a hint
that only people would understand: every text is read by the officer, and each finding can be answered with a reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assurance.domain.suppliers.names import skeleton

RUN = 5
"""How many words in a row, taken from the asker's own text, count as its phrase."""
_EMAIL = re.compile(r"[^\s@<>,;()]+@[^\s@<>,;()]+\.[^\s@<>,;()]+")
_PHONE = re.compile(r"(?<!\w)(?:\+|00|0)(?:[\s().-]{0,2}\d){8,13}(?!\w)")
_POSSESSIVE = re.compile(r"['’ʼ][sS]?(?=\W*$)")
_ORDINARY = frozenset(
    {
        "and", "of", "the", "for", "in", "care", "health", "healthcare", "nhs", "trust", "foundation", "hospital",
        "hospitals", "community", "clinic", "clinics", "partner", "partners", "partnership", "service", "services",
        "group", "provider", "providers", "medical", "primary", "uk", "england", "national", "county", "city",
        "south", "north", "east", "west", "central", "general", "practice", "practices", "association", "limited",
        "demonstration", "demo", "lead", "bid", "test",
    }
)  # fmt: skip
"""Words of names that many organisations share and that therefore tell nobody apart."""


class Kind(StrEnum):
    """What was found."""

    ASKER = "asker"
    PERSON = "person"
    SUBCONTRACTOR = "subcontractor"
    ORGANISATION = "organisation"
    EMAIL = "email"
    PHONE = "phone"
    PHRASE = "phrase"


_WORDS = {
    Kind.ASKER: "names the organisation that asked",
    Kind.PERSON: "names a person of the organisation that asked",
    Kind.SUBCONTRACTOR: "names a subcontractor of the organisation that asked",
    Kind.ORGANISATION: "names another organisation of this procurement",
    Kind.EMAIL: "gives an email address",
    Kind.PHONE: "gives a telephone number",
    Kind.PHRASE: "repeats a phrase that only the organisation that asked has used",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a text must not give away. Names as they are written; `own` what the asker wrote, `public` what all know."""

    asker: str = ""
    people: tuple[str, ...] = ()
    subcontractors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    public: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text that somebody must change or answer for."""

    kind: Kind
    words: str

    @property
    def key(self) -> str:
        """What names the finding while the text keeps these words."""
        return f"{self.kind.value}:{' '.join(self.words.casefold().split())}"

    @property
    def field(self) -> str:
        """The name of the field in which it is answered; the same words have the same field."""
        return f"finding-{hashlib.sha256(self.key.encode()).hexdigest()[:12]}"

    @property
    def message(self) -> str:
        """Say what was found, in words."""
        return f"“{self.words}” {_WORDS[self.kind]}"


def check(text: str, known: Known) -> tuple[Finding, ...]:
    """Find everything in a text that would give somebody away, each once, whatever order names are known in."""
    found = [
        *_names(text, known),
        *(Finding(Kind.EMAIL, each) for each in _EMAIL.findall(text)),
        *(Finding(Kind.PHONE, each.strip()) for each in _PHONE.findall(text)),
        *(Finding(Kind.PHRASE, each) for each in _phrases(text, known)),
    ]
    once = {finding.key: finding for finding in found}
    return tuple(once[key] for key in sorted(once))


def _names(text: str, known: Known) -> Iterator[Finding]:
    said = f" {_plain(text)} "
    listed = (
        (Kind.ASKER, (known.asker,)), (Kind.SUBCONTRACTOR, known.subcontractors), (Kind.PERSON, known.people),
        (Kind.ORGANISATION, known.organisations),
    )  # fmt: skip
    for kind, names in listed:
        for name in names:
            tell = _telling(name, is_person=kind is Kind.PERSON)
            yield from (Finding(kind, words) for words in tell if f" {words} " in said)


def _telling(name: str, *, is_person: bool) -> tuple[str, ...]:
    """Return the forms of a name to look for: the whole, and the words of it that tell its bearer apart."""
    whole = skeleton(name)
    words = _plain(name).split()
    telling = [each for each in (words[-1:] if is_person else words) if len(each) > 2]
    return tuple(dict.fromkeys(each for each in (whole, *telling) if each and each not in _ORDINARY))


def _phrases(text: str, known: Known) -> Iterator[str]:
    """Yield the longest runs of words taken from the asker's own texts that hold a word nobody else has used."""
    used = {word for each in known.public for word in _plain(each).split()}
    words = _plain(text).split()
    runs = {run for own in known.own for run in _runs(_plain(own).split())}
    start = 0
    while start + RUN <= len(words):
        end = start
        while tuple(words[end : end + RUN]) in runs and end + RUN <= len(words):
            end += 1
        if end == start:
            start += 1
            continue
        phrase = words[start : end + RUN - 1]
        if any(len(word) > 4 and word not in used for word in phrase):
            yield " ".join(phrase)
        start = end + RUN - 1


def _runs(words: list[str]) -> Iterable[tuple[str, ...]]:
    return (tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _plain(text: str) -> str:
    """Write a text as names are compared: one case, compatible letters, nothing unseen, single blanks between words."""
    words = (skeleton(_POSSESSIVE.sub("", word)) for word in text.split())
    return " ".join(word for word in words if word)
