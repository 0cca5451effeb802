"""Everybody whose tender was opened is told once, with its receipt, and nobody is told how another stands."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage, Stage
from assurance.domain.tenderbox.opening import PRICE, TENDER
from assurance.domain.tenderbox.receipt import receipt_number
from assurance.persistence.models import Message, SealedItem, Submission
from assurance.services.sealing import told
from tests.factories import sealing
from tests.factories.cast import World
from tests.factories.tenders import OPENING, close, invited, open_box, put_in_box, submitted, tenders_open


def messages(session: Session, kind: str) -> dict[str, Message]:
    found = session.scalars(select(Message).where(Message.kind == kind)).all()
    assert len({each.recipient for each in found}) == len(found)
    return {each.recipient: each for each in found}


def test_each_opened_bidder_is_told_its_own_receipt_when_and_by_which_roles(session: Session, world: World) -> None:
    tenders_open(session, world)
    alder, accepted = put_in_box(session, world, "alder")
    birch, cedar = submitted(session, world, "birch"), invited(session, world, "cedar")
    close(session, world)
    sealing.take_part(session, world, "officer", OPENING)
    assert messages(session, "tender-opened") == {}, "one opener alone has opened nothing"
    sealing.take_part(session, world, "finance", OPENING)
    found = messages(session, "tender-opened")
    mine = found[f"organisation:{alder.organisation_id}"]
    assert accepted.receipt["receipt"] in mine.text
    assert "by people in these roles: procurement officer; finance officer" in mine.text
    assert "Every part agrees with your receipt" in mine.text
    assert mine.params == {"ref": world.procurement(session).reference, "bid_id": alder.public_id}
    assert "Birch" not in mine.text
    assert accepted.receipt["receipt"] not in found[f"organisation:{birch.organisation_id}"].text
    assert f"organisation:{cedar.organisation_id}" not in found
    people = {int(each.split(":")[1]) for each in found if each.startswith("person:")}
    assert people == {world.users[name] for name in ("officer", "owner", "auditor")}, "not again who opened last"


def test_telling_again_tells_nobody_twice(session: Session, world: World) -> None:
    tenders_open(session, world)
    submitted(session, world, "alder")
    close(session, world)
    open_box(session, world)
    before = set(messages(session, "tender-opened"))
    who = world.actor(session, "finance")
    again = {"procurement": world.procurement(session), "envelope": TENDER, "damaged": {}, "actor": who, "now": OPENING}
    told.tell_opened(session, **again)  # type: ignore[arg-type]  # reason: a test shortcut
    assert set(messages(session, "tender-opened")) == before


def test_what_was_not_whole_is_named_to_its_bidder_alone(session: Session, world: World) -> None:
    tenders_open(session, world)
    alder, birch = submitted(session, world, "alder"), submitted(session, world, "birch")
    item = session.scalars(
        select(SealedItem).join(Submission).where(Submission.bid_id == alder.id, SealedItem.code == "care")
    ).one()
    item.body = bytes(reversed(item.body or b""))
    close(session, world)
    open_box(session, world)
    found = messages(session, "tender-opened")
    assert "could not be opened: Integrated care." in found[f"organisation:{alder.organisation_id}"].text
    assert "could not be opened" not in found[f"organisation:{birch.organisation_id}"].text


def test_of_prices_all_are_told_alike_whoever_is_out(session: Session, world: World) -> None:
    tenders_open(session, world)
    world.procurement(session).price_opens_after_quality = True
    alder, birch, left = (submitted(session, world, name) for name in ("alder", "birch", "cedar"))
    close(session, world)
    open_box(session, world)
    assert "The price stays closed" in messages(session, "tender-opened")[f"organisation:{alder.organisation_id}"].text
    alder.stage, birch.stage, left.stage = BidStage.MODERATED, BidStage.NON_COMPLIANT, BidStage.WITHDRAWN
    world.at(session, Stage.RANKING)
    for name in ("officer", "finance"):
        sealing.take_part(session, world, name, OPENING, envelope=PRICE)
    found = messages(session, "price-opened")
    texts = {
        found[f"organisation:{bid.organisation_id}"].text.replace(receipt_number(bid.manifest_digest or ""), "")
        for bid in (alder, birch)
    }
    assert len(texts) == 1
    assert f"organisation:{left.organisation_id}" not in found
