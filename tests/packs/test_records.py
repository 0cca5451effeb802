"""The record-keeping report, and records released to a bidder: nothing withheld is anywhere in the document."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from datetime import timedelta

from pypdf import PdfReader
from sqlalchemy.orm import Session

from assurance.domain.award.disclosure import Cut, Item, bundle
from assurance.domain.information.exemptions import EXEMPTIONS
from assurance.packs.catalogue import KINDS
from assurance.packs.snapshot import Snapshot
from assurance.persistence.models import AuditEvent, InformationRequest, RecordRelease, Representation, User
from tests.packs.fixture import Story
from tests.packs.press import bound, printed, text_of

CANARIES = ("canary engine", "£4,321,987")
ITEMS = (
    Item("mark:1", "Individual marks", "Clinical model, evaluator 1", "The Canary\nengine costs £4,321,987 a year."),
    Item("mark:2", "Individual marks", "Workforce, evaluator 2", "Again the canary engine."),
    Item("agreed:1", "Agreed marks", "Clinical model", "Nothing of the £4,321,987 was relied on. <b>Kept</b>"),
)


def released(session: Session, story: Story) -> Snapshot:
    """Gather a release, and leave the shared story as it was."""
    cuts = [Cut("mark:1", each, "commercial", f"{each} is theirs", "Procurement officer") for each in CANARIES]
    given = bundle(ITEMS, [*cuts, Cut("mark:2", "", "competition", "Their method", "Procurement officer")])
    nested = session.begin_nested()
    users = session.query(User).order_by(User.id).limit(2).all()
    at = max(each.at for each in session.query(AuditEvent).all()) + timedelta(days=1)
    asked = Representation(public_id="r-1", bid_id=story.bids[1].id, text="Look again", received_at=at)
    row = RecordRelease(
        public_id="rel-1", representation=asked, prepared_by_id=users[0].id, prepared_at=at, content=asdict(given),
        digest=given.digest, released_by_id=users[1].id, released_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    try:
        return KINDS["release"].gather(session, story.procurement, "rel-1")
    finally:
        nested.rollback()


def test_no_canary_is_left_in_any_layer_of_what_is_released(told: tuple[Session, Story]) -> None:
    snapshot = released(*told)
    one = printed(snapshot)
    reader = PdfReader(io.BytesIO(one.pdf))
    layers = [snapshot.to_bytes().decode(), bound(snapshot).html, text_of(one.pdf), str(reader.metadata)]
    layers += [str(dict(page)) for page in reader.pages]
    for canary in (*CANARIES, "Again the", "4,321,987"):
        squeezed = "".join(canary.split()).casefold()
        assert [each for each in layers if squeezed in "".join(each.split()).casefold()] == []
    words = text_of(one.pdf)
    for kept in ("evaluator1", "[removed]", "<b>Kept</b>", "Itwouldprejudicelegitimatecommercialinterests"):
        assert kept in words
    assert reader.attachments == {}
    assert printed(released(*told)).pdf == one.pdf


def test_an_answer_to_a_request_for_information_prints_what_was_released_and_not_who_asked(
    told: tuple[Session, Story],
) -> None:
    session, story = told
    cuts = [Cut("mark:1", each, "s43_2", f"{each} is theirs", "Procurement officer") for each in CANARIES]
    given = bundle(ITEMS, cuts, EXEMPTIONS)
    nested = session.begin_nested()
    users = session.query(User).order_by(User.id).limit(2).all()
    at = max(each.at for each in session.query(AuditEvent).all()) + timedelta(days=1)
    row = InformationRequest(
        public_id="inf-1", procurement_id=story.procurement.id, requester="Rita Reporter", contact="rita@example.org",
        asked="Why was it chosen?", received_on=at.date(), due_on=at.date() + timedelta(days=28), why="In time",
        registered_at=at, prepared_by_id=users[0].id, chosen=[], content=asdict(given), digest=given.digest,
        released_by_id=users[1].id, released_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    snapshot = KINDS["information"].gather(session, story.procurement, "inf-1")
    nested.rollback()
    layers = [snapshot.to_bytes().decode(), words := text_of(printed(snapshot).pdf)]
    for hidden in (*CANARIES, "Rita", "rita@example.org"):
        assert not any("".join(hidden.split()).casefold() in "".join(each.split()).casefold() for each in layers)
    for kept in ("Whywasitchosen?", "[removed]", "FreedomofInformationAct2000,section43(2)", "Commercialinterests"):
        assert kept in words


def test_the_record_is_printed_and_carried_as_data(told: tuple[Session, Story], snapshots: dict[str, Snapshot]) -> None:
    session, story = told
    snapshot = KINDS["record"].gather(session, story.procurement, "")
    words = text_of(printed(snapshot).pdf)
    for title in ("Authority,referenceandsubject", "Conflictsofinterestdeclared", "PSR2023,regulation24(d)"):
        assert title in words
    record = next(each for each in snapshots["evaluation"].attachments if each.name == "record.json")
    kept = json.loads(record.content)["record_keeping"]
    assert kept == snapshot.content["lines"]
