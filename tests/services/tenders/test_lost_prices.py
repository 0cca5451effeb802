"""A key lost before the prices are opened: bidders give them again, all alike, and nothing is read before."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, Message, Price, SuppliedPart
from assurance.persistence.queries.sealing import find_submission
from assurance.services import submission, taking_back
from assurance.services.sealing import copies, lost_keys, supplied
from assurance.services.sealing.given_files import Found
from tests.factories.cast import World
from tests.factories.lost import box_is_lost, declare, lose, open_supplied
from tests.factories.sealing import no_files
from tests.factories.tenders import OPENING, close, open_box, put_in_box, tenders_open

PRICE = Decimal("123456.78")
Box = dict[str, tuple[Bid, submission.Accepted]]


def waiting(session: Session, world: World) -> Box:
    """Three tenders in the box, whose prices wait for quality."""
    tenders_open(session, world)
    world.procurement(session).price_opens_after_quality = True
    return {name: put_in_box(session, world, name) for name in ("alder", "birch", "cedar")}


@pytest.fixture
def box(session: Session, world: World) -> Box:
    """Tenders that were opened, at the ranking; one is not compliant. Then the key is lost."""
    found = waiting(session, world)
    close(session, world)
    open_box(session, world)
    to_ranking(session, world, found)
    lose(session, world)
    return found


def to_ranking(session: Session, world: World, box: Box) -> None:
    for name, (bid, _) in box.items():
        bid.stage = BidStage.NON_COMPLIANT if name == "cedar" else BidStage.MODERATED
    world.at(session, Stage.RANKING)


def both_declare(session: Session, world: World) -> None:
    declare(session, world, "owner")
    declare(session, world, "finance")


def give(session: Session, world: World, box: Box, name: str, code: str = "") -> None:
    bid, accepted = box[name]
    taking_back.give_again(
        session, bid=bid, return_code=code or accepted.return_code, files=no_files(),
        actor=world.actor(session, name), now=OPENING,
    )  # fmt: skip


def test_prices_given_again_are_opened_together_and_what_was_not_given_is_named(
    session: Session, world: World, box: Box
) -> None:
    with pytest.raises(Conflict, match="not lost"):
        give(session, world, box, "alder")
    both_declare(session, world)
    with pytest.raises(Conflict, match="nothing to open"):
        open_supplied(session, world)
    with pytest.raises(InvalidInput):
        give(session, world, box, "alder", "0" * 30)
    give(session, world, box, "alder")
    with pytest.raises(Conflict, match="given again already"):
        give(session, world, box, "alder")
    assert session.scalars(select(Price)).all() == [], "nothing is readable before all are opened"
    assert world.procurement(session).are_prices_closed
    open_supplied(session, world)
    assert {row.bid_id: row.amount for row in session.scalars(select(Price))} == {box["alder"][0].id: PRICE}
    assert not world.procurement(session).are_prices_closed
    data = session.scalars(select(AuditEvent).where(AuditEvent.tag == "price:opened")).one().body["data"]
    assert {each["bidder"]: each["altered"] for each in data["bids"]} == {"Alder Care": [], "Birch Care": ["Price"]}
    assert data["openers"] == ["Owner", "Finance"]
    assert session.scalars(select(SuppliedPart)).all() == []
    with pytest.raises(Conflict, match="with the authority"):
        give(session, world, box, "birch")


def test_who_is_out_is_asked_and_told_in_the_same_words_and_its_price_stays_closed(
    session: Session, world: World, box: Box
) -> None:
    both_declare(session, world)
    assert {name: lost_keys.is_asked_again(session, bid) for name, (bid, _) in box.items()} == dict.fromkeys(box, True)
    for name in box:
        give(session, world, box, name)
    open_supplied(session, world)
    assert {row.bid_id for row in session.scalars(select(Price))} == {box[each][0].id for each in ("alder", "birch")}
    told = session.scalars(select(Message).where(Message.kind == "price-given-again")).all()
    assert len({each.organisation_id for each in told}) == 3
    assert len({each.title for each in told}) == 1


def test_a_key_lost_before_the_tenders_were_opened_is_still_lost_for_the_prices(session: Session, world: World) -> None:
    box = waiting(session, world)
    box_is_lost(session, world)
    for name in box:
        give(session, world, box, name)
    open_supplied(session, world)
    assert not lost_keys.is_asked_again(session, box["alder"][0]), "the prices are not due yet"
    to_ranking(session, world, box)
    for name in ("alder", "birch"):
        give(session, world, box, name)
    open_supplied(session, world)
    assert [row.amount for row in session.scalars(select(Price))] == [PRICE, PRICE]


def test_a_price_comes_from_the_bidders_own_file_too_and_only_the_price_is_taken(
    session: Session, world: World, box: Box
) -> None:
    both_declare(session, world)
    bid, accepted = box["alder"]
    asked = supplied.ask(session, bid=bid)
    assert {each.kind for each in asked.items if not each.waits} == {"price"}
    assert [line.label for line in supplied.lay_out(session, bid=bid)] == ["Price"]
    kept = find_submission(session, bid.id)
    assert kept is not None
    part = next(each for each in copies.open_own_copy(bid, kept, accepted.return_code).parts if each.kind == "price")
    item = next(each.item_id for each in asked.items if each.kind == "price")
    left = taking_back.give_parts(
        session, bid=bid, found=Found(parts={item: part.canonical}), actor=world.actor(session, "alder"), now=OPENING
    )
    assert left == 0
    open_supplied(session, world)
    assert [row.amount for row in session.scalars(select(Price))] == [PRICE]


def test_a_price_that_is_not_the_promised_one_is_not_taken(session: Session, world: World, box: Box) -> None:
    both_declare(session, world)
    kept = find_submission(session, box["alder"][0].id)
    assert kept is not None
    next(item for item in kept.items if item.kind == "price").commitment = "0" * 64
    session.flush()
    with pytest.raises(Conflict, match="do not match your receipt, so they are not taken: Price"):
        give(session, world, box, "alder")
    assert session.scalars(select(SuppliedPart)).all() == []


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.MODERATION, Stage.RECOMMENDATION])
def test_nothing_is_declared_or_given_at_another_stage(session: Session, world: World, box: Box, stage: Stage) -> None:
    world.at(session, stage)
    with pytest.raises(Conflict, match="once prices that wait for quality are due"):
        declare(session, world, "owner")


def test_only_the_bidders_lead_gives_and_only_who_declares_opens(session: Session, world: World, box: Box) -> None:
    both_declare(session, world)
    give(session, world, box, "alder")
    for name in ("approver", "clinician", "alder"):
        with pytest.raises(NotPermitted):
            open_supplied(session, world, name)
    assert world.procurement(session).are_prices_closed
