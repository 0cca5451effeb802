"""The record of an opening and a bidder's receipt, printed: whole, archival, and saying what is on record."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.packs.catalogue import KINDS
from assurance.packs.checking import check
from assurance.packs.receipt import print_receipt
from assurance.persistence.queries.bids import find_opening_record
from assurance.services import taking_back
from tests.factories.cast import make_world
from tests.factories.lost import box_is_lost, open_supplied
from tests.factories.sealing import no_files
from tests.factories.tenders import OPENING, close, open_box, put_in_box, tenders_open
from tests.packs.press import printed, squeezed, text_of


def test_the_record_says_who_opened_and_what_was_in_the_box(session: Session) -> None:
    world = make_world(session)
    tenders_open(session, world)
    receipts = [put_in_box(session, world, name)[1].receipt for name in ("alder", "birch")]
    procurement, kind = world.procurement(session), KINDS["opening"]
    with pytest.raises(Conflict, match="not been opened"):
        kind.name_of(session, procurement, "")
    close(session, world)
    open_box(session, world)
    pack = printed(kind.gather(session, procurement, ""))
    assert check(pack.pdf, pack.snapshot.attachments) >= 2
    words = text_of(pack.pdf)
    event = find_opening_record(session, procurement.id)
    assert event is not None
    said = ["Officer", "Finance", "2 of 2", "Alder Care", "Birch Care", "As on its receipt", event.hash]
    said += [each["digest"] for each in receipts] + [each["receipt"] for each in receipts]
    assert [each for each in said if squeezed(each) not in words] == []
    assert "123456" not in words


def test_the_record_says_that_the_key_was_lost_and_who_gave_its_tender_again(session: Session) -> None:
    world = make_world(session)
    tenders_open(session, world)
    bid, accepted = put_in_box(session, world, "alder")
    put_in_box(session, world, "birch")
    box_is_lost(session, world)
    taking_back.give_again(
        session, bid=bid, return_code=accepted.return_code, files=no_files(), actor=world.actor(session, "alder"),
        now=OPENING,
    )  # fmt: skip
    open_supplied(session, world)
    words = text_of(printed(KINDS["opening"].gather(session, world.procurement(session), "")).pdf)
    said = ["Given again by the bidders, since the key was lost", "Owner", "Finance", "Alder Care", "As on its receipt"]
    assert [each for each in said if squeezed(each) not in words] == []
    assert squeezed("Birch Care") not in words
    assert squeezed("a passphrase of their own") not in words


def test_a_receipt_is_printed_with_the_signed_receipt_attached(session: Session) -> None:
    world = make_world(session)
    tenders_open(session, world)
    receipt = put_in_box(session, world, "alder")[1].receipt
    pdf = print_receipt(receipt, is_demonstration=True)
    words = text_of(pdf)
    said = [receipt["receipt"], receipt["digest"], receipt["signature"], receipt["received_at"], "Demonstration"]
    said += [each["salt"] for each in receipt["salts"]]
    assert [each for each in said if squeezed(each) not in words] == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        attached = {name: bytes(spec.get_file().read_bytes()) for name, spec in document.attachments.items()}
    assert json.loads(attached["receipt.json"]) == receipt
