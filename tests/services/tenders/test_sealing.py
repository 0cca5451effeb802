"""Before the opening nobody but the bidder learns what is in the box, nor how many tenders are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, NotFound, NotPermitted
from assurance.domain.procedures import get_procedure
from assurance.domain.stages import Stage
from assurance.persistence.models import ConflictDeclaration, Procurement, StageChange
from assurance.persistence.queries.procurements import list_audit
from assurance.services import reading
from assurance.services.cases import build_case
from tests.factories.cast import NOW, World
from tests.factories.tenders import DUE, close, open_box, submitted, tenders_open


def invite(session: Session, world: World) -> None:
    """Note the invitation from which on the trail keeps the bidders' doings back."""
    tenders_open(session, world)
    session.add(
        StageChange(
            procurement_id=world.procurement_id, trigger="invite_final_tenders", from_stage=Stage.DIALOGUE_CLOSED,
            to_stage=Stage.FINAL_TENDERS, actor_id=world.users["officer"], at=NOW,
        )
    )  # fmt: skip


def tags(session: Session, world: World) -> set[str]:
    return {event.tag for event in list_audit(session, world.procurement_id, page=1, size=500)[0]}


def objections(session: Session, procurement: Procurement, trigger: str, hours: int = 0) -> list[str]:
    case = build_case(session, procurement, NOW + timedelta(hours=hours))
    lifecycle = get_procedure(procurement.procedure_code, procurement.procedure_version).lifecycle
    return [each.message for each in lifecycle.objections(trigger, case)]


def test_the_trail_that_staff_read_tells_of_submissions_only_after_the_opening(session: Session, world: World) -> None:
    invite(session, world)
    submitted(session, world, "alder", NOW + timedelta(hours=1))
    hidden = {
        "answer:saved",
        "price:saved",
        "form:chosen",
        "partner:added",
        "cover:saved",
        "trajectory:saved",
        "bid:submitted",
        "bid:moved",
    }
    assert not hidden & tags(session, world)
    assert "role:given" in tags(session, world)
    close(session, world)
    assert not hidden & tags(session, world)
    open_box(session, world)
    assert hidden <= tags(session, world)


def test_the_moves_object_in_the_same_words_whether_or_not_a_tender_came(session: Session, world: World) -> None:
    tenders_open(session, world)
    procurement = world.procurement(session)
    empty = objections(session, procurement, "close_tenders")
    submitted(session, world, "alder")
    assert objections(session, procurement, "close_tenders") == empty
    close(session, world)
    assert not any("compliance" in each for each in objections(session, procurement, "start_scoring"))
    open_box(session, world)
    assert any(
        "1 opened tender is not yet checked" in each for each in objections(session, procurement, "start_scoring")
    )


@pytest.mark.parametrize("name", ["officer", "owner", "auditor", "finance", "moderator", "clinician"])
def test_nobody_reads_before_the_opening(session: Session, world: World, name: str) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    for stage in (Stage.FINAL_TENDERS, Stage.OPENING):
        world.at(session, stage)
        with pytest.raises(reading.Sealed):
            reading.readable_bid(session, bid=bid, actor=world.actor(session, name), now=DUE)


def test_other_bidders_and_people_without_a_role_never_read(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    close(session, world)
    open_box(session, world)
    for name in ("birch", "outsider"):
        with pytest.raises(NotPermitted):
            reading.readable_bid(session, bid=bid, actor=world.actor(session, name), now=DUE)


def test_the_panel_declares_first_waits_for_scoring_and_sees_no_price_before_the_result(
    session: Session, world: World
) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    close(session, world)
    open_box(session, world)
    read = {"bid": bid, "actor": world.actor(session, "clinician"), "now": DUE}
    with pytest.raises(reading.DeclareFirst):
        reading.readable_bid(session, **read)
    session.add(
        ConflictDeclaration(bid_id=bid.id, user_id=world.users["clinician"], has_conflict=False, declared_at=DUE)
    )
    with pytest.raises(Conflict, match="scoring has started"):
        reading.readable_bid(session, **read)
    world.at(session, Stage.MODERATION)
    found = reading.readable_bid(session, **read)
    assert found.prices is None
    assert [answer.text for answer in found.answers.values() if answer.text] == ["alder canary answer"]
    assert reading.readable_bid(session, bid=bid, actor=world.actor(session, "officer"), now=DUE).prices
    world.at(session, Stage.RANKING)
    assert reading.readable_bid(session, **read).prices is None
    world.at(session, Stage.RECOMMENDATION)
    assert reading.readable_bid(session, **read).prices


@pytest.mark.parametrize("decision", ["", "recused"])
def test_a_conflict_nobody_cleared_hides_the_bid_whatever_the_role(
    session: Session, world: World, decision: str
) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    close(session, world)
    open_box(session, world)
    decided = {"decided_by_id": world.users["officer"], "decided_at": DUE} if decision else {}
    session.add(
        ConflictDeclaration(
            bid_id=bid.id, user_id=world.users["finance"], has_conflict=True, detail="Shares in Alder",
            declared_at=DUE, decision=decision, **decided,
        )
    )  # fmt: skip
    session.flush()
    with pytest.raises(NotFound):
        reading.readable_bid(session, bid=bid, actor=world.actor(session, "finance"), now=DUE)
