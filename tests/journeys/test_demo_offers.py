"""The offers of the demonstration: whole covers, years that make the price, promises that the answers tell in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.contracts.model import maximum_downside
from assurance.domain.money import plain
from assurance.persistence.models import Bid, Contract, Procurement
from assurance.persistence.queries.bids import Parts, get_parts
from assurance.persistence.queries.offers import Offer, get_asked, lay_out
from assurance.persistence.queries.payment import find_model
from assurance.persistence.queries.planning import get_contract_value

pytestmark = pytest.mark.xdist_group("demonstration")  # built once, not once for each process

Told = dict[str, tuple[Parts, Offer]]


@pytest.fixture
def told(session: Session, msk: Procurement) -> Told:
    """What each of the three opened tenders offers, by the first word of the bidder's name."""
    asked = get_asked(session, msk.id)
    bids = session.scalars(select(Bid).where(Bid.procurement_id == msk.id, Bid.submitted_at.is_not(None))).all()
    parts = {bid: get_parts(session, bid.id) for bid in bids}
    return {bid.organisation.name.split()[0]: (parts[bid], lay_out(bid, parts[bid], asked)) for bid in bids}


def test_three_tenders_cover_every_element_and_own_every_handover(told: Told) -> None:
    assert sorted(told) == ["Alder", "Birch", "Cedar"]
    for _, offer in told.values():
        assert (len(offer.asked.elements), len(offer.asked.handovers), len(offer.covers)) == (17, 16, 17)
        assert offer.findings == ()


def test_the_years_make_the_price(told: Told) -> None:
    prices = {name: sum(parts.prices.values(), Decimal(0)) for name, (parts, _) in told.items()}
    assert prices == {"Alder": 230_400_000, "Birch": 246_200_000, "Cedar": 229_800_000}
    for name, (parts, _) in told.items():
        (years,) = parts.schedules.values()
        assert (len(years), sum(years, Decimal(0))) == (5, prices[name])


def test_each_promise_is_the_one_its_answer_tells_of(session: Session, msk: Procurement, told: Told) -> None:
    for parts, offer in told.values():
        text = next(each.text for each in parts.answers.values() if "admissions" in each.text and "PROMs" in each.text)
        for outcome in offer.asked.outcomes:
            promise = offer.promise(outcome)
            assert promise is not None
            assert not any(each.kind.wants_reason for each in promise.remarks)
            assert plain(promise.years[-1]) in text


def test_partners_stand_on_full_terms_and_leave_the_lead_a_part(told: Told) -> None:
    for parts, _ in told.values():
        assert parts.subcontractors
        assert all(each.role and each.payment_days and each.flows_down is not None for each in parts.subcontractors)
        assert parts.subcontracted_percent < 100
    assert [each.name.split()[0] for each in told["Cedar"][0].subcontractors if not each.flows_down] == ["Poplar"]


def test_the_contract_pays_by_the_years_offered_and_names_who_covers_what(session: Session, msk: Procurement) -> None:
    contract = session.scalars(select(Contract).where(Contract.procurement_id == msk.id)).one()
    paid = [Decimal(each["total"]) for each in contract.schedules["payment"]]
    assert paid == [49_100_000, 49_200_000, 49_300_000, 49_300_000, 49_300_000]
    assert max(Decimal(each["outcome_pool"]) for each in contract.schedules["payment"]) == 14_790_000
    covered = {each["element"]: each["accountable"] for each in contract.schedules["coverage"]}
    assert covered["Pain management programmes"] == "Juniper Demonstration Pain Service"
    assert all(len(each["promised"]) == 5 for each in contract.schedules["outcomes"])


def test_a_model_with_the_real_envelopes_pays_in_three_steps_and_one_bid_is_short_of_its_risk(
    session: Session, msk: Procurement, told: Told
) -> None:
    model = find_model(session, msk)
    assert model is not None
    assert tuple(each.value for each in model.years) == get_contract_value(session, msk).by_year
    assert [(each.phase.value, plain(each.outcome_share)) for each in model.years[:3]] == [
        ("performance", "0.1"), ("shadow", "0.2"), ("capitation", "0.3"),
    ]  # fmt: skip
    assert [len(each.network) for each in model.measures] == [4, 0, 0, 0]
    covered = {}
    for name, (parts, offer) in told.items():
        assert offer.backing is not None
        loss = maximum_downside(model.priced_by(list(parts.schedules.values())))
        covered[name] = offer.backing.reserves_amount + offer.backing.guarantee_amount >= loss
    assert covered == {"Alder": True, "Birch": True, "Cedar": False}
