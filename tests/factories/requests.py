"""Requests to take part for tests: answered in full, sent, and judged."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.selection.answers import written_contracts, written_years
from assurance.domain.selection.grounds import TEMPLATE, Party
from assurance.domain.selection.questionnaire import Kind, Question
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, SelectionParty
from assurance.persistence.queries.selection import get_questionnaire, list_requests, read_request
from assurance.services import bids, conflicts, selection
from tests.factories.cast import NOW, World
from tests.factories.tenders import call_open

REASON = "Meets what is asked, as the answer and its evidence show."
DONE = "The contract ended in 2023; the manager left, and every report since was on time."
NONE_APPLIES = {ground.code: False for ground in TEMPLATE}
MARKED = Question("together", "With whom do you work?", Kind.MARKED, Fraction(100), "Working with others")

YEARS = written_years([("2024/25", Decimal(120_000_000)), ("2023/24", Decimal(110_000_000)), ("2022/23", None)])
CONTRACTS = written_contracts(
    [{"customer": "Test Board", "what": "Care for 400,000 people", "began_on": date(2020, 4, 1), "ended_on": None,
      "annual_value": Decimal(9_000_000)}]
)  # fmt: skip
ANSWERS: dict[str, dict[str, Any]] = {
    "standing": YEARS, "contracts": CONTRACTS, "experience": {"text": "Ten years of canary care."},
    "together": {"text": "With a hospital and a charity."},
}  # fmt: skip


def marked_call(session: Session, world: World, at_most: int | None = 3) -> None:
    """Open a call that asks one marked question more, and lets so many through."""
    who: dict[str, Any] = {
        "procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": NOW
    }  # fmt: skip
    selection.save_question(session, question=MARKED, **who)
    selection.set_rule(session, multiple=Fraction(2), reasons="", at_most=at_most, **who)
    selection.freeze(session, **who)
    call_open(session, world)


def fill_request(session: Session, world: World, name: str, now: datetime = NOW, *, ground: str = "") -> Bid:
    """A request with every answer and declaration; `ground` is one that applies to a subcontractor it names."""
    who: dict[str, Any] = {"actor": world.actor(session, name), "now": now}
    bid = bids.start_request(session, procurement=world.procurement(session), **who)
    asked = {each.code for each in get_questionnaire(session, bid.procurement).questions}
    for code in asked:
        selection.save_answer(session, bid=bid, code=code, content=ANSWERS[code], **who)
    declare(session, world, bid, name, read_request(session, bid).everybody[0])
    if ground:
        row = selection.add_party(
            session, bid=bid, party=Party.SUBCONTRACTOR, name="Hazel Imaging", company_number="01234567",
            delivers="Imaging", **who,
        )  # fmt: skip
        declare(session, world, bid, name, row, ground)
    return bid


def declare(session: Session, world: World, bid: Bid, name: str, row: SelectionParty, ground: str = "") -> None:
    """Declare for a party that no ground applies, or the one named."""
    applies = {**NONE_APPLIES, ground: True} if ground else NONE_APPLIES
    selection.declare(
        session, bid=bid, public_id=row.public_id, applies=applies, self_cleaning={ground: DONE},
        actor=world.actor(session, name), now=NOW,
    )  # fmt: skip


def sent_request(session: Session, world: World, name: str, now: datetime = NOW, *, ground: str = "") -> Bid:
    """A request that is with the authority."""
    bid = fill_request(session, world, name, now, ground=ground)
    return bids.send_request(session, bid=bid, actor=world.actor(session, name), now=now)


def to_selection(session: Session, world: World) -> None:
    """Close the call without walking there; who reads requests has no conflict."""
    world.at(session, Stage.SELECTION)
    declare_no_conflict(session, world)


def declare_no_conflict(session: Session, world: World) -> None:
    """Let officer and dialogue lead declare about every bidder whose request is in."""
    for name in ("officer", "lead"):
        for bid in list_requests(session, world.procurement_id):
            conflicts.declare(
                session, bid=bid, has_conflict=False, detail="", actor=world.actor(session, name), now=NOW
            )


def judge_all(
    session: Session, world: World, bid: Bid, *, mark: int = 3, failing: str = "", now: datetime = NOW
) -> None:
    """Pass every answer but the one named, and give the marked one this mark."""
    for each in get_questionnaire(session, bid.procurement).questions:
        is_marked = each.kind is Kind.MARKED
        selection.judge(
            session, bid=bid, code=each.code, mark=mark if is_marked else None,
            passes=None if is_marked else each.code != failing, reason=REASON, actor=world.actor(session, "officer"),
            now=now,
        )  # fmt: skip
