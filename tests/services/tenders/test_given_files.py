"""A bidder gives its tender again from its own file: only what was promised is taken, whatever the file is like."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.signing import Signer
from assurance.adapters.staging import Staging
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.kept import LIST
from assurance.persistence.models import AuditEvent, Bid, Message, SuppliedPart
from assurance.persistence.queries.bids import find_opening_record, get_parts
from assurance.persistence.queries.sealing import find_submission
from assurance.persistence.queries.stored_files import named
from assurance.services import documents, signing, submission, taking_back
from assurance.services.intake import Intake
from assurance.services.sealing import given_files, kept_file, supplied
from assurance.services.sealing.given_files import NOT_PROMISED, NOT_WHOLE, Found, Sent
from tests.factories.cast import NOW, World
from tests.factories.files import office, pdf
from tests.factories.lost import box_is_lost, open_supplied
from tests.factories.tenders import OPENING, fill, invited, put_in_box, tenders_open

Entries = dict[str, bytes]
WORD_FILE = office()


@dataclass
class Box:
    """Alder's tender with two documents in the box, and the file of it that Alder keeps."""

    session: Session
    world: World
    intake: Intake
    bid: Bid
    code: str
    kept: Entries

    def read(self, *sent: bytes) -> Found:
        files = [Sent(f"chosen-{number}", partial(io.BytesIO, each)) for number, each in enumerate(sent)]
        return given_files.read(files, supplied.ask(self.session, bid=self.bid), self.intake)

    def give(self, *sent: bytes, name: str = "alder") -> tuple[int, list[tuple[str, str]]]:
        """Give files; return how many parts are missing, and what was refused."""
        found, actor = self.read(*sent), self.world.actor(self.session, name)
        left = taking_back.give_parts(self.session, bid=self.bid, found=found, actor=actor, now=OPENING)
        return left, found.refused

    def named(self, words: str) -> str:
        return next(name for name in self.kept if words in name)


@pytest.fixture
def box(session: Session, world: World, tmp_path: Path) -> Box:
    intake = Intake(FileStore.open((tmp_path / "files").as_uri()), Staging.open(tmp_path / "uploads"))
    tenders_open(session, world)
    who: dict[str, Any] = {"actor": world.actor(session, "alder"), "now": NOW}
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    documents.attach(session, bid=bid, name="plan.pdf", content=pdf(), files=intake.files, **who)
    documents.attach(session, bid=bid, name="../prices:..docx", content=WORD_FILE, files=intake.files, **who)
    code = submission.submit(session, bid=bid, **who).return_code
    return Box(session, world, intake, bid, code, keep(session, world, bid, code, intake))


def keep(session: Session, world: World, bid: Bid, code: str, intake: Intake, name: str = "alder") -> Entries:
    made = kept_file.make(
        session, bid=bid, return_code=code, files=intake.files, actor=world.actor(session, name), now=NOW
    )
    with zipfile.ZipFile(io.BytesIO(b"".join(made.content))) as package:
        assert package.testzip() is None
        return {each: package.read(each) for each in package.namelist()}


