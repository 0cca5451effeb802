"""Parts of a tender: words as the server counts them, prices above zero, shares within the whole, in time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Answer, Bid, Subcontractor
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.criteria import get_criterion
from assurance.services import bids
from tests.factories.cast import NOW, World
from tests.factories.offers import YEARS, partner
from tests.factories.tenders import DUE, invited, submitted, tenders_open


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    tenders_open(session, world)
    return invited(session, world, "alder")


@pytest.fixture
def who(session: Session, world: World, bid: Bid) -> dict[str, Any]:
    return {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}


def add(session: Session, who: dict[str, Any], **given: Any) -> Subcontractor:
    added = bids.add_partner(session, partner=partner(**{"share_percent": Decimal(60), **given}), **who)
    session.flush()
    return added


def test_ten_words_fit_and_eleven_do_not(session: Session, world: World, who: dict[str, Any]) -> None:
    care = get_criterion(session, world.procurement_id, "care")
    bids.save_answer(session, criterion=care, text="one two three four five six seven eight nine ten", **who)
    with pytest.raises(InvalidInput) as refused:
        bids.save_answer(session, criterion=care, text="a b c d e f g h i j\u2003k", **who)
    assert (refused.value.field, "11 words" in refused.value.message) == ("text", True)
    assert session.scalars(select(Answer)).one().text.endswith("ten")


def test_a_colleagues_answer_is_not_overwritten(session: Session, world: World, who: dict[str, Any]) -> None:
    care = get_criterion(session, world.procurement_id, "care")
    first = bids.save_answer(session, criterion=care, text="Ours", version=0, **who)
    session.flush()
    with pytest.raises(Conflict):
        bids.save_answer(session, criterion=care, text="Mine", version=0, **who)
    bids.save_answer(session, criterion=care, text="Ours, better", version=first.version, **who)
    session.flush()
    assert (first.text, first.version) == ("Ours, better", 2)


@pytest.mark.parametrize("amount", ["0", "-0.01", "NaN", "1000000000000"])
def test_a_price_is_above_zero_and_an_amount_of_money(
    session: Session, world: World, who: dict[str, Any], amount: str
) -> None:
    price = get_criterion(session, world.procurement_id, "price")
    with pytest.raises(InvalidInput):
        bids.set_price(session, criterion=price, amount=Decimal(amount), years=YEARS, **who)


def test_answers_and_prices_are_taken_only_where_they_are_asked(
    session: Session, world: World, who: dict[str, Any]
) -> None:
    care, price = (get_criterion(session, world.procurement_id, code) for code in ("care", "price"))
    with pytest.raises(InvalidInput):
        bids.set_price(session, criterion=care, amount=Decimal("123456.78"), years=YEARS, **who)
    with pytest.raises(InvalidInput):
        bids.save_answer(session, criterion=price, text="12", **who)


def test_the_form_is_one_that_the_procurement_allows(session: Session, who: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        bids.set_integration_form(session, form=IntegrationForm.MERGER, **who)
    bids.set_integration_form(session, form=IntegrationForm.ALLIANCE, **who)
    assert who["bid"].integration_form == "alliance"


def test_shares_come_to_at_most_the_whole(session: Session, who: dict[str, Any]) -> None:
    add(session, who)
    with pytest.raises(InvalidInput, match="40 is left"):
        add(session, who, name="Second", share_percent=Decimal("40.01"))
    add(session, who, name="Second", share_percent=Decimal(40))
    assert get_parts(session, who["bid"].id).subcontracted_percent == 100
    bids.remove_partner(session, name="Second", **who)
    with pytest.raises(NotFound):
        bids.remove_partner(session, name="Second", **who)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"delivers": ""}, "delivers"),
        ({"name": "ALDER care"}, "name"),
        ({"company_number": "12 in the register"}, "company_number"),
        ({"payment_days": 0}, "payment_days"),
        ({"payment_days": 121}, "payment_days"),
        ({"outcome_share_percent": Decimal("100.01")}, "outcome_share_percent"),
        ({"outcome_share_percent": Decimal("NaN")}, "outcome_share_percent"),
        ({"share_percent": Decimal(0)}, "share_percent"),
        ({"share_percent": Decimal("0.001")}, "share_percent"),
        ({"share_percent": Decimal("Infinity")}, "share_percent"),
    ],
)
def test_a_partner_is_named_in_full(session: Session, who: dict[str, Any], given: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(session, who, **given)
    assert refused.value.field == field


def test_one_partner_is_named_once(session: Session, who: dict[str, Any]) -> None:
    add(session, who)
    with pytest.raises(InvalidInput, match="already"):
        add(session, who, name="PARTNER", share_percent=Decimal(1))


@pytest.mark.parametrize("late", ["deadline", "closed", "stage", "submitted", "not_invited"])
def test_nothing_changes_when_the_tender_is_not_in_hand(
    session: Session, world: World, who: dict[str, Any], late: str
) -> None:
    bid, procurement = who["bid"], world.procurement(session)
    if late == "deadline":
        who["now"] = DUE
    elif late == "closed":
        procurement.tenders_closed_at = NOW
    elif late == "stage":
        procurement.stage = Stage.DIALOGUE_2
    elif late == "submitted":
        who |= {"bid": submitted(session, world, "birch"), "actor": world.actor(session, "birch")}
    else:
        bid.stage = BidStage.ELIMINATED
    session.flush()
    care = get_criterion(session, world.procurement_id, "care")
    with pytest.raises(Conflict):
        bids.save_answer(session, criterion=care, text="Late", **who)
    with pytest.raises(Conflict):
        add(session, who)
