"""A program killed while it takes in a tender: nothing lost, nothing twice, and the same form gets the one receipt."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from assurance.adapters.signing import is_genuine
from assurance.domain.chain import Link, verify
from assurance.domain.tenderbox.receipt import receipt_faults
from assurance.persistence.models import AuditEvent, Bid, Idempotency, SealedItem, Submission
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.session import Database
from assurance.services.signing import signer
from tests.web.supplier.bids.test_tender import SignIn, checked, return_code, submit
from tests.web.supplier.bids.test_upload_crash import cookie, killed_at


@pytest.mark.parametrize(
    ("point", "is_in"), [("before_commit", False), ("after_commit", True), ("before_answer", True)]
)
def test_the_same_form_sent_again_has_one_tender_and_one_receipt(
    point: str, is_in: bool, sign_in: SignIn, database: Database, bid_id: str, tmp_path: Path
) -> None:
    alder = sign_in("alder")
    form = checked(alder, bid_id)
    kind, body = "application/x-www-form-urlencoded", urlencode(form).encode()
    ended = killed_at(point, tmp_path, database, cookie(alder), "POST", f"/supplier/bids/{bid_id}/submit", kind, body)
    assert ended == -9
    with database.reading() as session:
        bid = session.scalars(select(Bid).where(Bid.public_id == bid_id)).one()
        assert bool(session.scalars(select(Submission)).all()) is is_in
        assert bool(session.scalars(select(SealedItem)).all()) is is_in
        assert bool(get_parts(session, bid.id).answers) is not is_in
    pages = [submit(alder, bid_id, form) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    code = return_code(pages[0])
    assert return_code(pages[1]) == code
    given = json.loads(alder.post(f"/supplier/bids/{bid_id}/receipt.json", data={"secret_code": code}).data)
    assert receipt_faults(given, lambda *signed: is_genuine(*signed, signer().public_pem)) == []
    with database.reading() as session:
        for rows in (Submission, Idempotency):
            assert session.scalar(select(func.count()).select_from(rows)) == 1
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
        assert [event.hash for event in events if event.tag == "bid:submitted"] == [given["audit"]["hash"]]
        assert verify([Link(event.seq, event.prev, event.body, event.hash) for event in events]) is None
