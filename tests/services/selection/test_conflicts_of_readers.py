"""Nobody reads or judges a request to take part before saying whether there is a conflict with its bidder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, NotFound, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, ConflictDeclaration
from assurance.persistence.queries.selection import read_request
from assurance.services import conflicts, selection
from tests.factories.cast import NOW, World
from tests.factories.requests import REASON, declare_no_conflict, judge_all, sent_request

LINK = "My sister manages it"
Act = Callable[[dict[str, Any]], Any]


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    """A request whose subcontractor has a ground, once the call is closed; nobody has declared."""
    bid = sent_request(session, world, "alder", ground="performance")
    world.at(session, Stage.SELECTION)
    return bid


def declare(session: Session, world: World, bid: Bid, name: str, detail: str = "") -> ConflictDeclaration:
    return conflicts.declare(
        session, bid=bid, has_conflict=bool(detail), detail=detail, actor=world.actor(session, name), now=NOW
    )


def decide(session: Session, world: World, row: ConflictDeclaration, name: str, decision: str = "cleared") -> None:
    conflicts.decide(
        session, declaration=row, decision=decision, reason="They have not met since.",
        actor=world.actor(session, name), now=NOW,
    )  # fmt: skip


def acts(session: Session, world: World, bid: Bid) -> dict[str, Act]:
    """Everything for which a request is read."""
    hazel = read_request(session, bid).everybody[1].public_id
    due = (NOW + timedelta(days=10)).astimezone(LONDON)
    return {
        "read": lambda who: conflicts.require_clear_request(session, bid=bid, actor=who["actor"]),
        "judge": lambda who: selection.judge(
            session, bid=bid, code="experience", mark=None, passes=True, reason=REASON, **who
        ),
        "ground": lambda who: selection.decide_ground(
            session, bid=bid, public_id=hazel, ground="performance", excludes=False, reason=REASON, **who
        ),
        "notice": lambda who: selection.give_notice(
            session, bid=bid, public_id=hazel, reason=REASON, answer_on=due.date(), answer_time=due.time(), **who
        ),
        "shortlist": lambda who: selection.propose(
            session, procurement=world.procurement(session), actor=who["actor"]
        ),
        "conclude": lambda who: selection.conclude(
            session, procurement=world.procurement(session), seen=None, **who
        ),
    }  # fmt: skip


@pytest.mark.parametrize("act", ["read", "judge", "ground", "notice", "shortlist", "conclude"])
def test_who_has_not_declared_or_has_a_conflict_does_none_of_it(
    session: Session, world: World, bid: Bid, act: str
) -> None:
    who = {"actor": world.actor(session, "officer"), "now": NOW}
    with pytest.raises(Conflict, match="Declare first") as refused:
        acts(session, world, bid)[act](who)
    assert refused.value.endpoint == "staff.evaluation.conflicts"
    row = declare(session, world, bid, "officer", LINK)
    with pytest.raises((NotFound, Conflict)):
        acts(session, world, bid)[act](who)
    assert read_request(session, bid).judgements == {}
    assert bid.stage is BidStage.REQUESTED
    decide(session, world, row, "owner")
    if act == "conclude":
        declare(session, world, bid, "lead")
        judge_all(session, world, bid)
        acts(session, world, bid)["ground"](who)
    acts(session, world, bid)[act](who)


def test_an_officers_conflict_is_the_owners_to_decide_and_another_s_the_officers(
    session: Session, world: World, bid: Bid
) -> None:
    own, other = declare(session, world, bid, "officer", LINK), declare(session, world, bid, "lead", LINK)
    with pytest.raises(NotPermitted, match="of their own"):
        decide(session, world, own, "officer")
    with pytest.raises(NotPermitted, match="officer decides"):
        decide(session, world, other, "owner")
    decide(session, world, own, "owner", "recused")
    decide(session, world, other, "officer")
    conflicts.require_clear_request(session, bid=bid, actor=world.actor(session, "lead"))
    with pytest.raises(NotFound):
        conflicts.require_clear_request(session, bid=bid, actor=world.actor(session, "officer"))
    events = session.scalars(select(AuditEvent).where(AuditEvent.tag.startswith("conflict:")).order_by(AuditEvent.seq))
    assert [each.tag for each in events] == ["conflict:declared"] * 2 + ["conflict:decided"] * 2


def test_an_auditor_decides_nothing_and_reads_without_declaring(session: Session, world: World, bid: Bid) -> None:
    conflicts.require_clear_request(session, bid=bid, actor=world.actor(session, "auditor"))
    with pytest.raises(NotPermitted):
        declare(session, world, bid, "auditor")


def test_nobody_declares_before_the_call_is_closed_nor_the_panel_of_tenders_before_the_opening(
    session: Session, world: World, bid: Bid
) -> None:
    with pytest.raises(Conflict, match="from the opening of the bids"):
        declare(session, world, bid, "clinician")
    world.at(session, Stage.CALL)
    with pytest.raises(Conflict, match="once the call is closed"):
        declare(session, world, bid, "officer")


def test_who_joins_later_declares_before_reading_what_was_decided(session: Session, world: World, bid: Bid) -> None:
    world.at(session, Stage.RANKING)
    lead = world.actor(session, "lead")
    with pytest.raises(Conflict, match="Declare first"):
        conflicts.require_clear_request(session, bid=bid, actor=lead)
    declare_no_conflict(session, world)
    conflicts.require_clear_request(session, bid=bid, actor=lead)
