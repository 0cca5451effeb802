"""Sending files: by an ordinary form and in parts, refused in words, never plain on the disk, bounded for everyone."""

from __future__ import annotations

import io
import os
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.serving import WSGIRequestHandler, make_server

from assurance.adapters.places import take_place
from assurance.adapters.scanner import Scanner
from assurance.domain.tenderbox.limits import Limits
from assurance.persistence.models import AuditEvent, BidDocument, Upload
from assurance.persistence.session import Database
from tests import clamd
from tests.factories import files
from tests.factories.cast import World
from tests.factories.files import PNG, pdf
from tests.factories.tenders import DUE, invited

SignIn = Callable[[str], FlaskClient]
JSON = {"Accept": "application/json"}
DOWN = Scanner("unix:/nowhere/clamd.sock", required=True)


def intake(app: Flask, **changed: Any) -> None:
    """Change where the application's files go."""
    app.extensions["assurance_intake"] = replace(app.extensions["assurance_intake"], **changed)


def send_form(client: FlaskClient, bid_id: str, content: bytes, name: str = "plan.pdf") -> Any:
    data = {"document": (io.BytesIO(content), name)}
    return client.post(f"/supplier/bids/{bid_id}/documents", data=data, content_type="multipart/form-data")


def start(client: FlaskClient, bid_id: str, name: str = "plan.pdf", size: int = 0) -> Any:
    data = {"name": name, "size": str(size or len(pdf()))}
    return client.post(f"/supplier/bids/{bid_id}/uploads", data=data, headers=JSON)


def send_part(client: FlaskClient, address: str, offset: int, content: bytes) -> Any:
    return client.put(f"{address}?offset={offset}", data=content, headers=JSON)


def send_in_parts(client: FlaskClient, bid_id: str, content: bytes, name: str = "plan.pdf") -> Any:
    address = start(client, bid_id, name, len(content)).json["address"]
    for offset in range(0, len(content), 400):
        assert send_part(client, address, offset, content[offset : offset + 400]).status_code == 200
    return client.post(f"{address}/finish", headers=JSON)


MULTIPART = "multipart/form-data; boundary=x"


def multipart(name: str, content: bytes) -> bytes:
    """A form with one file, as a browser writes it."""
    head = f'--x\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n\r\n'
    return head.encode() + content + b"\r\n--x--\r\n"


def count(database: Database, kind: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def rejections(database: Database) -> list[str]:
    with database.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.tag == "upload:rejected"))
        return [event.body["data"]["message"] for event in events]


