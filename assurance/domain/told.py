"""What an e-mail may say of a message inside the service, and which messages nobody can be without.

A message may name a bidder, a price or an idea. An e-mail lies on servers that are not ours, so it says only what kind
of thing has happened, in the words below, and leads to the page where one signs in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from assurance.domain.deadlines import LONDON

DIGEST_AT = time(7)
"""When the daily summary goes out, London time."""


class How(StrEnum):
    """How a person wants to be told by e-mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"

    @property
    def label(self) -> str:
        """The choice in the words shown to people."""
        return _HOW[self]


_HOW = {
    How.AT_ONCE: "At once, one email for each message",
    How.DAILY: "Once a day, in one email at 7am",
    How.NEVER: "Not by email: I look in the service",
}
NEEDED_CHOICES = (How.AT_ONCE, How.DAILY)
"""What asks something of a person, or starts a time running, is never left out."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What an e-mail says of messages of one kind, and whether something hangs on it."""

    words: str
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One message as an e-mail names it."""

    reference: str
    kind: str
    at: datetime

    @property
    def words(self) -> str:
        """Say what has happened in which procurement."""
        return f"{self.reference}: {kind_of(self.kind).words}" if self.reference else kind_of(self.kind).words


_OTHER = Kind("You have a new message")
_GOOD_TO_KNOW = False
KINDS: dict[str, Kind] = {
    "addendum": Kind("The tender information has changed"),
    "amendment:approved": Kind("The contract is amended"),
    "amendment:proposed": Kind("An amendment waits for a decision"),
    "claim": Kind("A claim in court is on record"),
    "clock-off": Kind("The clock of the service is wrong"),
    "clock-right": Kind("The clock of the service is right again", _GOOD_TO_KNOW),
    "consent-": Kind("A participant has answered a request for consent", _GOOD_TO_KNOW),
    "consent-asked": Kind("Your consent is asked"),
    "deadline-decided": Kind("A later deadline is decided on", _GOOD_TO_KNOW),
    "deadline-moved": Kind("A deadline has moved"),
    "deadline-proposed": Kind("A later deadline waits for your decision"),
    "debrief-asked": Kind("A bidder asks for a de-brief"),
    "dialogue-information": Kind("The authority has given you information in the dialogue"),
    "erasure": Kind("Records wait to be erased", _GOOD_TO_KNOW),
    "evidence-asked": Kind("Evidence is asked of you"),
    "evidence-given": Kind("Evidence that you asked for was given", _GOOD_TO_KNOW),
    "factor:release-announced": Kind("A lost second factor is to be taken away"),
    "factor:release-ended": Kind("A lost second factor was taken away, or that was stopped"),
    "factor:reset-proposed": Kind("Somebody proposes that your second factor is taken away"),
    "gate-reopened": Kind("A gate is open again"),
    "idea-disputed": Kind("The record of an idea is disputed", _GOOD_TO_KNOW),
    "idea-recorded": Kind("An idea of yours is on record", _GOOD_TO_KNOW),
    "information": Kind("A request for information waits for your approval"),
    "letter-": Kind("The authority has written to you"),
    "power:decided": Kind("A role or a power was decided on", _GOOD_TO_KNOW),
    "power:proposed": Kind("A role or a power waits to be confirmed"),
    "price-given-again": Kind("What you submitted is given again", _GOOD_TO_KNOW),
    "price-opened": Kind("The prices are open", _GOOD_TO_KNOW),
    "question-answered": Kind("Your question is answered"),
    "question-asked": Kind("A question was asked"),
    "question-choice": Kind("Choose what becomes of your question"),
    "question-chosen": Kind("A question may be answered to all", _GOOD_TO_KNOW),
    "question-published": Kind("A question and its answer are published"),
    "question-set-aside": Kind("Your question counts as withdrawn", _GOOD_TO_KNOW),
    "records": Kind("The records that you asked for are ready"),
    "replacement": Kind("You may name somebody else in your request"),
    "replacement-answered": Kind("A notice about somebody named in a request is answered", _GOOD_TO_KNOW),
    "representation": Kind("A representation has come in"),
    "result:queried": Kind("A result that you reported is queried"),
    "result:reported": Kind("Results under the contract come in", _GOOD_TO_KNOW),
    "returned": Kind("The procurement goes back to an earlier step"),
    "review:signed": Kind("A yearly review waits for your signature"),
    "sealed-peek": Kind("Somebody tried to read a sealed tender"),
    "selection": Kind("The authority has decided on your request to take part"),
    "statement:issued": Kind("A payment statement is issued", _GOOD_TO_KNOW),
    "statement:prepared": Kind("A payment statement waits for you"),
    "subcontract:asked": Kind("A subcontractor is proposed"),
    "subcontract:decided": Kind("A proposed subcontractor is decided on"),
    "tender-given-again": Kind("What you submitted is given again", _GOOD_TO_KNOW),
    "tender-opened": Kind("The final tenders were opened", _GOOD_TO_KNOW),
    "text-decided": Kind("A text that was kept back is decided on", _GOOD_TO_KNOW),
    "text-held": Kind("A text waits for your release"),
    "way-to-sign-in": Kind("There is a new way to sign in as you"),
    "work:failed": Kind("Work in the background has failed for good"),
}
"""By kind of message; a key that ends in a dash stands for every kind that begins with it."""


def kind_of(kind: str) -> Kind:
    """Return what may be said of a kind; one that is not listed says nothing but that there is a message."""
    return KINDS.get(kind) or KINDS.get(f"{kind.partition('-')[0]}-") or _OTHER


def digest_since(now: datetime) -> datetime:
    """Return the last time at which daily summaries went out, by the clock of London, summer and winter."""
    local = now.astimezone(LONDON)
    today = datetime.combine(local.date(), DIGEST_AT, LONDON)
    return today if today <= local else datetime.combine(local.date() - timedelta(days=1), DIGEST_AT, LONDON)


def write_one(name: str, line: Line, page: str) -> str:
    """Write the e-mail about one message."""
    return f"Dear {name}\n\n{line.words}.\n\nSign in to read it: {page}\n\n{_foot(page)}"


def write_digest(name: str, lines: Sequence[Line], page: str) -> str:
    """Write the daily summary: what has happened, by procurement, first to last."""
    listed = "\n".join(f"- {words}" for words in _counted(lines))
    return f"Dear {name}\n\nSince your last summary:\n\n{listed}\n\nSign in to read it: {page}\n\n{_foot(page)}"


def digest_subject(lines: Sequence[Line]) -> str:
    """Say how much is new."""
    return f"{len(lines)} new {'message' if len(lines) == 1 else 'messages'} in Assurance"


def _counted(lines: Iterable[Line]) -> list[str]:
    counts: dict[str, int] = {}
    for line in sorted(lines, key=lambda each: (each.reference, each.at)):
        counts[line.words] = counts.get(line.words, 0) + 1
    return [words if count == 1 else f"{words} ({count} times)" for words, count in counts.items()]


def _foot(page: str) -> str:
    return (
        "An email never says more than this: what you are told stays in the service.\n"
        f"Choose what you are told by email, and when: {page}email\n"
    )
