"""The letter that tells one bidder the outcome: what it earned and why, and how it may be challenged.

Prints what was merged from the moderated record when the letter was prepared; it writes nothing of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.domain.notices.letters import words_of
from assurance.packs.heading import AuditHead, Heading, audit_head, heading
from assurance.packs.snapshot import Part, Snapshot, snapshot
from assurance.packs.wording import day, fixed, moment, pounds
from assurance.persistence.queries.evidence import get_letter

if TYPE_CHECKING:
    from assurance.persistence.models import Letter, Procurement

KIND = "outcome_letter"
SUBJECTS = {
    "preferred": "We intend to award you the contract",
    "reserve": "You are the reserve bidder",
    "unsuccessful": "Your bid was not successful",
    "eliminated": "Your bid did not reach the ranking",
}


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """What the bid earned on one criterion, and why."""

    title: str
    weight: str
    mark: str
    percent: str
    reason: str


@dataclass(frozen=True, slots=True)
class Advantage:
    """Where the winner did better, and why."""

    title: str
    winner_mark: str
    your_mark: str
    reason: str


@dataclass(frozen=True, slots=True)
class LetterContent:
    """Everything the letter prints."""

    heading: Heading
    to: str
    addressee: tuple[str, ...]
    date: str
    subject: str
    intro: str
    why: str
    criteria: tuple[CriterionLine, ...]
    total: str
    rank: str
    price: str
    price_percent: str
    winner: str
    winner_total: str
    advantages: tuple[Advantage, ...]
    begins: str
    until: str
    why_dates: tuple[str, ...]
    how_to_represent: str
    words: Mapping[str, str]
    criteria_of_award: tuple[str, ...]
    subtotals: tuple[str, ...]
    winner_subtotals: tuple[str, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` while the letter is not issued."""
    return f"Outcome letter: {_issued(session, procurement, subject).content['to']}"


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather the letter to the bid named by its public id; raise `Conflict` while it is not issued."""
    letter = _issued(session, procurement, subject)
    head = audit_head(session, procurement.id, letter.issued_at)
    given = letter.content
    title = f"Outcome letter: {given['to']}"
    content = _content(given, heading(procurement, title=title, variant="Outcome letter", as_at=head.at), head)
    return snapshot(KIND, title, head.instant, content)


def parts(content: object) -> tuple[Part, ...]:
    """List the parts the letter is made of."""
    return (Part("Letter", "letter.html"), Part("Marks and reasons", "marks.html"))


def _issued(session: Session, procurement: Procurement, subject: str) -> Letter:
    letter = get_letter(session, procurement.id, subject)
    if letter.issued_at is None:
        raise Conflict("The letter has not been issued yet. Letters are issued together when standstill starts.")
    return letter


def _content(given: dict[str, Any], top: Heading, head: AuditHead) -> LetterContent:
    winner, price, standstill = given["winner"] or {}, given["price"] or {}, given["standstill"]
    return LetterContent(
        heading=top,
        to=given["to"],
        addressee=tuple(given.get("addressee", given["to"]).splitlines()),
        date=day(date.fromisoformat(given["date"])),
        subject=SUBJECTS[given["kind"]],
        intro=given["intro"],
        why=given["why"],
        criteria=tuple(_criterion(each) for each in given["criteria"]),
        total="" if given["total"] is None else fixed(given["total"]),
        rank="" if given["rank"] is None else str(given["rank"]),
        price=pounds(price["amount"]) if price else "",
        price_percent=fixed(price["percent"]) if price and price["percent"] is not None else "",
        winner=winner.get("name", ""),
        winner_total=fixed(winner["total"]) if winner.get("total") is not None else "",
        advantages=tuple(_advantage(each) for each in winner.get("advantages", ())),
        begins=_when(standstill["begins_on"]),
        until=_when(standstill["representations_until"]),
        why_dates=tuple(standstill["why"]),
        how_to_represent=given["how_to_represent"],
        words=words_of(given),
        criteria_of_award=tuple(given.get("criteria_of_award", "").splitlines()),
        subtotals=_points(given.get("subtotals", ())),
        winner_subtotals=_points(winner.get("subtotals", ())),
        audit=head,
    )


def _criterion(given: dict[str, Any]) -> CriterionLine:
    mark = "" if given["mark"] is None else f"{given['mark']} out of {given['scale_top']}"
    return CriterionLine(
        title=given["title"],
        weight=fixed(str(given["weight_percent"])),
        mark=mark,
        percent="" if given["percent"] is None else fixed(str(given["percent"])),
        reason=given["reason"],
    )


def _advantage(given: dict[str, Any]) -> Advantage:
    return Advantage(given["title"], str(given["winner_mark"]), str(given["your_mark"]), given["reason"])


def _points(given: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(f"{each['title']}: {each['earned']} of {each['of']} points" for each in given)


def _when(text: str | None) -> str:
    """Read a day or an instant from the letter as it was prepared."""
    if not text:
        return ""
    return day(date.fromisoformat(text)) if len(text) == 10 else moment(datetime.fromisoformat(text))
