"""Once a tender is in the box nothing on the disk tells of it, not even to who has the service's own keys."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.adapters.keyring import OVERHEAD, Keyring, Unopenable
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.files import pdf
from tests.factories.sealing import give_second_factor, passphrase
from tests.factories.tenders import OPENING, close

SignIn = Callable[[str], FlaskClient]
ANSWER, PARTNER, NAME, PRICE = "zanzibar marmalade", "Kestrel Canary Partner", "yellow-canary.pdf", "918273645.10"
DATA_SET, REASON, YEAR = "turquoise heron data set", "magenta otter reason", "183654729.02"
OWNER = "vermilion walrus owner"
YEARS = "£183,654,729.02"
PRICED = {"amount": PRICE, **{f"year_{year}": YEAR for year in range(1, 6)}}
CONTENT = pdf() + b"\n% quince canary in a document\n"
DRAFTS = (
    "answer_draft.text", "answer.text", "price.amount", "price.years", "bid.integration_form", "cover.providers",
    "form_question.owner", "form_question.evidence", "form_question.answer",
    "cover.data_set", "trajectory.promises", "trajectory.reason", "subcontractor.role",
    "subcontractor.payment_days", "bid_document.name", "bid_document.file_key", "subcontractor.name",
    "subcontractor.delivers", "subcontractor.payment_basis", "subcontractor.share_percent", "bid.manifest",
    "upload.name", "upload.key",
)  # fmt: skip


@pytest.fixture
def submitted(sign_in: SignIn, bid_id: str) -> FlaskClient:
    """Alder, having written its tender through the pages and submitted it."""
    alder, base = sign_in("alder"), f"/supplier/bids/{bid_id}"
    version = re.search(r'name="version"[^>]*value="(\d+)"', alder.get(f"{base}/answers/care").text)
    assert version is not None
    partner = {
        "name": PARTNER, "role": "member", "delivers": "Knees", "payment_basis": "block", "share_percent": "7",
        "payment_days": "30", "outcome_share_percent": "0",
    }  # fmt: skip
    cover = {"version": "1", "part_0": "accountable", "basis_0": "population", "data_set": DATA_SET}
    promise = {"version": "1", **{f"year_{year}": "77.31" for year in range(1, 6)}, "reason": REASON}
    sent = (
        alder.post(f"{base}/answers/care", data={"version": version[1], "text": ANSWER}),
        alder.post(f"{base}/prices/price", data=PRICED),
        alder.post(f"{base}/partners/add", data=partner),
        alder.post(f"{base}/coverage/1", data=cover),
        alder.post(f"{base}/outcomes/prom", data=promise),
        alder.post(f"{base}/form-questions/vat", data={"version": "1", "owner": OWNER, "answer": "Exempt"}),
        alder.post(f"{base}/documents", data={"document": (io.BytesIO(CONTENT), NAME)}),
    )
    assert {each.status_code for each in sent} == {302}
    page = alder.get(f"{base}/check").text
    assert all(
        each in page for each in (ANSWER, PARTNER, NAME, "918,273,645.10", DATA_SET, REASON, OWNER, "77.31%", YEARS)
    )
    found = {name: re.search(f'name="{name}"[^>]*value="([^"]+)"', page) for name in ("token_key", "checked")}
    answer = alder.post(f"{base}/submit", data={name: each[1] for name, each in found.items() if each})
    assert answer.status_code == 200
    return alder


def stored(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of the installation: the database, its log, the file store, what waits and the keys."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def canaries() -> dict[str, bytes]:
    """What must be nowhere: texts, names, figures in any guise, and unsalted hashes."""
    plain = {"answer": ANSWER, "partner": PARTNER, "name": NAME, "price": PRICE, "figures": "918273645"}
    plain |= {"data set": DATA_SET, "reason": REASON, "owner": OWNER, "year": YEAR, "figures of a year": "183654729"}
    hashed = {
        "document": CONTENT,
        "price alone": PRICE.encode(),
        "price part": b'{"amount":"918273645.1","years":["183654729.02"' + 4 * b',"183654729.02"' + b"]}",
    }
    digests = {name: hashlib.sha256(content) for name, content in hashed.items()}
    return {
        **{name: text.encode() for name, text in plain.items()},
        **{f"{name} in two bytes": text.encode("utf-16-le") for name, text in plain.items()},
        "a document": b"quince canary",
        "pence": (91827364510).to_bytes(8, "big")[2:],
        **{f"hash of {name}": digest.hexdigest().encode() for name, digest in digests.items()},
        **{f"raw hash of {name}": digest.digest() for name, digest in digests.items()},
    }


def test_no_byte_of_a_sealed_tender_is_on_the_disk_or_in_the_log(
    submitted: FlaskClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hits = [
        (str(path.relative_to(tmp_path)), name)
        for path, content in stored(tmp_path)
        for name, canary in canaries().items()
        if canary in content
    ]
    assert hits == []
    assert not [each for each in (ANSWER, PARTNER, NAME, PRICE, "918273645", DATA_SET, REASON) if each in caplog.text]


def test_before_it_is_sealed_the_same_search_does_find_what_is_plain(tmp_path: Path) -> None:
    """The search could find something, if something were there."""
    (tmp_path / "leak").write_bytes(b"..." + ANSWER.encode() + b"...")
    found = [name for _, content in stored(tmp_path) for name, canary in canaries().items() if canary in content]
    assert found == ["answer"]


@pytest.mark.about_sqlite
def test_who_has_the_services_own_keys_finds_no_draft_either(
    submitted: FlaskClient, app: Flask, database: Database, tmp_path: Path
) -> None:
    """Every value on the disk that the service's keys once closed is tried in the place of every part of a draft."""
    keyring = Keyring.open(app.extensions["assurance_settings"].keys)
    head = b"\x01" + keyring.keys[-1].name
    opened = {
        column: value
        for _, content in stored(tmp_path)
        for at in (found.start() for found in re.finditer(re.escape(head), content))
        for column in DRAFTS
        if (value := _open(keyring, content[at : at + 4_096], column)) not in (None, b"")
    }
    assert opened == {}


