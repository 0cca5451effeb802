"""What in a text would tell one participant’s idea to another, or name somebody, before it leaves the authority.

The pattern is PCR 2015 regulation 30(8) to (12): solutions and confidential information of a participant are not
revealed to others without its agreement to the specific words. The check points at shared telling words, at phrases
taken over, and at names. It cannot see a thought told in altogether different words: a person reads every text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assurance.domain.clarifications import disclosure as names
from assurance.domain.dialogue.phrases import plain_words, shared_runs, without
from assurance.domain.evaluation.rationale.words import GENERIC, stems

FEWEST_STEMS = 3
"""How many telling words must be shared before they point at an idea by themselves."""


class Kind(StrEnum):
    """What was found."""

    PHRASE = "phrase"
    """Words in a row that stand in the idea and in nothing public."""
    WORDS = "words"
    """Several words that tell the idea apart, wherever they stand."""
    NAME = "name"
    """The name of a participant or of somebody a participant works with."""


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea of one participant, in the words that tell it apart."""

    id: str
    owner: str
    """The participant's key; `owner_name` is what people read."""
    owner_name: str
    title: str
    text: str
    consents: tuple[Consent, ...] = ()

    @property
    def words(self) -> str:
        """Everything the idea is recognised by."""
        return f"{self.title}. {self.text}"


@dataclass(frozen=True, slots=True)
class Consent:
    """A participant's agreement that exactly this wording is told, to everybody or to the participants named."""

    wording: str
    to: frozenset[str] | None
    """Keys of participants; None for all of them."""

    def reaches(self, recipients: Collection[str]) -> bool:
        """Say whether nobody but those agreed to would read it."""
        return self.to is None or set(recipients) <= self.to


@dataclass(frozen=True, slots=True)
class Known:
    """What a text is checked against: ideas, names by their bearer's participant, and what is public already."""

    ideas: Sequence[Idea] = ()
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Participant to its own name and the names of those it works with."""
    public: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a text that must be changed, or answered by one person and released by another."""

    kind: Kind
    owner_name: str
    words: tuple[str, ...]
    idea: str = ""
    title: str = ""

    @property
    def key(self) -> str:
        """What names the finding while the same words are shared; it tells nothing of them."""
        said = "\n".join((self.kind, self.idea, self.owner_name, *self.words))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def field(self) -> str:
        """The name of the field in which it is answered."""
        return f"finding-{self.key}"

    @property
    def message(self) -> str:
        """Say what was found, whose it is, and in which words."""
        shared = ", ".join(f"“{each}”" for each in self.words)
        if self.kind is Kind.NAME:
            return f"{shared} names {self.owner_name} or somebody it works with"
        how = "repeats" if self.kind is Kind.PHRASE else "shares telling words with"
        return f"The text {how} the idea “{self.title}” of {self.owner_name}: {shared}"


def check(text: str, known: Known, recipients: Collection[str]) -> tuple[Finding, ...]:
    """Find what would tell a recipient somebody else's idea or name; the order of ideas changes nothing.

    An idea is left out where its owner alone reads the text, and where what it shares with the text stands within
    wording that the owner agreed to for these recipients.
    """
    found: list[Finding] = []
    public = [plain_words(each) for each in known.public]
    for idea in known.ideas:
        if set(recipients) != {idea.owner}:
            found += _ideas(uncovered(text, idea, recipients), idea, public)
    for owner, listed in known.names.items():
        if set(recipients) != {owner}:
            found += _names(text, listed)
    once = {each.key: each for each in found}
    return tuple(sorted(once.values(), key=lambda each: (each.owner_name, each.title, each.kind, each.words)))


def uncovered(text: str, idea: Idea, recipients: Collection[str]) -> list[list[str]]:
    """Return the words of a text that no consent of the idea's owner covers, in pieces as they stand together."""
    pieces = [plain_words(text)]
    for consent in idea.consents:
        if consent.reaches(recipients):
            wording = plain_words(consent.wording)
            pieces = [piece for each in pieces for piece in without(each, wording)]
    return pieces


def relied_on(text: str, consent: Consent, recipients: Collection[str]) -> bool:
    """Say whether a text uses the wording of a consent for recipients it allows."""
    words, wording = plain_words(text), plain_words(consent.wording)
    return consent.reaches(recipients) and without(words, wording) != [words]


def telling(idea: Idea, public: Iterable[Sequence[str]]) -> set[str]:
    """Return the stems by which an idea is told apart: its own, less what is public or says nothing by itself."""
    said = stems(" ".join(word for each in public for word in each), but=GENERIC)
    return {each for each in stems(" ".join(plain_words(idea.words)), but=GENERIC) if len(each) > 3} - said


def _ideas(pieces: Sequence[Sequence[str]], idea: Idea, public: Sequence[Sequence[str]]) -> Iterator[Finding]:
    own = plain_words(idea.words)
    runs = sorted({run for piece in pieces for run in shared_runs(piece, own, public)})
    if runs:
        yield Finding(Kind.PHRASE, idea.owner_name, tuple(runs), idea.id, idea.title)
        return
    tell = telling(idea, public)
    shared = tell & stems(" ".join(word for piece in pieces for word in piece), but=GENERIC)
    if shared and len(shared) >= min(FEWEST_STEMS, len(tell)):
        written = {word for piece in pieces for word in piece if stems(word, but=()) & shared}
        yield Finding(Kind.WORDS, idea.owner_name, tuple(sorted(written)), idea.id, idea.title)


def _names(text: str, listed: Sequence[str]) -> Iterator[Finding]:
    known = names.Known(organisations=tuple(listed))
    found = [each.words for each in names.check(text, known) if each.kind is names.Kind.ORGANISATION]
    if found:
        yield Finding(Kind.NAME, listed[0], tuple(sorted(found)))
