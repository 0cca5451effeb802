"""The file of the whole tender is downloaded with its receipt, and gives it again through the page when need be."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.adapters.staging import Staging
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.kept import KEEP_SAFE, LIST
from assurance.domain.tenderbox.limits import Limits
from assurance.persistence.models import AuditEvent, Bid
from assurance.persistence.session import Database
from assurance.services.intake import Intake
from tests.factories.cast import World
from tests.factories.files import pdf
from tests.factories.lost import box_is_lost
from tests.factories.tenders import OPENING

SignIn = Callable[[str], FlaskClient]
CONTENT = pdf() + b"\n% heron canary in a document\n"


@pytest.fixture
def kept(sign_in: SignIn, bid_id: str) -> bytes:
    """The file that Alder downloads from the page on which it is told that its tender is submitted."""
    alder, base = sign_in("alder"), f"/supplier/bids/{bid_id}"
    assert alder.post(f"{base}/documents", data={"document": (io.BytesIO(CONTENT), "plan.pdf")}).status_code == 302
    page = alder.get(f"{base}/check").text
    found = {name: re.search(f'name="{name}"[^>]*value="([^"]+)"', page) for name in ("token_key", "checked")}
    submitted = alder.post(f"{base}/submit", data={name: each[1] for name, each in found.items() if each}).text
    assert "it is your tender in plain text" in submitted
    code = re.search(
        r'action="[^"]*/tender\.zip"[^<]*<input[^<]*<input[^>]*name="secret_code" value="([^"]+)"', submitted
    )
    assert code is not None
    assert sign_in("birch").post(f"{base}/tender.zip", data={"secret_code": code[1]}).status_code == 404
    assert sign_in("officer").post(f"{base}/tender.zip", data={"secret_code": code[1]}).status_code == 403
    assert alder.post(f"{base}/tender.zip").status_code == 422
    made = alder.post(f"{base}/tender.zip", data={"secret_code": code[1]})
    assert (made.status_code, made.mimetype) == (200, "application/zip")
    assert re.search(r'filename="tender-PR-.*\.zip"', made.headers["Content-Disposition"])
    return made.data


@pytest.fixture
def lost(kept: bytes, database: Database, world: World, clock: Any) -> bytes:
    """That file, when the key of the box is lost."""
    with database.transaction() as session:
        box_is_lost(session, world)
    clock.now = OPENING
    return kept


def give(client: FlaskClient, bid_id: str, *files: tuple[str, bytes]) -> Any:
    data = {"parts": [(io.BytesIO(content), name) for name, content in files]}
    return client.post(f"/supplier/bids/{bid_id}/give-again/parts", data=data, content_type="multipart/form-data")


def stage(database: Database, bid_id: str) -> tuple[BidStage, bool]:
    with database.reading() as session:
        bid = session.scalars(select(Bid).where(Bid.public_id == bid_id)).one()
        return bid.stage, bid.manifest is not None


def test_the_file_gives_the_tender_again(
    sign_in: SignIn, database: Database, world: World, bid_id: str, lost: bytes
) -> None:
    alder = sign_in("alder")
    assert "Missing" in alder.get(f"/supplier/bids/{bid_id}/give-again").text
    assert give(sign_in("birch"), bid_id, ("tender.zip", lost)).status_code == 404
    assert give(sign_in("officer"), bid_id, ("tender.zip", lost)).status_code == 403
    assert stage(database, bid_id) == (BidStage.SUBMITTED, False)
    assert give(alder, bid_id, ("tender.zip", lost)).status_code == 302
    assert stage(database, bid_id) == (BidStage.SUBMITTED, True)
    assert give(alder, bid_id, ("tender.zip", lost)).status_code == 409
    assert "not asked to give" in alder.get(f"/supplier/bids/{bid_id}/give-again").text
    opened = sign_in("owner").post(f"/staff/procurements/{world.reference}/tender-box/lost/open")
    assert opened.status_code == 302
    assert stage(database, bid_id)[0] is BidStage.OPENED


def test_the_page_says_what_is_taken_refused_and_missing_and_keeps_nothing_plain(
    sign_in: SignIn, tmp_path: Path, bid_id: str, lost: bytes
) -> None:
    alder = sign_in("alder")
    with zipfile.ZipFile(io.BytesIO(lost)) as package:
        entries = {name: package.read(name) for name in package.namelist()}
    plan = next(name for name in entries if "plan.pdf" in name)
    assert KEEP_SAFE.encode() in entries[LIST]
    first = give(alder, bid_id, (LIST, entries[LIST]), (plan, CONTENT), ("<b>", b"x"))
    assert first.status_code == 200
    assert "&lt;b&gt;" in first.text
    assert "not, byte for byte" in first.text
    assert first.text.count("Accepted") == 1
    assert "Give the parts that are still missing" in first.text
    plain = [path for path in tmp_path.rglob("*") if path.is_file() and b"heron canary" in path.read_bytes()]
    assert plain == []
    rest = [(name, content) for name, content in entries.items() if name != plan]
    assert give(alder, bid_id, *rest).status_code == 302


def test_what_is_refused_is_said_at_the_field_and_on_record(
    sign_in: SignIn, database: Database, bid_id: str, lost: bytes
) -> None:
    alder = sign_in("alder")
    for files, words in (((), "Choose the file of your tender"), ((("a.txt", b"nothing"),), "no receipt among")):
        refused = give(alder, bid_id, *files)
        assert (refused.status_code, words in refused.text) == (422, True)
    again = give(alder, bid_id, ("list.json", zipfile.ZipFile(io.BytesIO(lost)).read(LIST)))
    assert (again.status_code, "so nothing is taken" in again.text) == (422, True)
    with database.reading() as session:
        tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.subject == bid_id)).all()
    assert tags.count("upload:rejected") == 3
    assert stage(database, bid_id) == (BidStage.SUBMITTED, False)


def test_before_the_loss_nothing_is_taken(sign_in: SignIn, bid_id: str, kept: bytes) -> None:
    alder = sign_in("alder")
    assert give(alder, bid_id, ("tender.zip", kept)).status_code == 409
    assert "not asked to give" in alder.get(f"/supplier/bids/{bid_id}/give-again").text


@pytest.mark.parametrize(("megabytes", "status", "words"), [(1.5, 422, "Each file must be"), (3, 413, "")])
def test_more_than_a_tender_may_have_is_refused(
    sign_in: SignIn, app: Flask, bid_id: str, lost: bytes, megabytes: float, status: int, words: str
) -> None:
    usual = app.extensions["assurance_intake"]
    app.extensions["assurance_intake"] = Intake(usual.files, usual.staging, limits=Limits(tender_bytes=1))
    head = b'--x\r\nContent-Disposition: form-data; name="parts"; filename="tender.zip"\r\n\r\n'
    refused = sign_in("alder").post(
        f"/supplier/bids/{bid_id}/give-again/parts", data=head + bytes(int(megabytes * 2**20)) + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip
    assert (refused.status_code, words in refused.text) == (status, True)


def test_without_room_it_is_said_and_nothing_is_kept(
    sign_in: SignIn, app: Flask, database: Database, bid_id: str, lost: bytes
) -> None:
    usual = app.extensions["assurance_intake"]
    app.extensions["assurance_intake"] = Intake(usual.files, Staging(usual.staging.folder, low_water=2**62))
    refused = give(sign_in("alder"), bid_id, ("tender.zip", lost))
    assert (refused.status_code, "no room for files" in refused.text) == (507, True)
    assert stage(database, bid_id) == (BidStage.SUBMITTED, False)
