"""Trials are kept under the criteria they tried; a danger is answered once, and stops the call until it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.wind_tunnel import DummyBid
from assurance.packs.evaluation_checks import gather_checks
from assurance.persistence.models import AuditEvent, WindTunnelRun
from assurance.persistence.queries.criteria import get_publication
from assurance.persistence.queries.facts.plan import plan_facts
from assurance.services import tendering
from assurance.services.tendering import wind_tunnel
from tests.factories.cast import NOW, World
from tests.factories.plans import make_criteria, make_plan

REASON = "The notice says that such a price is asked about and refused unless it is explained."


def dummy(name: str, millions: int, quality: int) -> DummyBid:
    return DummyBid(name, {"price": Decimal(millions * 1_000_000)}, Decimal(quality))


PARADOX = [dummy("A", 80, 70), dummy("B", 104, 90)]


@pytest.fixture
def tree(session: Session, world: World) -> None:
    """Criteria at 80 to 20, without a fault."""
    make_criteria(session, world)


@pytest.fixture
def even(session: Session, tree: None, common: dict[str, Any]) -> None:
    """The same at 50 to 50, which a hopeless third bid turns round."""
    for code, title in (("quality", "Quality"), ("price", "Price")):
        tendering.edit_criterion(session, code=code, title=title, weight_percent=Decimal(50), **common)


def test_a_trial_is_kept_under_the_digest_of_the_criteria_with_all_that_went_in(
    session: Session, tree: None, common: dict[str, Any]
) -> None:
    run = tendering.try_on_dummies(session, bids=PARADOX, **common)
    assert run.criteria_digest == get_publication(session, common["procurement"]).digest()
    assert run.setting["bids"] == [
        {"name": "A", "prices": {"price": "80000000"}, "quality": "70"},
        {"name": "B", "prices": {"price": "104000000"}, "quality": "90"},
    ]
    assert wind_tunnel.standing(session, common["procurement"]) == wind_tunnel.Standing(1, True, ())
    audited = session.scalars(select(AuditEvent).where(AuditEvent.tag == "wind-tunnel:tried")).one()
    assert audited.body["data"]["digest"] == run.criteria_digest


def test_a_trial_changes_nothing_in_the_plan(session: Session, tree: None, common: dict[str, Any]) -> None:
    session.flush()
    before = common["procurement"].version, get_publication(session, common["procurement"]).digest()
    tendering.try_on_dummies(session, bids=PARADOX, **common)
    session.flush()
    assert (common["procurement"].version, get_publication(session, common["procurement"]).digest()) == before


def test_changed_criteria_show_as_untried(session: Session, tree: None, common: dict[str, Any]) -> None:
    tendering.try_on_dummies(session, bids=PARADOX, **common)
    tendering.set_tie_break(session, rules=["lowest-price"], **common)
    assert not wind_tunnel.standing(session, common["procurement"]).is_current


def test_a_danger_waits_for_an_answer_and_no_more(session: Session, even: None, common: dict[str, Any]) -> None:
    procurement = common["procurement"]
    tendering.try_on_dummies(session, bids=PARADOX, **common)
    dangers = plan_facts(session, procurement).trial_dangers
    assert len(dangers) == 2
    assert dangers[0].startswith("If a third bid came at £52m with 35% quality, which cannot win")
    for code in ("extra", "one-pound"):
        tendering.answer_finding(session, number=1, code=code, reason=REASON, **common)
    assert plan_facts(session, procurement).trial_dangers == ()
    (printed,) = gather_checks(session, procurement).trials
    place = printed.findings.index(dangers[0])
    assert printed.findings[place + 2 : place + 4] == (REASON, "Answered by Officer on Monday 6 January 2025")
    assert session.scalar(select(AuditEvent.subject).where(AuditEvent.tag == "wind-tunnel:answered")) == "extra"


def test_without_a_trial_nothing_objects(session: Session, tree: None, common: dict[str, Any]) -> None:
    assert plan_facts(session, common["procurement"]).trial_dangers == ()


def test_only_the_newest_trial_asks_and_is_answered(session: Session, even: None, common: dict[str, Any]) -> None:
    tendering.try_on_dummies(session, bids=PARADOX, **common)
    tendering.try_on_dummies(session, bids=[dummy("A", 80, 95), dummy("B", 104, 30)], **common)
    with pytest.raises(Conflict, match="newer trial"):
        tendering.answer_finding(session, number=1, code="extra", reason=REASON, **common)
    assert all("third bid" not in each for each in plan_facts(session, common["procurement"]).trial_dangers)


@pytest.mark.parametrize(("code", "number"), [("equal", 1), ("nothing", 1), ("extra", 2), ("extra", 0)])
def test_what_is_no_danger_is_not_answered(
    session: Session, even: None, common: dict[str, Any], code: str, number: int
) -> None:
    tendering.try_on_dummies(session, bids=PARADOX, **common)
    with pytest.raises(NotFound):
        tendering.answer_finding(session, number=number, code=code, reason=REASON, **common)


def test_an_answer_says_something_and_stands(session: Session, even: None, common: dict[str, Any]) -> None:
    tendering.try_on_dummies(session, bids=PARADOX, **common)
    for reason, message in (("It is fine.", "at least 20"), ("x" * 2001, "at most 2,000")):
        with pytest.raises(InvalidInput, match=message):
            tendering.answer_finding(session, number=1, code="extra", reason=reason, **common)
    tendering.answer_finding(session, number=1, code="extra", reason=REASON, **common)
    with pytest.raises(Conflict, match="kept as it is"):
        tendering.answer_finding(session, number=1, code="extra", reason=REASON, **common)


def test_bids_at_fault_leave_nothing_behind(session: Session, tree: None, common: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refused:
        tendering.try_on_dummies(session, bids=[DummyBid("A", {"price": Decimal(0)}, Decimal(50))], **common)
    assert refused.value.field == "bids[0].prices.price"
    assert session.scalars(select(WindTunnelRun)).all() == []


def test_criteria_that_cannot_be_applied_are_not_tried(session: Session, tree: None, common: dict[str, Any]) -> None:
    tendering.edit_criterion(session, code="quality", title="Quality", weight_percent=Decimal(70), **common)
    with pytest.raises(Conflict, match="cannot be applied yet"):
        tendering.try_on_dummies(session, bids=PARADOX, **common)
    tendering.remove_criterion(session, code="price", **common)
    with pytest.raises(Conflict, match="sets quality against price"):
        tendering.try_on_dummies(session, bids=PARADOX, **common)


def test_published_criteria_are_neither_tried_nor_answered_for(
    session: Session, even: None, common: dict[str, Any]
) -> None:
    tendering.try_on_dummies(session, bids=PARADOX, **common)
    common["procurement"].criteria_frozen_at, common["procurement"].criteria_digest = NOW, "d" * 64
    with pytest.raises(Conflict, match="what was published can no longer be changed"):
        tendering.try_on_dummies(session, bids=PARADOX, **common)
    with pytest.raises(Conflict, match="what was published can no longer be changed"):
        tendering.answer_finding(session, number=1, code="extra", reason=REASON, **common)


def test_starting_sets_follow_the_budget_and_spread_over_all_prices(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    make_plan(session, world)
    procurement = common["procurement"]
    assert wind_tunnel.starting_sets(session, procurement)[0].bids[2].prices == {"price": Decimal(253_585_000)}
    tendering.add_criterion(
        session, code="mobilisation", title="Mobilisation", kind=Kind.PRICE, weight_percent=Decimal(0), **common
    )
    spread = wind_tunnel.starting_sets(session, procurement)[0].bids[2].prices
    assert spread == {"price": Decimal(126_792_500), "mobilisation": Decimal(126_792_500)}