def zipped(entries: Entries, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return out.getvalue()


def without_trace(box: Box) -> None:
    """Take away what the service has beside the commitments: the copy under the code, and the closed files."""
    sealed = find_submission(box.session, box.bid.id)
    assert sealed is not None
    sealed.own_copy = b""
    for item in sealed.items:
        if item.storage_key:
            box.intake.files.remove(item.storage_key)


def test_the_file_has_every_part_as_promised_and_is_made_with_the_code_alone(box: Box) -> None:
    listed = json.loads(box.kept[LIST])
    assert [each["file"] for each in listed["files"]] == list(box.kept)[1:]
    assert not any(set(name) & set("/\\:") for name in box.kept)
    assert box.kept[box.named("plan.pdf")] == pdf()
    assert box.code.encode() not in box.kept[LIST]
    with pytest.raises(InvalidInput):
        keep(box.session, box.world, box.bid, "", box.intake)
    tags = box.session.scalars(select(AuditEvent.tag).where(AuditEvent.subject == box.bid.public_id)).all()
    assert tags.count("bid:kept") == 1


def test_there_is_no_file_of_what_is_not_submitted(session: Session, world: World, tmp_path: Path) -> None:
    tenders_open(session, world)
    intake = Intake(FileStore.open((tmp_path / "files").as_uri()), Staging.open(tmp_path / "uploads"))
    with pytest.raises(NotFound):
        keep(session, world, fill(session, world, invited(session, world, "alder"), "alder"), "", intake)


def test_a_tender_is_given_again_without_copy_and_code_and_opened_with_the_others(box: Box, world: World) -> None:
    session, bid = box.session, box.bid
    without_trace(box)
    box_is_lost(session, world)
    assert box.give(zipped(dict(reversed(box.kept.items())))) == (0, [])
    assert bid.stage is BidStage.SUBMITTED
    assert not session.scalars(select(SuppliedPart)).all()
    told = session.scalars(select(Message).where(Message.kind == "tender-given-again")).one()
    assert told.organisation_id == bid.organisation_id
    with pytest.raises(Conflict, match="given again already"):
        box.give(zipped(box.kept))
    open_supplied(session, world)
    assert bid.stage is BidStage.OPENED
    parts = get_parts(session, bid.id)
    assert [str(each) for each in parts.prices.values()] == ["123456.78"]
    assert next(iter(parts.answers.values())).updated_at == NOW
    contents = {each.name: b"".join(documents.read(bid, each, box.intake.files)) for each in parts.documents}
    assert contents == {"plan.pdf": pdf(), "prices:..docx": WORD_FILE}
    record = find_opening_record(session, world.procurement_id)
    assert record is not None
    assert [each["altered"] for each in record.body["data"]["bids"]] == [[]]


def test_parts_are_kept_closed_until_the_rest_comes(box: Box, world: World) -> None:
    box_is_lost(box.session, world)
    names = [LIST, box.named("plan.pdf"), box.named("Price.json")]
    left, refused = box.give(*(box.kept[name] for name in names))
    assert (left, refused) == (len(box.kept) - 3, [])
    lines = supplied.lay_out(box.session, bid=box.bid)
    assert {each.label for each in lines if each.given_at} == {"Document 1", "Price"}
    kept = box.session.scalars(select(SuppliedPart)).all()
    stored = {each.storage_key for each in kept if each.storage_key}
    assert named(box.session, stored) == stored
    assert all(pdf() not in b"".join(box.intake.files.stream(each)) for each in stored)
    with pytest.raises(Conflict, match="nothing to open"):
        open_supplied(box.session, world)
    rest = {name: content for name, content in box.kept.items() if name not in names[1:]}
    assert box.give(zipped(rest)) == (0, [])
    event = box.session.scalars(select(AuditEvent).where(AuditEvent.tag == "bid:parts-given")).first()
    assert event is not None
    assert event.body["data"]["parts"] == ["Price", "Document 1"]


def test_a_tampered_part_is_refused_and_the_others_are_taken(box: Box, world: World) -> None:
    box_is_lost(box.session, world)
    plan, price = box.named("plan.pdf"), box.named("Price.json")
    changed = {**box.kept, plan: pdf()[:-1] + b"!", price: box.kept[price].replace(b"123456.78", b"123456.77")}
    assert changed[price] != box.kept[price]
    left, refused = box.give(zipped(changed))
    assert (left, refused) == (2, [(price, NOT_PROMISED), (plan, NOT_PROMISED)])
    assert box.bid.manifest is None
    assert not get_parts(box.session, box.bid.id).answers


def test_a_receipt_that_was_changed_or_that_nobody_here_signed_is_refused(box: Box, world: World) -> None:
    box_is_lost(box.session, world)
    listed = json.loads(box.kept[LIST])
    listed["receipt"]["salts"][0]["salt"] = "00" * 32
    for forged in (
        json.dumps(listed).encode(),
        json.dumps({**listed, "receipt": {**listed["receipt"], "manifest": 3}}),
    ):
        raw = forged if isinstance(forged, bytes) else forged.encode()
        with pytest.raises(InvalidInput, match="not one that this service signed"):
            box.read(zipped({**box.kept, LIST: raw}))
    before = signing.signer()
    signing.use_signer(Signer.fresh())
    try:
        with pytest.raises(InvalidInput, match="not one that this service signed"):
            box.read(zipped(box.kept))
    finally:
        signing.use_signer(before)


def test_the_file_of_another_bidder_is_refused_naming_it(box: Box, world: World) -> None:
    birch, accepted = put_in_box(box.session, world, "birch")
    other = keep(box.session, world, birch, accepted.return_code, box.intake, "birch")
    box_is_lost(box.session, world)
    with pytest.raises(InvalidInput, match=f"the tender of {birch.organisation.name}, and not of yours"):
        box.read(zipped(other))
    left, refused = box.give(zipped(other), zipped(box.kept))
    assert left == 0
    assert any("not of yours" in why for _, why in refused)
    assert birch.manifest is None


def test_the_file_of_an_earlier_version_is_refused_naming_it(box: Box, world: World) -> None:
    who: dict[str, Any] = {"actor": world.actor(box.session, "alder"), "now": NOW}
    taking_back.reopen(box.session, bid=box.bid, return_code=box.code, **who)
    submission.submit(box.session, bid=box.bid, **who)
    box_is_lost(box.session, world)
    with pytest.raises(InvalidInput, match="version 1 of your tender. Version 2 is in the box"):
        box.read(zipped(box.kept))


def test_nothing_is_taken_before_the_loss_or_after_the_opening(box: Box, world: World) -> None:
    whole = zipped(box.kept)
    with pytest.raises(Conflict, match="not lost"):
        box.read(whole)
    birch, accepted = put_in_box(box.session, world, "birch")
    box_is_lost(box.session, world)
    box.give(box.kept[LIST], box.kept[box.named("plan.pdf")])
    taking_back.give_again(
        box.session, bid=birch, return_code=accepted.return_code, files=box.intake.files,
        actor=world.actor(box.session, "birch"), now=OPENING,
    )  # fmt: skip
    late = box.read(whole)
    open_supplied(box.session, world)
    assert not box.session.scalars(select(SuppliedPart)).all()
    for act in (lambda: box.read(whole), lambda: give_found(box, late)):
        with pytest.raises(Conflict, match="have been opened"):
            act()
    with pytest.raises(Conflict, match="have been opened"):
        taking_back.give_again(
            box.session, bid=box.bid, return_code=box.code, files=box.intake.files,
            actor=world.actor(box.session, "alder"), now=OPENING,
        )  # fmt: skip
    assert box.bid.stage is BidStage.SUBMITTED


def give_found(box: Box, found: Found, name: str = "alder") -> int:
    actor = box.world.actor(box.session, name)
    return taking_back.give_parts(box.session, bid=box.bid, found=found, actor=actor, now=OPENING)


def test_nobody_else_gives_it_again(box: Box, world: World) -> None:
    box_is_lost(box.session, world)
    found = box.read(zipped(box.kept))
    for name in ("birch", "officer", "owner", "outsider"):
        with pytest.raises((NotFound, NotPermitted)):
            give_found(box, found, name)
    assert give_found(box, found) == 0


def test_prices_that_wait_are_neither_asked_for_nor_kept(box: Box, world: World) -> None:
    world.procurement(box.session).price_opens_after_quality = True
    box_is_lost(box.session, world)
    assert [each.label for each in supplied.lay_out(box.session, bid=box.bid) if each.waits] == ["Price"]
    found = box.read(zipped(box.kept))
    assert not any(b"123456.78" in content for content in found.parts.values())
    assert found.refused == []
    assert give_found(box, found) == 0
    assert get_parts(box.session, box.bid.id).prices == {}


def test_hostile_archives_are_judged_by_their_list(box: Box, world: World) -> None:
    box_is_lost(box.session, world)
    bombs = {
        "unpacks to more": zipped({**box.kept, "zeros": bytes(2**20)}),
        "more than": zipped({str(number): b"" for number in range(2001)}),
    }
    for words, bomb in bombs.items():
        with pytest.raises(InvalidInput, match=words):
            box.read(bomb)
    whole = zipped(box.kept)
    with pytest.raises(InvalidInput, match=NOT_WHOLE):
        box.read(whole[:-30])
    with pytest.raises(InvalidInput, match="no receipt"):
        box.read(b"[" * 100_000)
    assert box.read(zipped({f"../../etc/{name}": content for name, content in box.kept.items()})).refused == []


def test_a_part_whose_content_does_not_unpack_is_refused_alone(box: Box, world: World) -> None:
    box_is_lost(box.session, world)
    plan = box.named("plan.pdf")
    raw = bytearray(zipped(box.kept, zipfile.ZIP_STORED))
    raw[raw.index(pdf()) + 20] ^= 1
    assert box.give(bytes(raw)) == (1, [(plan, NOT_WHOLE)])
