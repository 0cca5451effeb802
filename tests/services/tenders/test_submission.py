"""A tender is submitted whole, once, before the deadline, with a receipt that anyone can check."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from decimal import Decimal

import pytest
import rfc8785
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import BidStage
from assurance.persistence.models import AuditEvent, Price, User
from assurance.services import bids, submission
from tests.factories.cast import NOW, World
from tests.factories.tenders import DUE, fill, invited, submitted, tenders_open

SECOND = timedelta(seconds=1)


def submissions(session: Session) -> int:
    """Count what the trail calls a submission."""
    return session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.tag == "bid:submitted")) or 0


def test_it_is_accepted_a_second_before_the_deadline_and_refused_at_it(session: Session, world: World) -> None:
    tenders_open(session, world)
    early = fill(session, world, invited(session, world, "alder"), "alder")
    late = fill(session, world, invited(session, world, "birch"), "birch")
    submission.submit(session, bid=early, actor=world.actor(session, "alder"), now=DUE - SECOND)
    assert early.stage is BidStage.SUBMITTED
    assert early.submitted_at == DUE - SECOND
    with pytest.raises(MoveRefused, match="closed"):
        submission.submit(session, bid=late, actor=world.actor(session, "birch"), now=DUE)
    assert late.stage is BidStage.INVITED
    assert late.submitted_at is None


def test_closing_is_a_latch_that_a_clock_set_back_does_not_open(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    world.procurement(session).tenders_closed_at = DUE
    session.flush()
    with pytest.raises(MoveRefused):
        submission.submit(session, bid=bid, actor=world.actor(session, "alder"), now=DUE - timedelta(days=1))


def test_the_parts_that_are_missing_are_named(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = invited(session, world, "alder")
    with pytest.raises(MoveRefused) as refused:
        submission.submit(session, bid=bid, actor=world.actor(session, "alder"), now=NOW)
    said = refused.value.objections[0].message
    for part in ("“Integrated care”", "“Price”", "“Registration”", "work together"):
        assert part in said


def test_pressed_twice_it_is_submitted_once_with_one_receipt(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    first = submission.receipt(session, bid=bid)
    submission.submit(session, bid=bid, actor=world.actor(session, "alder"), now=NOW + SECOND, version=1)
    assert submission.receipt(session, bid=bid) == first
    assert submissions(session) == 1


def test_a_colleagues_change_after_the_check_is_not_submitted_unseen(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    seen = bid.version
    price = session.scalars(select(Price)).one()
    assert price.amount == Decimal("123456.78")
    fill_again = {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}
    bids.remove_subcontractor(session, name="alder canary partner", **fill_again)
    session.flush()
    with pytest.raises(Conflict, match="colleague"):
        submission.submit(session, **fill_again, version=seen)
    submission.submit(session, **fill_again, version=bid.version)
    assert bid.stage is BidStage.SUBMITTED


def test_the_receipt_can_be_recomputed_by_its_holder(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    given = json.loads(json.dumps(submission.receipt(session, bid=bid)))
    manifest = given["manifest"]
    assert hashlib.sha256(rfc8785.dumps(manifest)).hexdigest() == given["digest"] == bid.manifest_digest
    price = next(item for item in manifest["items"] if item["kind"] == "price")
    content = {"salt": manifest["salt"], "kind": "price", "code": "price", "amount": "123456.78"}
    assert hashlib.sha256(rfc8785.dumps(content)).hexdigest() == price["sha256"]
    assert [item["title"] for item in manifest["items"]] == [
        "Integrated care", "Price", "Registration", "Form of working together", "Subcontractor 1",
    ]  # fmt: skip


def test_the_trail_keeps_the_digest_and_nothing_of_the_content(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    bodies = json.dumps([event.body for event in session.scalars(select(AuditEvent))])
    assert bid.manifest_digest in bodies
    for secret in ("canary", "123456", "12345678"):
        assert secret not in bodies


def test_a_tender_taken_back_can_be_changed_and_submitted_again_until_the_deadline(
    session: Session, world: World
) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    first = bid.manifest_digest
    who = {"bid": bid, "actor": world.actor(session, "alder")}
    with pytest.raises(Conflict, match="Take it back"):
        bids.remove_subcontractor(session, name="alder canary partner", **who, now=NOW)
    submission.take_back(session, **who, now=NOW)
    session.flush()
    assert bid.submitted_at is None
    with pytest.raises(NotFound):
        submission.receipt(session, bid=bid)
    bids.remove_subcontractor(session, name="alder canary partner", **who, now=NOW)
    submission.submit(session, **who, now=DUE - SECOND)
    assert bid.manifest_digest != first
    with pytest.raises(MoveRefused):
        submission.take_back(session, **who, now=DUE)
    assert bid.stage is BidStage.SUBMITTED


def test_only_the_lead_submits_and_nobody_elses_bid_exists(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    for name in ("birch", "officer"):
        with pytest.raises(NotFound):
            submission.submit(session, bid=bid, actor=world.actor(session, name), now=NOW)
    session.get_one(User, world.users["alder"]).is_organisation_lead = False
    with pytest.raises(NotPermitted):
        submission.submit(session, bid=bid, actor=world.actor(session, "alder"), now=NOW)
    assert bid.stage is BidStage.INVITED