@pytest.mark.about_sqlite
def test_the_same_attempt_opens_a_draft_that_is_not_sealed(
    sign_in: SignIn, app: Flask, bid_id: str, tmp_path: Path
) -> None:
    """The attempt could succeed, if a draft were there."""
    alder = sign_in("alder")
    assert alder.post(f"/supplier/bids/{bid_id}/prices/price", data=PRICED).status_code == 302
    keyring = Keyring.open(app.extensions["assurance_settings"].keys)
    head = b"\x01" + keyring.keys[-1].name
    found = [
        _open(keyring, content[at.start() : at.start() + 4_096], "price.amount")
        for _, content in stored(tmp_path)
        for at in re.finditer(re.escape(head), content)
    ]
    assert (91827364510).to_bytes(8, "big", signed=True) in found


def test_what_was_sealed_opens_with_the_holders_and_reads_as_it_was_written(
    submitted: FlaskClient, sign_in: SignIn, database: Database, world: World, clock: Any, bid_id: str
) -> None:
    with database.transaction() as session:
        close(session, world)
    clock.now = OPENING
    base = f"/staff/procurements/{world.reference}/opening"
    for name in ("officer", "finance"):
        client = sign_in(name)
        give_second_factor(database, world, name)
        assert client.post(f"{base}/", data={"passphrase": passphrase(name)}).status_code == 302
    page = sign_in("auditor").get(f"{base}/{bid_id}").text
    assert all(each in page for each in (ANSWER, PARTNER, NAME, "£918,273,645.10", DATA_SET, REASON, "77.31%", YEARS))
    document = re.search(rf"{base}/{bid_id}/documents/[0-9a-f-]+", page)
    assert document is not None
    assert sign_in("officer").get(document[0]).data == CONTENT
    with database.reading() as session:
        assert session.scalars(select(Bid.stage).where(Bid.public_id == bid_id)).one() is BidStage.OPENED


def _open(keyring: Keyring, closed: bytes, column: str) -> bytes | None:
    """Try a value of unknown length in the place of a column."""
    lengths = (
        (OVERHEAD + 8,) if column.endswith(("amount", "percent", "days")) else range(OVERHEAD, min(len(closed), 400))
    )
    for length in lengths:
        try:
            return keyring.decrypt(closed[:length], column.encode())
        except Unopenable:
            continue
    return None
