"""The box opens with the second different person, for all at once; compliance is decided criterion by criterion."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import BidStage
from assurance.persistence.models import AuditEvent, PassFail
from assurance.services import opening
from tests.factories.cast import NOW, World
from tests.factories.tenders import DUE, close, invited, open_box, submitted, tenders_open


def decide(session: Session, world: World, bid, **given) -> None:  # type: ignore[no-untyped-def]  # reason: a test shortcut
    fields = {"passes": {"cqc": True}, "reasons": {}, "reason": "Complete", "compliant": True, **given}
    opening.decide_compliance(session, bid=bid, **fields, actor=world.actor(session, "officer"), now=DUE)
    session.flush()


def test_the_second_person_opens_every_submitted_tender_and_the_trail_lists_them(
    session: Session, world: World
) -> None:
    tenders_open(session, world)
    alder, birch = submitted(session, world, "alder"), submitted(session, world, "birch")
    cedar = invited(session, world, "cedar")
    close(session, world)
    open_box(session, world)
    assert {alder.stage, birch.stage} == {BidStage.OPENED}
    assert cedar.stage is BidStage.NOT_SUBMITTED
    event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "tender:opened")).one()
    assert [each["bidder"] for each in event.body["data"]["bids"]] == ["Alder Care", "Birch Care"]
    assert [each["altered"] for each in event.body["data"]["bids"]] == [[], []]
    assert event.body["data"]["openers"] == ["Officer", "Finance"]


def test_each_criterion_is_decided_and_kept(session: Session, world: World) -> None:
    tenders_open(session, world)
    alder, birch = submitted(session, world, "alder"), submitted(session, world, "birch")
    close(session, world)
    open_box(session, world)
    decide(session, world, alder)
    decide(session, world, birch, passes={"cqc": False}, reasons={"cqc": "Not on the register"}, compliant=False)
    assert (alder.stage, birch.stage) == (BidStage.COMPLIANT, BidStage.NON_COMPLIANT)
    kept = session.scalars(select(PassFail).order_by(PassFail.bid_id)).all()
    assert [(row.is_met, row.reason) for row in kept] == [(True, ""), (False, "Not on the register")]
    with pytest.raises(Conflict):
        decide(session, world, alder)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"passes": {}}, "pass-cqc"),
        ({"passes": {"cqc": False}, "compliant": False}, "reason-cqc"),
        ({"passes": {"cqc": False}, "reasons": {"cqc": "Not on the register"}}, "compliant"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_decision_without_its_reason_is_refused_at_its_field(
    session: Session, world: World, given: dict[str, object], field: str
) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    close(session, world)
    open_box(session, world)
    with pytest.raises(InvalidInput) as refused:
        decide(session, world, bid, **given)
    assert refused.value.field == field
    assert bid.stage is BidStage.OPENED


def test_nothing_is_checked_before_the_opening(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder", NOW)
    close(session, world)
    with pytest.raises(Conflict):
        decide(session, world, bid)
