"""Cover, promises and partners of a tender: kept while they are wrong, told, and in the way of submitting only."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.provision.coverage import Line
from assurance.domain.provision.partners import PaymentBasis
from assurance.domain.stages import BidStage
from assurance.persistence.models import AuditEvent, Bid, Cover, Outcome, PathwayElement, Trajectory, User
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.criteria import get_criterion
from assurance.persistence.queries.offers import get_asked, lay_out
from assurance.persistence.queries.planning import list_elements, list_outcomes
from assurance.services import bids, submission
from tests.factories.cast import NOW, World
from tests.factories.offers import PROMISES, YEARS, partner
from tests.factories.tenders import DUE, close, fill, invited, open_box, submitted, tenders_open

ACCOUNTABLE = PaymentBasis.BLOCK.value


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    tenders_open(session, world)
    return fill(session, world, invited(session, world, "alder"), "alder")


@pytest.fixture
def who(session: Session, world: World, bid: Bid) -> dict[str, Any]:
    return {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}


def element(session: Session, bid: Bid, number: int = 1) -> PathwayElement:
    return list_elements(session, bid.procurement_id)[number - 1]


def outcome(session: Session, bid: Bid) -> Outcome:
    return list_outcomes(session, bid.procurement_id)[0]


def cover(
    session: Session, who: dict[str, Any], *names: str, number: int = 1, data_set: str = "", **more: Any
) -> Cover:
    """Let each of the named be accountable for an element."""
    found = bids.save_cover(
        session, element=element(session, who["bid"], number), data_set=data_set,
        lines=[Line("", name, True, ACCOUNTABLE) for name in names], **{**who, **more},
    )  # fmt: skip
    session.flush()
    return found


def missing(session: Session, bid: Bid) -> list[tuple[str, str]]:
    return [(each.endpoint.rpartition(".")[2], each.code) for each in bids.missing_parts(session, bid)]


def test_a_whole_offer_lacks_nothing(session: Session, bid: Bid) -> None:
    assert missing(session, bid) == []
    assert not lay_out(bid, get_parts(session, bid.id), get_asked(session, bid.procurement_id)).findings


def test_a_gap_double_cover_and_a_handover_nobody_owns_are_kept_and_each_is_in_the_way_of_submitting(
    session: Session, who: dict[str, Any]
) -> None:
    bid, lead, other = who["bid"], "Alder Care", "alder canary partner"
    for names, number, trouble in (
        ((), 1, "Nobody is accountable"),
        ((lead, other), 1, "are each said"),
        ((other,), 1, "hands over"),
    ):
        cover(session, who, *names, number=number)
        assert missing(session, bid) == [("cover", "1")]
        with pytest.raises(MoveRefused, match=trouble):
            submission.submit(session, **who)
    cover(session, who, other, data_set="Letter on the same day")
    submission.submit(session, **who)
    assert bid.stage is BidStage.SUBMITTED


def test_a_partner_taken_out_is_still_named_until_the_element_is_given_to_another(
    session: Session, who: dict[str, Any]
) -> None:
    cover(session, who, "alder canary partner", data_set="Letter")
    bids.remove_partner(session, name="alder canary partner", **who)
    session.flush()
    assert missing(session, who["bid"]) == [("cover", "1")]
    with pytest.raises(InvalidInput, match="not part of the bid"):
        cover(session, who, "alder canary partner")
    cover(session, who, "Alder Care")
    assert missing(session, who["bid"]) == []


@pytest.mark.parametrize(("given", "field"), [
    ({"lines": [Line("", "Alder Care", True, "favours")]}, "providers"),
    ({"data_set": "x" * 301}, "data_set"),
])  # fmt: skip
def test_a_cover_that_cannot_be_is_refused(
    session: Session, who: dict[str, Any], given: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        bids.save_cover(
            session, **{"element": element(session, who["bid"]), "lines": [], "data_set": "", **given}, **who
        )
    assert refused.value.field == field


def test_a_colleagues_newer_cover_and_promise_are_not_overwritten(session: Session, who: dict[str, Any]) -> None:
    assert cover(session, who, "Alder Care", version=1).version == 2
    for stale in (0, 1):
        with pytest.raises(Conflict, match="colleague"):
            cover(session, who, "Alder Care", version=stale)
    with pytest.raises(Conflict, match="colleague"):
        promise(session, who, version=0)


def promise(session: Session, who: dict[str, Any], years: tuple[Decimal, ...] = PROMISES, **more: Any) -> Trajectory:
    fields = {"outcome": outcome(session, who["bid"]), "promises": years, "reason": "", **who, **more}
    return bids.save_trajectory(session, **fields)


def test_a_promise_that_is_worse_than_today_is_never_taken_silently(session: Session, who: dict[str, Any]) -> None:
    worse = (Decimal(54), *PROMISES[1:])
    with pytest.raises(InvalidInput, match="worse than today") as refused:
        promise(session, who, worse)
    assert refused.value.field == "year_1"
    kept = promise(session, who, worse, reason="The merger of two lists comes first")
    assert kept.promises == worse


def test_todays_result_is_the_programmes_where_it_knows_one_and_the_bidders_where_not(
    session: Session, who: dict[str, Any]
) -> None:
    assert promise(session, who, baseline=Decimal(80)).baseline is None
    outcome(session, who["bid"]).baseline = None
    session.flush()
    with pytest.raises(InvalidInput, match="worse than today’s 80%"):
        promise(session, who, baseline=Decimal(80))


def test_what_belongs_to_another_programme_is_not_there(session: Session, world: World, who: dict[str, Any]) -> None:
    strange = PathwayElement(procurement_id=who["bid"].procurement_id + 1, pathway="Other", name="Other")
    with pytest.raises(NotFound):
        bids.save_cover(session, element=strange, lines=[], data_set="", **who)
    with pytest.raises(NotFound):
        promise(session, who, outcome=Outcome(procurement_id=who["bid"].procurement_id + 1))


@pytest.mark.parametrize("late", ["deadline", "closed", "submitted"])
def test_nothing_of_the_offer_changes_once_it_is_out_of_hand(
    session: Session, world: World, who: dict[str, Any], late: str
) -> None:
    if late == "deadline":
        who["now"] = DUE
    elif late == "closed":
        world.procurement(session).tenders_closed_at = NOW
    else:
        submission.submit(session, **who)
    session.flush()
    with pytest.raises(Conflict):
        cover(session, who, "Alder Care")
    with pytest.raises(Conflict):
        promise(session, who)
    with pytest.raises(Conflict):
        bids.add_partner(session, partner=partner(), **who)


def test_a_rival_does_not_find_it_and_a_viewer_may_not_write(
    session: Session, world: World, who: dict[str, Any]
) -> None:
    rival = {**who, "actor": world.actor(session, "birch")}
    for act in (lambda: cover(session, rival, "Alder Care"), lambda: promise(session, rival)):
        with pytest.raises(NotFound):
            act()
    person = session.get_one(User, world.users["alder"])
    person.is_organisation_lead, person.is_organisation_viewer = False, True
    session.flush()
    with pytest.raises(NotPermitted):
        promise(session, {**who, "actor": world.actor(session, "alder")})


def test_a_partner_is_changed_by_its_name_and_its_old_share_does_not_count_twice(
    session: Session, who: dict[str, Any]
) -> None:
    bids.add_partner(session, partner=partner("Second", share_percent=Decimal("87.5")), **who)
    session.flush()
    with pytest.raises(InvalidInput, match="87.5 is left"):
        bids.change_partner(session, name="Second", partner=partner("Second", share_percent=Decimal(88)), **who)
    changed = bids.change_partner(session, name="Second", partner=partner("Third", payment_days=14), **who)
    assert (changed.name, changed.payment_days) == ("Third", 14)
    with pytest.raises(Conflict, match="took Second out of the tender, or gave it another name"):
        bids.change_partner(session, name="Second", partner=partner("Second"), **who)


def test_a_partner_from_before_terms_were_asked_for_is_missing_them(session: Session, bid: Bid) -> None:
    (row,) = get_parts(session, bid.id).subcontractors
    row.role = row.payment_days = None
    session.flush()
    assert missing(session, bid) == [("partner", "1")]


def test_a_price_without_its_years_is_missing_them(session: Session, world: World, who: dict[str, Any]) -> None:
    price = get_criterion(session, world.procurement_id, "price")
    with pytest.raises(InvalidInput, match="£0.01 less than the price"):
        bids.set_price(session, criterion=price, amount=Decimal("123456.79"), years=YEARS, **who)
    row = bids.set_price(session, criterion=price, amount=Decimal("123456.78"), years=YEARS, **who)
    row.years = None
    session.flush()
    assert missing(session, who["bid"]) == [("price", "price")]


def test_the_offer_opens_as_it_was_written_and_its_prices_wait_for_theirs(session: Session, world: World) -> None:
    tenders_open(session, world)
    world.procurement(session).price_opens_after_quality = True
    sealed = submitted(session, world, "alder")
    assert get_parts(session, sealed.id).covers == get_parts(session, sealed.id).trajectories == {}
    close(session, world)
    open_box(session, world)
    parts = get_parts(session, sealed.id)
    assert {each.data_set for each in parts.covers.values()} == {"alder canary data set"}
    assert [(each.promises, each.reason) for each in parts.trajectories.values()] == [(PROMISES, "alder canary reason")]
    assert (parts.prices, parts.schedules) == ({}, {})


def test_every_change_is_on_record_without_what_it_says(session: Session, who: dict[str, Any]) -> None:
    tags = ("partner:added", "cover:saved", "trajectory:saved", "price:saved")
    events = session.scalars(select(AuditEvent).where(AuditEvent.tag.in_(tags))).all()
    assert {each.tag for each in events} == set(tags)
    assert not any("canary" in str(each.body) or "123456" in str(each.body) for each in events)
