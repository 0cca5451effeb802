"""Who answers for what a form of working brings: part of the sealed tender, and told by side where nobody does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted, Stale
from assurance.domain.provision.consequences import Consequence, Kept
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import BidStage
from assurance.persistence.models import AuditEvent, Bid, FormQuestion, Letter
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.form_questions import list_said
from assurance.services import bids
from assurance.services import integration_questions as service
from tests.factories.cast import NOW, World
from tests.factories.tenders import close, fill, invited, open_box, submitted, tenders_open

WHOLE = Kept("Finance director", "Opinion of 3 March", "Exempt")


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    tenders_open(session, world)
    return invited(session, world, "alder")


@pytest.fixture
def who(session: Session, world: World, bid: Bid) -> dict[str, Any]:
    return {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}


def missing(session: Session, bid: Bid) -> list[str]:
    return [each.code for each in bids.missing_parts(session, bid) if each.endpoint == "supplier.bids.form_question"]


def test_the_form_that_is_chosen_brings_its_questions(session: Session, who: dict[str, Any], bid: Bid) -> None:
    assert missing(session, bid) == [], "there is no form yet"
    assert service.unowned(session, bid) == [service.NO_FORM] == service.unanswered(session, bid)
    bids.set_integration_form(session, form=IntegrationForm.ALLIANCE, **who)
    assert missing(session, bid) == [each.value for each in Consequence]
    service.answer_in_tender(session, code="vat", kept=WHOLE, **who)
    service.answer_in_tender(session, code="tupe", kept=Kept("Jo"), **who)
    session.flush()
    assert missing(session, bid) == ["guarantee", "registration", "information", "tupe", "pensions"]
    told = service.unowned(session, bid)
    assert "VAT: nobody at the authority owns this question" in told
    assert not any(each.startswith("VAT: nobody at the bidder") for each in told)


def test_another_form_keeps_what_was_said(session: Session, who: dict[str, Any], bid: Bid) -> None:
    bids.set_integration_form(session, form=IntegrationForm.ALLIANCE, **who)
    service.answer_in_tender(session, code="vat", kept=WHOLE, **who)
    bids.set_integration_form(session, form=IntegrationForm.SUBCONTRACTING, **who)
    assert service.asked(session, bid)[0].bidder == WHOLE


def test_what_nobody_asked_or_nobody_owns_is_refused(session: Session, who: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        service.answer_in_tender(session, code="vat", kept=WHOLE, **who)
    bids.set_integration_form(session, form=IntegrationForm.ALLIANCE, **who)
    with pytest.raises(NotFound):
        service.answer_in_tender(session, code="weather", kept=WHOLE, **who)
    with pytest.raises(InvalidInput):
        service.answer_in_tender(session, code="vat", kept=Kept("", "e", "a"), **who)


def test_a_colleague_who_was_quicker_is_not_overwritten(session: Session, who: dict[str, Any]) -> None:
    bids.set_integration_form(session, form=IntegrationForm.ALLIANCE, **who)
    service.answer_in_tender(session, code="vat", kept=WHOLE, version=0, **who)
    session.flush()
    with pytest.raises(Stale):
        service.answer_in_tender(session, code="vat", kept=Kept("Somebody else"), version=0, **who)


def test_a_rival_and_a_viewer_and_the_authority_do_not_write_in_a_tender(
    session: Session, world: World, who: dict[str, Any]
) -> None:
    bids.set_integration_form(session, form=IntegrationForm.ALLIANCE, **who)
    for name in ("birch", "officer"):
        with pytest.raises((NotFound, NotPermitted)):
            service.answer_in_tender(
                session, **{**who, "actor": world.actor(session, name)}, code="vat", kept=WHOLE
            )  # fmt: skip


def test_the_answers_are_sealed_and_come_back_at_the_opening(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    assert session.scalars(select(FormQuestion)).all() == []
    close(session, world)
    open_box(session, world)
    found = get_parts(session, bid.id).questions
    assert {row.owner for row in found.values()} == {"alder canary owner"}
    assert list(found) == sorted(each.value for each in Consequence)
    assert all(each.endswith("at the authority owns this question") for each in service.unowned(session, bid))


def preferred(session: Session, world: World) -> Bid:
    tenders_open(session, world)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    bid.stage = BidStage.PREFERRED
    session.flush()
    return bid


def tell(session: Session, world: World, bid: Bid) -> None:
    """Issue the letter by which a bidder learns that it is preferred."""
    by = world.users["officer"]
    session.add(Letter(bid_id=bid.id, kind="outcome", content={}, prepared_by_id=by, prepared_at=NOW, issued_at=NOW))
    session.flush()


def test_the_authority_names_its_owners_once_there_is_a_preferred_bidder(session: Session, world: World) -> None:
    bid = preferred(session, world)
    common = {"bid": bid, "now": NOW, "code": "guarantee", "kept": WHOLE}
    for name in ("auditor", "approver"):
        with pytest.raises(NotPermitted):
            service.answer_for_authority(session, actor=world.actor(session, name), **common)
    service.answer_for_authority(session, actor=world.actor(session, "officer"), **common)
    assert "Guarantee: nobody at the authority owns this question" not in service.unowned(session, bid)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert event is not None and event.tag == "form-question:answered"
    bid.stage = BidStage.RANKED
    with pytest.raises(Conflict, match="once there is a preferred bidder"):
        service.answer_for_authority(session, actor=world.actor(session, "officer"), **common)


def test_a_bidder_adds_only_once_it_is_told_and_its_tender_stays(session: Session, world: World) -> None:
    bid = preferred(session, world)
    common = {"bid": bid, "now": NOW, "code": "vat", "actor": world.actor(session, "alder")}
    with pytest.raises(Conflict, match="once you are told"):
        service.add_as_preferred(session, kept=WHOLE, **common)
    tell(session, world, bid)
    service.add_as_preferred(session, kept=WHOLE, **common)
    session.flush()
    assert service.asked(session, bid)[0].bidder == WHOLE
    assert {(row.side, row.owner) for row in list_said(session, bid.id) if row.code == "vat"} == {
        ("tender", "alder canary owner"), ("bidder", "Finance director"),
    }  # fmt: skip
