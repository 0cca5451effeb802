"""What stands behind a bidder’s risk: asked where it can lose anything, sealed, and read after the opening."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from assurance.domain.contracts.backing import Backing
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.persistence.models import Bid, BidBacking
from assurance.services import bids
from assurance.services.bids import backing, cascade
from tests.factories.cast import NOW, World
from tests.factories.offers import partner
from tests.factories.payment import contract_years, make_payment_model
from tests.factories.tenders import DUE, close, fill, invited, open_box, submitted, tenders_open

STATED = Backing(Decimal(900_000), Decimal(500_000), "Alder Trust", "Audited accounts of 2024")


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    make_payment_model(session, world)
    tenders_open(session, world)
    return fill(session, world, invited(session, world, "alder"), "alder")


@pytest.fixture
def who(session: Session, world: World, bid: Bid) -> dict[str, Any]:
    return {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}


def pages(session: Session, bid: Bid) -> list[str]:
    return [each.endpoint.rpartition(".")[2] for each in bids.missing_parts(session, bid)]


def test_it_is_asked_where_a_provider_can_lose_something_and_nowhere_else(session: Session, world: World) -> None:
    procurement = world.procurement(session)
    tenders_open(session, world)
    plain = fill(session, world, invited(session, world, "birch"), "birch")
    assert pages(session, plain) == []
    assert not backing.is_asked(session, procurement)
    assert backing.of(session, plain) is None


def test_a_tender_without_it_is_not_whole(session: Session, bid: Bid) -> None:
    assert pages(session, bid) == []
    session.delete(session.scalars(select(BidBacking)).one())
    session.flush()
    assert pages(session, bid) == ["backing"]


def test_no_loss_no_backing(session: Session, world: World) -> None:
    make_payment_model(session, world, contract_years(1) * 5)
    assert not backing.is_asked(session, world.procurement(session))


def test_it_is_changed_by_its_own_people_only_and_never_over_a_colleague(
    session: Session, world: World, who: dict[str, Any]
) -> None:
    session.flush()
    bids.save_backing(session, backing=STATED, version=1, **who)
    assert backing.of(session, who["bid"]) == STATED
    with pytest.raises(Conflict, match="colleague"):
        bids.save_backing(session, backing=STATED, version=1, **who)
    for name, refused in (("birch", NotFound), ("officer", NotFound)):
        with pytest.raises((refused, NotPermitted)):
            bids.save_backing(session, backing=STATED, **who | {"actor": world.actor(session, name)})
    with pytest.raises(InvalidInput):
        bids.save_backing(session, backing=Backing(Decimal(1), Decimal(1), "", ""), **who)


def test_it_is_sealed_with_the_tender_and_comes_back_at_the_opening(session: Session, world: World) -> None:
    make_payment_model(session, world)
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    assert backing.of(session, bid) is None
    assert cascade.findings(session, bid) == []
    assert session.execute(text("SELECT count(*) FROM bid_backing")).scalar() == 0
    close(session, world)
    open_box(session, world)
    told = backing.of(session, bid)
    assert told is not None
    assert (told.total, told.guarantor) == (2_500_000, "alder canary guarantor")


def test_nothing_of_it_can_be_changed_after_the_deadline(session: Session, who: dict[str, Any]) -> None:
    with pytest.raises(Conflict):
        bids.save_backing(session, backing=STATED, **who | {"now": DUE})


def test_findings_join_the_terms_with_what_was_said_at_selection(
    session: Session, world: World, who: dict[str, Any]
) -> None:
    bids.add_partner(session, partner=partner("Slow payer", payment_days=45), **who)
    session.flush()
    told = cascade.findings(session, who["bid"])
    assert any(each.startswith("Slow payer is paid within 45 days") for each in told)
    assert told[-1] == (
        "Not named in the request to take part, so nobody has seen their declarations: Slow payer; alder canary partner"
    )
