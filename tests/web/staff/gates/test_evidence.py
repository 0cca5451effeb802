"""Evidence by hand: asked of a bidder, given with a file, read by the reviewer and by nobody else."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.stages import BidStage
from assurance.persistence.models import AuditEvent, Bid, EvidenceFile, EvidenceRequest
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.files import pdf
from tests.factories.plans import make_bid

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def bid_id(database: Database, world: World) -> str:
    """A bid of Alder."""
    with database.transaction() as session:
        make_bid(session, world, "birch", BidStage.IN_DIALOGUE)
        return make_bid(session, world, "alder", BidStage.IN_DIALOGUE).public_id


@pytest.fixture
def request_id(base: str, bid_id: str, sign_in: SignIn, database: Database) -> str:
    """What the reviewer asked of Alder through the page."""
    asked = {
        "line_code": "budget", "what": "Three years of accounts", "whom": f"bid:{bid_id}", "due_on-day": "20",
        "due_on-month": "1", "due_on-year": "2025",
    }  # fmt: skip
    answer = sign_in("reviewer").post(f"{base}/checkpoint_1/evidence/new", data=asked)
    assert answer.status_code == 302
    with database.reading() as session:
        return session.scalars(select(EvidenceRequest.public_id)).one()


def upload(client: FlaskClient, address: str, content: bytes, name: str = "Accounts.pdf") -> int:
    data = {"document": (io.BytesIO(content), name)}
    return client.post(address, data=data, content_type="multipart/form-data").status_code


def test_a_bidder_gives_a_file_which_the_reviewer_reads_and_others_do_not(
    base: str, bid_id: str, request_id: str, sign_in: SignIn, database: Database
) -> None:
    alder, address = sign_in("alder"), f"/supplier/bids/{bid_id}/evidence/{request_id}"
    assert "Three years of accounts" in alder.get(f"/supplier/bids/{bid_id}/evidence/").text
    assert upload(alder, f"{address}/files", pdf()) == 302
    assert alder.post(address, data={"answer": "See page 4", "version": "1"}).status_code == 302
    with database.reading() as session:
        file_id = session.scalars(select(EvidenceFile.public_id)).one()
    given = f"{base}/evidence/{request_id}/files/{file_id}"
    assert sign_in("reviewer").get(given).data == pdf()
    assert sign_in("auditor").get(given).data == pdf()
    assert "See page 4" in sign_in("reviewer").get(f"{base}/evidence/{request_id}").text
    for name in ("officer", "clinician", "moderator"):
        assert sign_in(name).get(given).status_code in (403, 404)
    assert sign_in("birch").get(f"{address}/files/{file_id}").status_code == 404
    with database.reading() as session:
        read = session.scalars(select(AuditEvent).where(AuditEvent.tag == "evidence:viewed")).all()
        assert {each.subject for each in read} == {request_id}
        assert len(read) == 3  # two people’s readings of the file, and one of the page


def test_a_file_of_another_kind_is_refused_at_its_field_and_nothing_is_kept(
    bid_id: str, request_id: str, sign_in: SignIn, database: Database
) -> None:
    alder, address = sign_in("alder"), f"/supplier/bids/{bid_id}/evidence/{request_id}"
    assert upload(alder, f"{address}/files", b"not a PDF") == 422
    assert "Say where the evidence is" in alder.post(address, data={"answer": "", "version": "1"}).text
    with database.reading() as session:
        assert session.scalars(select(EvidenceFile)).all() == []
        assert session.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "upload:rejected")).all()


def test_nothing_else_can_be_given_and_only_by_who_was_asked(
    base: str, bid_id: str, request_id: str, sign_in: SignIn, database: Database
) -> None:
    with database.reading() as session:
        others = select(Bid.public_id).where(Bid.public_id != bid_id)
        birch = session.scalars(others).one()
    assert sign_in("alder").get(f"/supplier/bids/{bid_id}/evidence/nothing").status_code == 404
    assert sign_in("birch").get(f"/supplier/bids/{birch}/evidence/{request_id}").status_code == 404
    assert upload(sign_in("birch"), f"/supplier/bids/{birch}/evidence/{request_id}/files", pdf()) == 404
    assert sign_in("officer").get(f"{base}/evidence/{request_id}/give").status_code == 404
