"""A program killed while it takes in a file: no row without its file, no plain byte, and the file can be sent again."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from assurance.adapters.files import FileStore
from assurance.jobs.sweep_uploads import sweep_uploads
from assurance.persistence.models import Bid, BidDocument, Upload
from assurance.persistence.session import Database
from assurance.services import documents
from tests.factories.cast import NOW
from tests.factories.files import pdf
from tests.web.supplier.bids.test_uploads import JSON, SignIn, send_part, start

KILLED = """
import io
import sys
from pathlib import Path
from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.session import Database
from tests.factories.cast import NOW
folder, token, method, address = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
app = create_app(Settings.for_instance(folder), Database.open(sys.argv[7]), lambda: NOW)
app.config["WTF_CSRF_ENABLED"] = False
client = app.test_client()
client.set_cookie("assurance_session", token)
client.open(address, method=method, input_stream=io.BytesIO(sys.stdin.buffer.read()), content_type=sys.argv[5],
            content_length=int(sys.argv[6]))
"""
POINTS = ["after_upload_fsync", "after_upload_rename"]


def killed_at(
    point: str, folder: Path, database: Database, cookie: str, method: str, address: str, kind: str, body: bytes
) -> int:
    """Run a request in a program that dies at a point; give how it ended."""
    url = database.engine.url.render_as_string(hide_password=False)
    call = [sys.executable, "-c", KILLED, str(folder), cookie, method, address, kind, str(len(body)), url]
    return subprocess.run(call, input=body, check=False, env={**os.environ, "ASSURANCE_CRASH_AT": point}).returncode


def cookie(client: object) -> str:
    return str(client.get_cookie("assurance_session").value)  # type: ignore[attr-defined]  # reason: a test client


@pytest.mark.parametrize("point", POINTS)
def test_a_part_that_died_on_the_way_is_sent_again(
    point: str, sign_in: SignIn, app: Flask, database: Database, bid_id: str, tmp_path: Path
) -> None:
    alder = sign_in("alder")
    address = start(alder, bid_id).json["address"]
    send_part(alder, address, 0, pdf()[:50])
    ended = killed_at(
        point,
        tmp_path,
        database,
        cookie(alder),
        "PUT",
        f"{address}?offset=50",
        "application/octet-stream",
        pdf()[50:90],
    )
    assert ended == -9
    assert alder.get(address).json["offset"] == 50
    assert send_part(alder, address, 50, pdf()[50:]).json["offset"] == len(pdf())
    assert alder.post(f"{address}/finish", headers=JSON).status_code == 201
    with database.reading() as session:
        kept = session.scalars(select(BidDocument)).one()
        assert session.scalars(select(Upload)).all() == []
    assert alder.get(f"/supplier/bids/{bid_id}/documents/{kept.public_id}").data == pdf()


@pytest.mark.parametrize("point", POINTS)
def test_a_file_that_died_before_its_row_leaves_no_row_and_nothing_plain(
    point: str, sign_in: SignIn, app: Flask, database: Database, bid_id: str, tmp_path: Path
) -> None:
    alder = sign_in("alder")
    body = b'--x\r\nContent-Disposition: form-data; name="document"; filename="plan.pdf"\r\n\r\n' + pdf()
    ended = killed_at(
        point, tmp_path, database, cookie(alder), "POST", f"/supplier/bids/{bid_id}/documents",
        "multipart/form-data; boundary=x", body + b"\r\n--x--\r\n",
    )  # fmt: skip
    assert ended == -9
    with database.reading() as session:
        assert session.scalars(select(BidDocument)).all() == []
    store = tmp_path / "files"
    left = [path for path in store.rglob("*") if path.is_file()]
    assert left
    assert not [path for path in left if b"%PDF" in path.read_bytes()]
    again = alder.post(
        f"/supplier/bids/{bid_id}/documents", data={"document": (io.BytesIO(pdf()), "plan.pdf")},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert again.status_code == 302
    for path in store.glob("incoming-*"):
        os.utime(path, (0, 0))
    swept = sweep_uploads(
        database, FileStore.open(store.as_uri()), app.extensions["assurance_intake"].staging, now=NOW
    )  # fmt: skip
    assert swept.drafts == 1
    with database.reading() as session:
        kept = session.scalars(select(BidDocument)).one()
        files = app.extensions["assurance_files"]
        bid = session.scalars(select(Bid).where(Bid.id == kept.bid_id)).one()
        assert b"".join(documents.read(bid, kept, files)) == pdf()
