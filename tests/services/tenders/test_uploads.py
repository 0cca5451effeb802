"""Files in parts: continued from where they are, finished once, refused at the deadline, bounded for everyone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.staging import Staging
from assurance.adapters.vault import FileKey
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotNow, NotPermitted
from assurance.domain.tenderbox.limits import Limits
from assurance.persistence.models import AuditEvent, Bid, BidDocument, Upload
from assurance.services import documents, submission, uploads
from assurance.services.intake import Intake, judged
from tests.factories.cast import NOW, World
from tests.factories.files import PNG, pdf
from tests.factories.tenders import DUE, fill, invited, tenders_open

LIMITS = Limits(file_bytes=10_000, tender_bytes=15_000, documents=4, uploads_at_once=2)


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return Intake(FileStore.open((tmp_path / "files").as_uri()), Staging.open(tmp_path / "uploads"), limits=LIMITS)


@pytest.fixture
def who(session: Session, world: World) -> dict[str, Any]:
    tenders_open(session, world)
    bid = fill(session, world, invited(session, world, "alder"), "alder")
    return {"bid": bid, "actor": world.actor(session, "alder"), "now": NOW}


def begin(session: Session, intake: Intake, who: dict[str, Any], name: str = "plan.pdf", size: int = 0) -> Upload:
    upload = uploads.start(session, name=name, size=size or len(pdf()), intake=intake, **who)
    session.flush()
    return upload


def part(session: Session, intake: Intake, who: dict[str, Any], upload: Upload, offset: int, content: bytes) -> int:
    expected = uploads.expect(session, upload_id=upload.public_id, offset=offset, **who)
    written = uploads.write(
        upload.public_id, expected.key, offset=offset, size=upload.size, content=[content], staging=intake.staging
    )
    try:
        return uploads.arrived(session, upload_id=upload.public_id, offset=offset, part=written, **who)
    finally:
        written.drop()


def finish(session: Session, intake: Intake, who: dict[str, Any], upload: Upload) -> BidDocument:
    there = uploads.whole(session, upload_id=upload.public_id, **who)
    bid: Bid = who["bid"]
    content = intake.staging.read(upload.public_id, FileKey.from_bytes(there.key), there.size)
    with judged(
        intake, reference=bid.procurement.reference, bid_id=bid.public_id, name=there.name, content=content
    ) as file:  # fmt: skip
        return uploads.finish(session, upload_id=upload.public_id, file=file, intake=intake, **who)


def test_parts_become_one_document(session: Session, intake: Intake, who: dict[str, Any]) -> None:
    upload = begin(session, intake, who)
    assert part(session, intake, who, upload, 0, pdf()[:100]) == 100
    assert part(session, intake, who, upload, 100, pdf()[100:]) == len(pdf())
    made = finish(session, intake, who, upload)
    session.flush()

    assert b"".join(documents.read(who["bid"], made, intake.files)) == pdf()
    assert (made.name, made.size, made.content_type) == ("plan.pdf", len(pdf()), "application/pdf")
    assert session.scalars(select(Upload)).all() == []


def test_a_part_that_begins_elsewhere_is_told_where_to_begin(
    session: Session, intake: Intake, who: dict[str, Any]
) -> None:
    upload = begin(session, intake, who)
    part(session, intake, who, upload, 0, pdf()[:100])
    for offset in (0, 99, 101):
        with pytest.raises(uploads.OtherOffset) as other:
            part(session, intake, who, upload, offset, b"x")
        assert other.value.received == 100
    with pytest.raises(uploads.OtherOffset):
        uploads.whole(session, upload_id=upload.public_id, **who)


def test_of_two_copies_of_a_part_one_is_kept(session: Session, intake: Intake, who: dict[str, Any]) -> None:
    upload = begin(session, intake, who)
    twice = [
        uploads.write(upload.public_id, upload.key, offset=0, size=upload.size, content=[pdf()], staging=intake.staging)
        for _ in range(2)
    ]
    uploads.arrived(session, upload_id=upload.public_id, offset=0, part=twice[0], **who)
    with pytest.raises(uploads.OtherOffset):
        uploads.arrived(session, upload_id=upload.public_id, offset=0, part=twice[1], **who)
    twice[1].drop()
    assert b"".join(documents.read(who["bid"], finish(session, intake, who, upload), intake.files)) == pdf()
    with pytest.raises(NotFound):
        finish(session, intake, who, upload)


def test_an_upload_begun_before_the_deadline_does_not_end_after_it(
    session: Session, intake: Intake, who: dict[str, Any]
) -> None:
    """The last part comes at the deadline; what was there before stays as it was."""
    upload = begin(session, intake, who)
    part(session, intake, who, upload, 0, pdf()[:100])
    late = {**who, "now": DUE}
    for act in (
        lambda: part(session, intake, late, upload, 100, pdf()[100:]),
        lambda: begin(session, intake, late),
        lambda: uploads.whole(session, upload_id=upload.public_id, **late),
    ):
        with pytest.raises(Conflict, match="closed"):
            act()
    part(session, intake, {**who, "now": DUE - timedelta(microseconds=1)}, upload, 100, pdf()[100:])
    with pytest.raises(Conflict, match="closed"):
        finish(session, intake, late, upload)
    assert session.scalars(select(BidDocument)).all() == []


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("plan.pdf", 10_001, "MB or smaller"),
        ("plan.pdf", -1, "empty"),
        ("a\r\n.pdf", 10, "cannot be shown"),
        ("", 10, "no name"),
        ("x" * 300, 10, "200 characters"),
    ],
)
def test_what_could_never_be_taken_is_refused_before_it_is_sent(
    session: Session, intake: Intake, who: dict[str, Any], name: str, size: int, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        begin(session, intake, who, name, size)


def test_a_tender_has_its_limits_and_files_on_their_way_count(
    session: Session, intake: Intake, who: dict[str, Any]
) -> None:
    """In size and in number, whatever is uploaded already or still on its way."""
    begin(session, intake, who, size=9_000)
    with pytest.raises(InvalidInput, match="together"):
        begin(session, intake, who, size=6_001)
    for number in range(3):
        documents.attach(session, name=f"{number}.png", content=PNG, files=intake.files, **who)
    session.flush()
    with pytest.raises(InvalidInput, match="at most 4 documents"):
        begin(session, intake, who, size=10)


def test_an_organisation_sends_so_many_files_at_once_and_others_are_not_hindered(
    session: Session, intake: Intake, who: dict[str, Any], world: World
) -> None:
    first, _ = begin(session, intake, who), begin(session, intake, who)
    with pytest.raises(NotNow, match="already") as refused:
        begin(session, intake, who)
    assert refused.value.code == "too_many"
    birch = {**who, "bid": invited(session, world, "birch"), "actor": world.actor(session, "birch")}
    begin(session, intake, birch)
    uploads.cancel(session, upload_id=first.public_id, why="asked to", **who)
    begin(session, intake, who)
    later = {**who, "now": NOW + uploads.STILL + timedelta(seconds=1)}
    begin(session, intake, later)


def test_nobody_touches_the_upload_of_another(
    session: Session, intake: Intake, who: dict[str, Any], world: World
) -> None:
    upload = begin(session, intake, who)
    stranger = {**who, "actor": world.actor(session, "birch")}
    officer = {**who, "actor": world.actor(session, "officer")}
    own_bid = {**who, "bid": invited(session, world, "birch"), "actor": world.actor(session, "birch")}
    for other in (stranger, officer):
        for act in (
            lambda o=other: begin(session, intake, o),
            lambda o=other: uploads.expect(session, upload_id=upload.public_id, offset=0, **o),
            lambda o=other: uploads.whole(session, upload_id=upload.public_id, **o),
            lambda o=other: uploads.cancel(session, upload_id=upload.public_id, why="", **o),
        ):
            with pytest.raises((NotFound, NotPermitted)):
                act()
    with pytest.raises(NotFound, match="ended or was cancelled"):
        uploads.cancel(session, upload_id=upload.public_id, why="", **own_bid)


def test_what_nobody_continues_for_a_day_is_forgotten(session: Session, intake: Intake, who: dict[str, Any]) -> None:
    upload = begin(session, intake, who)
    assert uploads.forget(session, now=NOW + uploads.FORGOTTEN) == 0
    assert uploads.known(session) == {upload.public_id}
    assert uploads.forget(session, now=NOW + uploads.FORGOTTEN + timedelta(seconds=1)) == 1
    assert uploads.known(session) == set()


def test_once_the_tender_is_submitted_no_key_to_a_half_sent_file_remains(
    session: Session, intake: Intake, who: dict[str, Any]
) -> None:
    upload = begin(session, intake, who)
    name = upload.public_id
    part(session, intake, who, upload, 0, pdf()[:100])
    submission.submit(session, **who)
    assert uploads.known(session) == set()
    assert intake.staging.sweep(uploads.known(session), older_than_seconds=-60) == 1
    assert not (intake.staging.folder / name).exists()
    with pytest.raises((NotFound, Conflict)):
        uploads.whole(session, upload_id=name, **who)


def test_every_beginning_and_end_is_on_record(session: Session, intake: Intake, who: dict[str, Any]) -> None:
    upload = begin(session, intake, who)
    uploads.cancel(session, upload_id=upload.public_id, why="asked to", **who)
    upload = begin(session, intake, who)
    part(session, intake, who, upload, 0, pdf())
    finish(session, intake, who, upload)
    tags = session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq)).all()
    assert tags[-4:] == ["upload:started", "upload:cancelled", "upload:started", "document:attached"]


def test_sending_parts_does_not_make_a_colleague_check_the_tender_again(
    session: Session, intake: Intake, who: dict[str, Any]
) -> None:
    session.flush()
    before = who["bid"].version
    upload = begin(session, intake, who)
    part(session, intake, who, upload, 0, pdf()[:50])
    session.flush()
    assert who["bid"].version == before
    part(session, intake, who, upload, 50, pdf()[50:])
    finish(session, intake, who, upload)
    session.flush()
    assert who["bid"].version == before + 1


@pytest.mark.parametrize("text", ["", "-1", "1e3", "１", "0x1", "9" * 13, " 1"])
def test_an_offset_is_a_plain_number(text: str) -> None:
    with pytest.raises(InvalidInput):
        uploads.parse_offset(text)
