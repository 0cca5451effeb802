"""A tender is submitted whole, once, before the deadline, with a receipt that anyone can check."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest
import rfc8785
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.adapters.signing import Signer, is_genuine
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotNow, NotPermitted
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.receipt import receipt_faults
from assurance.persistence.models import AuditEvent, SealedItem, User
from assurance.persistence.queries.bids import Parts, get_parts
from assurance.persistence.queries.sealing import find_tender_key
from assurance.services import bids, idempotency, submission
from assurance.services.signing import signer
from tests.factories.cast import NOW, World
from tests.factories.tenders import DUE, fill, invited, put_in_box, submitted, tenders_open
from tests.statements import listened

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


def test_sent_twice_with_one_key_it_is_submitted_once_with_one_answer(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    who: dict[str, Any] = {"bid": bid, "actor": world.actor(session, "alder"), "key": idempotency.new_key()}
    checked = submission.checked_digest(session, bid, who["key"])
    first = submission.submit(session, **who, now=NOW, checked=checked)
    again = submission.submit(session, **who, now=DUE + SECOND, checked=checked)
    assert (again.receipt, again.return_code, again.is_replay) == (first.receipt, first.return_code, True)
    with pytest.raises(InvalidInput, match="something else"):
        submission.submit(session, **who, now=NOW, checked="0" * 64)
    with pytest.raises(Conflict, match="already|has submitted"):
        submission.submit(session, **{**who, "key": idempotency.new_key()}, now=NOW)
    assert submissions(session) == 1


def test_a_colleagues_change_after_the_check_is_not_submitted_unseen(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    who: dict[str, Any] = {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}
    key = idempotency.new_key()
    seen = submission.checked_digest(session, bid, key)
    bids.remove_partner(session, name="alder canary partner", **who)
    session.flush()
    with pytest.raises(Conflict, match="colleague"):
        submission.submit(session, **who, key=key, checked=seen)
    submission.submit(session, **who, key=key, checked=submission.checked_digest(session, bid, key))
    assert bid.stage is BidStage.SUBMITTED


def test_a_clock_set_back_is_noticed_and_nothing_is_received(session: Session, world: World) -> None:
    tenders_open(session, world)
    submitted(session, world, "birch", NOW + timedelta(hours=1))
    bid = fill(session, world, invited(session, world, "alder"), "alder", NOW + timedelta(hours=1))
    with pytest.raises(NotNow) as refused:
        submission.submit(session, bid=bid, actor=world.actor(session, "alder"), now=NOW)
    assert refused.value.code == "clock_anomaly"
    assert bid.stage is BidStage.INVITED


def test_who_waited_while_others_were_served_is_not_taken_for_a_clock_set_back(session: Session, world: World) -> None:
    tenders_open(session, world)
    submitted(session, world, "birch", now=DUE - SECOND)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    came = DUE - timedelta(seconds=20)
    submission.submit(session, bid=bid, actor=world.actor(session, "alder"), now=came, clock=lambda: DUE + SECOND)
    assert bid.submitted_at == came


def test_others_wait_at_the_audit_trail_only_for_what_names_its_entry(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    actor = world.actor(session, "alder")
    with listened(session.get_bind()) as sent:
        submission.submit(session, bid=bid, actor=actor, now=NOW)
    begun = next(place for place, each in enumerate(sent) if "FROM audit_head" in each)
    touched = {re.search(r"(?:FROM|INTO|UPDATE) (\w+)", each)[1] for each in sent[begun:]}
    assert touched == {"audit_head", "audit_event", "submission", "sealed_item", "idempotency"}


def test_without_a_key_nothing_is_taken_in_and_the_draft_stays(session: Session, world: World) -> None:
    tenders_open(session, world)
    session.delete(find_tender_key(session, world.procurement_id))
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    with pytest.raises(Conflict, match="no key"):
        submission.submit(session, bid=bid, actor=world.actor(session, "alder"), now=NOW)
    assert get_parts(session, bid.id).prices


def test_nothing_readable_is_left_once_it_is_in_the_box(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    assert get_parts(session, bid.id) == Parts({}, {}, [], [])
    assert (bid.integration_form, bid.manifest) == ("", None)
    sealed = session.scalars(select(SealedItem)).all()
    assert {len(item.body or b"") // 4096 for item in sealed} == {1}
    assert {item.kind for item in sealed if item.envelope == "price"} == {"price", "receipt"}


def test_the_receipt_proves_itself_and_a_forged_one_does_not(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid, accepted = put_in_box(session, world, "alder")
    given = json.loads(json.dumps(accepted.receipt))

    def genuine(message: bytes, signature: str) -> bool:
        return is_genuine(message, signature, signer().public_pem)

    assert receipt_faults(given, genuine) == []
    event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "bid:submitted")).one()
    assert given["audit"] == {"seq": event.seq, "hash": event.hash}
    assert event.body["data"]["digest"] == given["digest"] == bid.manifest_digest
    for change in ({"received_at": "2025-01-01T00:00:00.000Z"}, {"bidder": "Birch Care"}, {"signature": ""}):
        assert receipt_faults({**given, **change}, genuine)
    other = Signer.fresh().public_pem
    assert receipt_faults(given, lambda message, signature: is_genuine(message, signature, other))


def test_a_commitment_can_be_recomputed_by_who_has_the_content_and_the_salt(session: Session, world: World) -> None:
    tenders_open(session, world)
    _, accepted = put_in_box(session, world, "alder")
    price = next(item for item in accepted.receipt["manifest"]["items"] if item["kind"] == "price")
    salt = next(each["salt"] for each in accepted.receipt["salts"] if each["kind"] == "price")
    content = rfc8785.dumps({"amount": "123456.78", "years": ["24000", "24000.5", "25000", "25000", "25456.28"]})
    assert hashlib.sha256(bytes.fromhex(salt) + content).hexdigest() == price["commitment"]
    assert [item["label"] for item in accepted.receipt["manifest"]["items"]] == [
        "Integrated care", "Price", "Registration", "Form of working together",
        "Questions of the form of working", "Partners",
        "Cover of care", "Promises on outcomes",
        "Names of the documents",
    ]  # fmt: skip


def test_the_trail_keeps_the_digest_and_nothing_of_the_content(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    bodies = json.dumps([event.body for event in session.scalars(select(AuditEvent))])
    assert bid.manifest_digest in bodies
    for secret in ("canary", "123456", "12345678"):
        assert secret not in bodies


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
