"""Standing answers: dated, authored, copied into a request, and never changing what was sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.selection.answers import written_years, years_of
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, StandingAnswer
from assurance.persistence.queries.selection import read_request
from assurance.persistence.queries.suppliers import get_profile, get_standing_answers, list_taken_over
from assurance.services import bids, selection, suppliers
from assurance.services.suppliers import Kind
from tests.factories.cast import NOW, World
from tests.factories.requests import NONE_APPLIES
from tests.factories.tenders import DUE, call_open

AsOne = Callable[[str], Actor]


def write(session: Session, actor: Actor, text: str, kind: Kind = Kind.INSURANCE, *, is_confirmed: bool = True) -> int:
    """Write a standing answer and return its id."""
    return suppliers.write_answer(session, kind=kind, text=text, is_confirmed=is_confirmed, actor=actor, now=NOW).id


@pytest.fixture
def request_bid(session: Session, world: World, as_one: AsOne) -> Bid:
    """Alder's request, just started."""
    call_open(session, world)
    return bids.start_request(session, procurement=world.procurement(session), actor=as_one("alder"), now=NOW)


def test_a_change_is_a_new_answer_and_the_newest_stands(session: Session, as_one: AsOne) -> None:
    first = write(session, as_one("colleague"), "Cover A")
    suppliers.write_answer(
        session, kind=Kind.INSURANCE, text="Cover B", is_confirmed=True, actor=as_one("alder"), now=NOW, newest=first
    )
    standing = get_standing_answers(session, as_one("alder").organisation_id)
    assert [(each.text, each.author.name) for each in standing.values()] == [("Cover B", "Alder Lead")]
    assert session.scalar(select(func.count()).select_from(StandingAnswer)) == 2
    with pytest.raises(Conflict, match="colleague changed"):
        suppliers.write_answer(
            session, kind=Kind.INSURANCE, text="C", is_confirmed=True, actor=as_one("alder"), now=NOW, newest=first
        )


def test_a_viewer_and_staff_write_none_and_nothing_is_no_answer(session: Session, as_one: AsOne) -> None:
    for name in ("viewer", "officer"):
        with pytest.raises(NotPermitted):
            write(session, as_one(name), "Cover")
    for text in (" ", "word " * 501):
        with pytest.raises(InvalidInput):
            write(session, as_one("alder"), text)


def test_one_press_copies_all_with_their_dates_and_later_changes_stay_outside(
    session: Session, as_one: AsOne, request_bid: Bid
) -> None:
    get_profile(session, request_bid.organisation_id).annual_turnover_amount = Decimal(5_000_000)
    write(session, as_one("alder"), "Cover A")
    write(session, as_one("alder"), "All checked", Kind.EXCLUSION)
    assert suppliers.take_over(session, bid=request_bid, actor=as_one("colleague"), now=NOW + timedelta(days=1)) == 2
    write(session, as_one("alder"), "Cover B")
    taken = list_taken_over(session, request_bid.id)
    assert (taken["insurance"].text, taken["insurance"].written_at) == ("Cover A", NOW)
    record = read_request(session, request_bid)
    assert record.everybody[0].declared == {"applies": NONE_APPLIES, "self_cleaning": {}}
    assert years_of(record.answers["standing"].content)[0].amount == Decimal(5_000_000)
    suppliers.take_over(session, bid=request_bid, actor=as_one("alder"), now=NOW)
    session.expire_all()
    assert list_taken_over(session, request_bid.id)["insurance"].text == "Cover B"


def test_what_is_not_confirmed_declares_nothing_and_typed_figures_stay(
    session: Session, as_one: AsOne, request_bid: Bid
) -> None:
    get_profile(session, request_bid.organisation_id).annual_turnover_amount = Decimal(5)
    selection.save_answer(
        session, bid=request_bid, code="standing", content=written_years([("2024", Decimal(7))]), actor=as_one("alder"),
        now=NOW,
    )  # fmt: skip
    write(session, as_one("alder"), "Something to explain", Kind.EXCLUSION, is_confirmed=False)
    suppliers.take_over(session, bid=request_bid, actor=as_one("alder"), now=NOW)
    record = read_request(session, request_bid)
    assert record.everybody[0].declared["applies"] == {}
    assert years_of(record.answers["standing"].content)[0].amount == Decimal(7)


def test_nothing_is_taken_over_by_others_too_late_or_from_nothing(
    session: Session, as_one: AsOne, request_bid: Bid
) -> None:
    def take(name: str, now=NOW) -> None:  # type: ignore[no-untyped-def]  # reason: an instant
        suppliers.take_over(session, bid=request_bid, actor=as_one(name), now=now)

    with pytest.raises(Conflict, match="no standing answers"):
        take("alder")
    write(session, as_one("alder"), "Cover A")
    with pytest.raises(NotFound):
        take("birch")
    with pytest.raises(NotPermitted, match="viewer"):
        take("viewer")
    with pytest.raises(Conflict, match="not open"):
        take("alder", DUE)
    request_bid.stage = BidStage.REQUESTED
    session.flush()
    with pytest.raises(Conflict, match="is sent"):
        take("alder")
    assert list_taken_over(session, request_bid.id) == {}


def test_a_viewer_starts_no_request(session: Session, world: World, as_one: AsOne) -> None:
    call_open(session, world)
    with pytest.raises(NotPermitted, match="viewer"):
        bids.start_request(session, procurement=world.procurement(session), actor=as_one("viewer"), now=NOW)