REFUSED = [
    ("plan.pdf", b"", "empty"),
    ("plan.pdf", b"MZ\x90\x00" + bytes(99), "must be a PDF"),
    ("plan.pdf", b"\x7fELF" + bytes(99), "must be a PDF"),
    ("plan.docx", files.office(extra={"word/vbaProject.bin": b"x"}), "macros"),
    ("plan.docx", files.office(extra={"word/document.xml": b"\0" * 2**24}), "unpacks"),
    ("a\u202efdp.exe", PNG, "cannot be shown"),
    ("plan.exe", pdf(), "ends in .exe"),
    ("plan.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "must be a PDF"),
    ("plan.pdf", b"%PDF-1.7\n<html><script>1</script></html>", "damaged"),
    ("plan.xlsx", files.office(files.EXCEL, {"xl/externalLinks/externalLink1.xml": b"x"}), "links to other"),
]


@pytest.mark.parametrize(("name", "content", "said"), REFUSED)
def test_what_cannot_be_taken_is_refused_in_words_whichever_way_it_comes(
    sign_in: SignIn, app: Flask, database: Database, bid_id: str, name: str, content: bytes, said: str
) -> None:
    alder = sign_in("alder")
    page = send_form(alder, bid_id, content, name)
    assert (page.status_code, said in page.text) == (422, True)
    if content and "cannot" not in said:
        answer = send_in_parts(alder, bid_id, content[:4000] if said == "must be a PDF" else content, name)
        assert (answer.status_code, answer.json["code"], said in answer.json["reason"]) == (422, "rejected", True)
        assert len(rejections(database)) == 2
    assert (count(database, BidDocument), count(database, Upload)) == (0, 0)
    for folder in ("files", "uploads"):
        there = app.extensions["assurance_settings"].instance / folder
        assert there.is_dir()
        assert [path for path in there.rglob("*") if path.is_file()] == []


def test_both_ways_give_the_same_document(sign_in: SignIn, database: Database, bid_id: str) -> None:
    """The same bytes and the same name twice are two documents, and any script is kept."""
    alder = sign_in("alder")
    assert send_form(alder, bid_id, pdf(), "投标.pdf").status_code == 302
    assert send_in_parts(alder, bid_id, pdf(), "投标.pdf").status_code == 201
    with database.reading() as session:
        one, two = session.scalars(select(BidDocument)).all()
        assert (one.name, one.size) == (two.name, two.size) == ("投标.pdf", len(pdf()))
        assert one.storage_key != two.storage_key
        assert one.commitment != two.commitment
    for each in (one, two):
        got = alder.get(f"/supplier/bids/{bid_id}/documents/{each.public_id}")
        assert got.data == pdf()
        assert got.headers["Content-Security-Policy"].startswith("sandbox")
        assert got.headers["Content-Disposition"].startswith("attachment")


def test_parts_are_told_where_they_belong_and_where_the_file_is(sign_in: SignIn, bid_id: str) -> None:
    alder = sign_in("alder")
    begun = start(alder, bid_id)
    assert (begun.status_code, begun.json["offset"]) == (201, 0)
    address = begun.json["address"]
    assert send_part(alder, address, 0, pdf()[:10]).json["offset"] == 10
    for offset in (0, 11):
        elsewhere = send_part(alder, address, offset, b"x")
        assert (elsewhere.status_code, elsewhere.json["code"], elsewhere.json["offset"]) == (409, "offset", 10)
    assert alder.get(address).json == {"offset": 10, "size": len(pdf()), "code": ""}
    assert alder.head(address).headers["Upload-Offset"] == "10"
    early = alder.post(f"{address}/finish", headers=JSON)
    assert (early.status_code, early.json["offset"]) == (409, 10)
    assert send_part(alder, address, 10, pdf()[10:] + b"more than was announced").status_code == 413
    assert alder.get(address).json["offset"] == 10
    assert alder.put(f"{address}?offset=ten", data=b"x", headers=JSON).status_code == 422
    assert "Not uploaded completely" in alder.get(f"/supplier/bids/{bid_id}/documents").text
    assert alder.post(f"{address}/cancel").status_code == 302
    assert alder.get(address).status_code == 404


def test_a_part_is_never_larger_than_a_part_may_be(sign_in: SignIn, bid_id: str) -> None:
    """Whether it says so or not."""
    alder = sign_in("alder")
    address = start(alder, bid_id, size=20 * 2**20).json["address"]
    large = bytes(5 * 2**20 + 1)
    assert send_part(alder, address, 0, large).status_code == 413
    stream = alder.put(
        f"{address}?offset=0",
        input_stream=io.BytesIO(large),
        headers=JSON,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert stream.status_code == 413
    assert alder.get(address).json["offset"] == 0


def test_a_form_is_never_larger_than_a_file_may_be(
    sign_in: SignIn, app: Flask, database: Database, bid_id: str
) -> None:
    alder = sign_in("alder")
    intake(app, limits=Limits(file_bytes=10_000))
    assert "10,001" not in send_form(alder, bid_id, PNG + bytes(10_001)).text
    assert send_form(alder, bid_id, PNG + bytes(10_001)).status_code == 422
    far_too_large = multipart("plan.pdf", bytes(2 * 2**20))
    page = alder.post(f"/supplier/bids/{bid_id}/documents", data=far_too_large, content_type=MULTIPART)
    assert page.status_code == 413
    assert count(database, BidDocument) == 0


def test_at_the_deadline_nothing_more_is_taken(sign_in: SignIn, clock: Any, database: Database, bid_id: str) -> None:
    alder = sign_in("alder")
    address = start(alder, bid_id).json["address"]
    send_part(alder, address, 0, pdf())
    clock.now = DUE
    for late in (
        alder.post(f"{address}/finish", headers=JSON),
        send_part(alder, address, len(pdf()), b""),
        start(alder, bid_id),
        send_form(alder, bid_id, pdf()),
    ):
        assert (late.status_code, b"closed" in late.data) == (409, True)
    assert (count(database, BidDocument), count(database, Upload)) == (0, 1)


def test_others_do_not_reach_an_upload(sign_in: SignIn, app: Flask, database: Database, bid_id: str) -> None:
    address = start(sign_in("alder"), bid_id).json["address"]
    for other, status in ((sign_in("birch"), 404), (sign_in("officer"), 403)):
        assert other.get(address, headers=JSON).status_code == status
        assert send_part(other, address, 0, b"x").status_code == status
        assert other.post(f"{address}/finish", headers=JSON).status_code == status
        assert start(other, bid_id).status_code == status
        assert send_form(other, bid_id, pdf()).status_code == status
    stranger = app.test_client()
    assert send_part(stranger, address, 0, b"x").status_code == 401
    assert send_form(stranger, bid_id, pdf()).status_code == 401
    assert stranger.get(address).status_code == 302
    assert count(database, BidDocument) == 0


def test_no_more_files_at_once_than_allowed(sign_in: SignIn, bid_id: str) -> None:
    alder = sign_in("alder")
    begun = [start(alder, bid_id).status_code for _ in range(4)]
    assert begun == [201, 201, 201, 429]
    assert "Wait until one is here" in start(alder, bid_id).json["reason"]


def test_no_more_forms_at_once_than_allowed_and_others_are_not_hindered(
    sign_in: SignIn, app: Flask, database: Database, world: World, bid_id: str
) -> None:
    """By the ordinary form: three are held as if three files were arriving."""
    alder = sign_in("alder")
    places = app.extensions["assurance_intake"].staging.folder.with_name("upload-places")
    held = [take_place(places, str(world.organisations["alder"]), 3) for _ in range(4)]
    assert held[3] is None
    page = send_form(alder, bid_id, pdf())
    assert (page.status_code, "Wait until one is here" in page.text) == (429, True)
    with database.transaction() as session:
        birch_bid = invited(session, world, "birch").public_id
    assert send_form(sign_in("birch"), birch_bid, pdf()).status_code == 302
    os.close(held[1] or 0)
    for _ in range(3):
        assert send_form(alder, bid_id, pdf()).status_code == 302
    for each in (held[0], held[2]):
        os.close(each or 0)


def test_a_full_disk_is_told_in_words_and_nothing_stays(
    sign_in: SignIn, app: Flask, database: Database, bid_id: str
) -> None:
    alder = sign_in("alder")
    before = app.extensions["assurance_intake"].staging
    address = start(alder, bid_id).json["address"]
    intake(app, staging=replace(before, low_water=2**60))
    page = send_form(alder, bid_id, pdf())
    assert (page.status_code, "no room for files" in page.text) == (507, True)
    assert send_part(alder, address, 0, pdf()).status_code == 507
    assert start(alder, bid_id).json["code"] == "no_room"
    assert [path for path in before.folder.rglob("*") if path.is_file()] == []
    saved = alder.post(f"/supplier/bids/{bid_id}/answers/cqc", data={"version": 1, "is_confirmed": "y"})
    assert saved.status_code == 302
    intake(app, staging=before)
    assert send_part(alder, address, 0, pdf()).status_code == 200
    assert alder.post(f"{address}/finish", headers=JSON).status_code == 201


def test_without_a_verdict_nothing_is_taken_and_what_was_sent_is_kept(
    sign_in: SignIn, app: Flask, database: Database, bid_id: str
) -> None:
    """The scanner is down."""
    alder = sign_in("alder")
    intake(app, scanner=DOWN)
    page = send_form(alder, bid_id, pdf())
    assert (page.status_code, "could not be checked for viruses" in page.text) == (503, True)
    answer = send_in_parts(alder, bid_id, pdf())
    assert (answer.status_code, answer.json["code"]) == (503, "scan_unavailable")
    assert (count(database, BidDocument), count(database, Upload)) == (0, 1)
    intake(app, scanner=Scanner())
    with database.reading() as session:
        kept = session.scalars(select(Upload.public_id)).one()
    assert alder.post(f"/supplier/bids/{bid_id}/uploads/{kept}/finish", headers=JSON).status_code == 201


@pytest.fixture
def real_scanner() -> Iterator[Scanner]:
    program = clamd.binary()
    if program is None:
        missing = "ClamAV is not installed (Debian package clamav-daemon)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with clamd.daemon(program) as path:
        yield Scanner(f"unix:{path}", required=True)


def test_what_the_scanner_knows_is_refused_by_name_on_record_and_not_kept(
    sign_in: SignIn, app: Flask, database: Database, bid_id: str, real_scanner: Scanner
) -> None:
    """Inside an otherwise sound document, by both ways; a clean one passes."""
    alder = sign_in("alder")
    intake(app, scanner=real_scanner)
    infected = files.office(extra={"word/document.xml": b"<d/>", "word/media/image1.png": clamd.EICAR.encode()})
    page = send_form(alder, bid_id, infected, "plan.docx")
    assert (page.status_code, "Eicar-Test-Signature" in page.text) == (422, True)
    answer = send_in_parts(alder, bid_id, infected, "plan.docx")
    assert (answer.status_code, "Eicar-Test-Signature" in answer.json["reason"]) == (422, True)
    assert len(rejections(database)) == 2
    assert (count(database, BidDocument), count(database, Upload)) == (0, 0)
    assert send_form(alder, bid_id, pdf()).status_code == 302


class Quiet(WSGIRequestHandler):
    """Keeps the test's output clean."""

    def log(self, type: str, message: str, *args: Any) -> None:
        pass


@pytest.fixture
def address(app: Flask) -> Iterator[tuple[str, int]]:
    """The application behind a real socket."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield "127.0.0.1", server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


CANARY = b"canary of a price: 123456.78; "


def big_pdf() -> bytes:
    """A PDF whose page carries the canary many times, plain."""
    import pikepdf  # noqa: PLC0415 -- for this one file

    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.pages[0].Contents = made.make_stream(b"% " + CANARY * 60_000)
        return files.saved(made, compress_streams=False)


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("assurance_session")
    assert found is not None
    return f"assurance_session={found.value}"


def request(path: str, client: FlaskClient, body: bytes, kind: str, method: str = "POST") -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie(client)}\r\nAccept: application/json\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


def everything_on_disk(*folders: Path) -> bytes:
    """Every file in the folders, and every file this process holds open that has no name any more."""
    named = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    nameless = [
        path for path in Path("/proc/self/fd").glob("*") if "(deleted)" in _target(path) or "#" in _target(path)
    ]
    return b"".join(_bytes(path) for path in named + nameless)


def _target(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError:
        return ""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


@pytest.mark.about_sqlite
@pytest.mark.parametrize("way", ["form", "parts"])
def test_nothing_plain_is_ever_on_the_disk(
    way: str, sign_in: SignIn, app: Flask, database: Database, bid_id: str, address: tuple[str, int], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Half-way through and at the end: not in the instance, the database, its log, or where temporary files go."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    alder, content = sign_in("alder"), big_pdf()
    assert content.count(CANARY) > 50_000
    if way == "form":
        body = multipart("canary.pdf", content)
        sent = request(f"/supplier/bids/{bid_id}/documents", alder, body, MULTIPART)
    else:
        where = start(alder, bid_id, "canary.pdf", len(content)).json["address"]
        sent = request(f"{where}?offset=0", alder, content, "application/octet-stream", "PUT")
    seen, half = [], len(sent) // 2
    with socket.create_connection(address) as line:
        for at in range(0, len(sent), 60_000):
            line.sendall(sent[at : at + 60_000])
            if at <= half < at + 60_000:
                seen.append(everything_on_disk(tmp_path))
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    if way == "parts":
        assert b'"offset":' in answer
        assert alder.post(f"{where}/finish", headers=JSON).status_code == 201
    else:
        assert b" 302 " in answer.splitlines()[0]
    seen.append(everything_on_disk(tmp_path))
    assert all(len(each) > 2**20 for each in seen)
    assert not [each for each in seen if b"canary" in each]
    with database.reading() as session:
        kept = session.scalars(select(BidDocument)).one()
    assert alder.get(f"/supplier/bids/{bid_id}/documents/{kept.public_id}").data == content
