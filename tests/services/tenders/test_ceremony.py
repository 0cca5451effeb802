"""The box opens with the last needed person: at the right time, with factor, passphrase and a share that fits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.adapters import seals
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted, StepUpNeeded
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, HeldShare, OpeningAct, RoleAssignment, SealedItem
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.sealing import find_holder_key, find_submission, find_tender_key
from tests.factories.cast import NOW, World
from tests.factories.sealing import give_box_a_key, give_key, holder_key, passphrase, take_part
from tests.factories.tenders import OPENING, close, invited, open_box, submitted, tenders_open

MINUTE = timedelta(minutes=1)


def in_box(session: Session, world: World) -> Bid:
    """A tender in a closed box."""
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    close(session, world)
    return bid


def opened(session: Session) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).where(AuditEvent.tag == "tender:opened")))


def test_what_comes_out_is_what_was_put_in(session: Session, world: World) -> None:
    bid = in_box(session, world)
    open_box(session, world)
    parts = get_parts(session, bid.id)
    assert [answer.text for answer in parts.answers.values()] == ["alder canary answer", ""]
    assert str(next(iter(parts.prices.values()))) == "123456.78"
    assert [each.name for each in parts.subcontractors] == ["alder canary partner"]
    assert (bid.integration_form, bid.stage) == ("alliance", BidStage.OPENED)
    assert bid.manifest is not None
    assert [each["kind"] for each in bid.manifest["items"]] == [
        "answer", "price", "answer", "form", "questions", "partners", "cover", "promises", "names",
    ]  # fmt: skip


def test_one_person_does_not_open_however_often_they_try(session: Session, world: World) -> None:
    bid = in_box(session, world)
    assert take_part(session, world, "officer", OPENING).still_needed == 1
    with pytest.raises(Conflict, match="Another holder"):
        take_part(session, world, "officer", OPENING)
    assert bid.stage is BidStage.SUBMITTED
    assert session.scalar(select(func.count()).select_from(OpeningAct)) == 0


def test_everything_opens_at_once_and_the_trail_names_the_openers(session: Session, world: World) -> None:
    tenders_open(session, world)
    alder, birch = submitted(session, world, "alder"), submitted(session, world, "birch")
    cedar = invited(session, world, "cedar")
    close(session, world)
    open_box(session, world)
    assert {alder.stage, birch.stage, cedar.stage} == {BidStage.OPENED, BidStage.NOT_SUBMITTED}
    (event,) = opened(session)
    assert [each["bidder"] for each in event.body["data"]["bids"]] == ["Alder Care", "Birch Care"]
    assert [each["altered"] for each in event.body["data"]["bids"]] == [[], []]
    assert event.body["data"]["openers"] == ["Officer", "Finance"]
    assert session.scalars(select(HeldShare)).all() == []
    with pytest.raises(Conflict, match="open already"):
        take_part(session, world, "officer", OPENING)


@pytest.mark.parametrize("change", ["flip", "cut", "swap_parts", "swap_bids", "promise"])
def test_a_tender_damaged_in_the_box_is_named_and_holds_up_nobody(session: Session, world: World, change: str) -> None:
    tenders_open(session, world)
    alder, birch = submitted(session, world, "alder"), submitted(session, world, "birch")
    mine, others = find_submission(session, alder.id), find_submission(session, birch.id)
    assert mine is not None
    assert others is not None
    care = next(item for item in mine.items if item.code == "care")
    body = care.body or b""
    if change == "flip":
        care.body = body[:100] + bytes([body[100] ^ 1]) + body[101:]
    elif change == "cut":
        care.body = body[:-20]
    elif change == "swap_parts":
        price = next(item for item in mine.items if item.kind == "price")
        care.body, care.wrapped_key = price.body, price.wrapped_key
    elif change == "swap_bids":
        foreign = next(item for item in others.items if item.code == "care")
        care.body, care.wrapped_key = foreign.body, foreign.wrapped_key
    else:
        care.commitment = "0" * 64
    close(session, world)
    open_box(session, world)
    altered = [each["altered"] for each in opened(session)[0].body["data"]["bids"]]
    assert altered[0][0] == "Integrated care"
    assert altered[1] == []
    assert {alder.stage, birch.stage} == {BidStage.OPENED}
    assert len(get_parts(session, alder.id).answers) == 1


@pytest.mark.parametrize("name", ["owner", "clinician", "alder", "outsider", "auditor"])
def test_only_openers_take_part(session: Session, world: World, name: str) -> None:
    in_box(session, world)
    with pytest.raises(NotPermitted):
        take_part(session, world, name, OPENING)


def test_nothing_opens_before_it_is_closed_nor_within_the_hour_after_the_deadline(
    session: Session, world: World
) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    with pytest.raises(Conflict, match="closed"):
        take_part(session, world, "officer", OPENING)
    close(session, world)
    with pytest.raises(Conflict, match="Nothing is opened before 10:00 on 16 January 2025"):
        take_part(session, world, "officer", OPENING - timedelta(seconds=1))
    assert bid.stage is BidStage.SUBMITTED
    assert take_part(session, world, "officer", OPENING).still_needed == 1


@pytest.mark.parametrize("given", [OPENING - 15 * MINUTE, OPENING + MINUTE])
def test_a_second_factor_is_given_within_a_quarter_of_an_hour_before(
    session: Session, world: World, given: object
) -> None:
    in_box(session, world)
    with pytest.raises(StepUpNeeded):
        take_part(session, world, "officer", OPENING, factor_at=given)  # type: ignore[arg-type]  # reason: an instant


def test_a_wrong_passphrase_is_refused_at_its_field(session: Session, world: World) -> None:
    in_box(session, world)
    for typed in (passphrase("finance"), "", " "):
        with pytest.raises(InvalidInput) as refused:
            take_part(session, world, "officer", OPENING, typed=typed)
        assert refused.value.field == "passphrase"
    assert session.scalars(select(HeldShare)).all() == []


def test_the_first_share_is_void_after_half_an_hour(session: Session, world: World) -> None:
    bid = in_box(session, world)
    take_part(session, world, "officer", OPENING)
    assert take_part(session, world, "finance", OPENING + 30 * MINUTE).still_needed == 1
    assert bid.stage is BidStage.SUBMITTED
    assert session.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "opening:lapsed")).all() == ["opening:lapsed"]
    assert take_part(session, world, "officer", OPENING + 31 * MINUTE).is_open


@pytest.mark.parametrize("change", ["other_tender", "other_holder", "damaged"])
def test_a_share_that_does_not_fit_is_named_and_nothing_opens(session: Session, world: World, change: str) -> None:
    bid = in_box(session, world)
    key = find_tender_key(session, world.procurement_id)
    assert key is not None
    officer, finance = key.shares
    if change == "other_tender":
        private, public = seals.make_tender_key()
        foreign = seals.split(private, public, needed=2, holders=2)[1]
        finance.sealed = seals.seal_share(foreign, holder_key("finance")[0])
    elif change == "other_holder":
        finance.sealed = officer.sealed
    else:
        finance.sealed = finance.sealed[:-1] + bytes([finance.sealed[-1] ^ 1])
    session.flush()
    take_part(session, world, "officer", OPENING)
    with pytest.raises(Conflict, match="The share of Finance does not fit this tender"):
        take_part(session, world, "finance", OPENING)
    assert bid.stage is BidStage.SUBMITTED


def test_who_replaced_their_key_has_lost_their_share(session: Session, world: World) -> None:
    in_box(session, world)
    row = find_holder_key(session, world.users["officer"])
    assert row is not None
    row.public_key, row.protected_key = seals.make_holder_key(passphrase("officer"))
    session.flush()
    with pytest.raises(Conflict, match="your share is lost"):
        take_part(session, world, "officer", OPENING)


def test_an_opener_without_a_share_is_told_so(session: Session, world: World) -> None:
    in_box(session, world)
    session.add(
        RoleAssignment(
            procurement_id=world.procurement_id, user_id=world.users["owner"], role=Role.OPENER,
            given_by_id=world.users["officer"], given_at=NOW,
        )
    )  # fmt: skip
    give_key(session, world, "owner")
    with pytest.raises(Conflict, match="You hold no share"):
        take_part(session, world, "owner", OPENING)


def test_three_of_three_take_three(session: Session, world: World) -> None:
    for name in ("owner",):
        session.add(
            RoleAssignment(
                procurement_id=world.procurement_id, user_id=world.users[name], role=Role.OPENER,
                given_by_id=world.users["officer"], given_at=NOW,
            )
        )  # fmt: skip
    give_box_a_key(session, world, ("officer", "finance", "owner"), needed=3)
    bid = in_box(session, world)
    left = [take_part(session, world, name, OPENING).still_needed for name in ("owner", "officer", "finance")]
    assert (left, bid.stage) == ([2, 1, 0], BidStage.OPENED)


def test_prices_published_as_waiting_open_in_a_ceremony_of_their_own(session: Session, world: World) -> None:
    bid = in_box(session, world)
    procurement = world.procurement(session)
    procurement.price_opens_after_quality = True
    open_box(session, world)
    assert not get_parts(session, bid.id).prices
    assert get_parts(session, bid.id).answers
    with pytest.raises(Conflict, match="once moderation is complete"):
        take_part(session, world, "officer", OPENING + MINUTE, envelope="price")
    bid.stage = BidStage.MODERATED
    world.at(session, Stage.RANKING)
    take_part(session, world, "officer", OPENING + MINUTE, envelope="price")
    assert procurement.prices_opened_at is None
    assert take_part(session, world, "finance", OPENING + MINUTE, envelope="price").is_open
    assert procurement.prices_opened_at == OPENING + MINUTE
    assert [str(each) for each in get_parts(session, bid.id).prices.values()] == ["123456.78"]
    assert len(get_parts(session, bid.id).answers) == 2
    with pytest.raises(Conflict, match="prices are open"):
        take_part(session, world, "officer", OPENING + 2 * MINUTE, envelope="price")


def test_prices_that_do_not_wait_have_no_ceremony(session: Session, world: World) -> None:
    in_box(session, world)
    open_box(session, world)
    world.at(session, Stage.RANKING)
    with pytest.raises(Conflict, match="opened with the tenders"):
        take_part(session, world, "officer", OPENING + MINUTE, envelope="price")


def test_the_stored_shares_do_not_open_without_a_passphrase(session: Session, world: World) -> None:
    in_box(session, world)
    key = find_tender_key(session, world.procurement_id)
    assert key is not None
    for share in key.shares:
        with pytest.raises(seals.BadShare):
            seals.open_share(share.sealed, seals.make_tender_key()[0])
    item = session.scalars(select(SealedItem)).first()
    assert item is not None
    with pytest.raises(seals.Unsealable):
        seals.unwrap(item.wrapped_key, seals.make_tender_key()[0], b"anywhere")
