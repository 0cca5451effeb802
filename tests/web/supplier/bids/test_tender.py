"""Working on a tender and submitting it in the browser: refused at the field, in time, once, with a receipt."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assurance.adapters.signing import is_genuine
from assurance.domain.stages import BidStage, Stage
from assurance.domain.tenderbox.receipt import receipt_faults
from assurance.persistence.models import Answer, AuditEvent, Bid, BidDocument, CriterionRow, User
from assurance.persistence.session import Database
from assurance.services.signing import signer
from tests.factories.cast import World
from tests.factories.files import pdf
from tests.factories.tenders import DUE

PARTNER = {
    "name": "Knees", "role": "member", "delivers": "Knees", "payment_basis": "block", "share_percent": "10",
    "payment_days": "30", "outcome_share_percent": "0",
}  # fmt: skip
SignIn = Callable[[str], FlaskClient]
Load = Callable[[str], Bid]


def answer_of(database: Database) -> Answer:
    """Alder's stored answer to the scored question."""
    with database.reading() as session:
        return session.scalars(select(Answer).join(CriterionRow).where(CriterionRow.code == "care")).one()


def test_an_answer_over_the_limit_is_refused_with_the_text_kept(
    sign_in: SignIn, database: Database, bid_id: str
) -> None:
    alder, before = sign_in("alder"), answer_of(database)
    text = "one two three four five six seven eight nine ten eleven"
    page = alder.post(f"/supplier/bids/{bid_id}/answers/care", data={"version": before.version, "text": text})
    assert page.status_code == 422
    assert "take out 1" in page.text
    assert text in page.text
    assert answer_of(database).text == before.text
    saved = alder.post(
        f"/supplier/bids/{bid_id}/answers/care", data={"version": before.version, "text": "Better", "go_on": "y"}
    )
    assert saved.headers["Location"].endswith("/answers/cqc")
    assert answer_of(database).text == "Better"


def test_a_stale_answer_is_refused_and_given_back(sign_in: SignIn, database: Database, bid_id: str) -> None:
    page = sign_in("alder").post(f"/supplier/bids/{bid_id}/answers/care", data={"version": 0, "text": "My own words"})
    assert page.status_code == 409
    assert "My own words" in page.text
    assert answer_of(database).text == "alder canary answer"


@pytest.mark.parametrize(
    ("page", "data", "message"),
    [
        ("prices/price", {"amount": "0"}, "more than £0"),
        ("prices/price", {"amount": "NaN"}, "amount in pounds"),
        ("form", {"integration_form": "merger"}, "Select one"),
        ("partners/add", {"name": "", "share_percent": "200"}, "100% or less"),
        ("withdraw", {"reason": ""}, "Enter the reason"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    sign_in: SignIn, load: Load, bid_id: str, page: str, data: dict[str, str], message: str
) -> None:
    before = load(bid_id).version
    answer = sign_in("alder").post(f"/supplier/bids/{bid_id}/{page}", data=data)
    assert answer.status_code == 422
    assert message in answer.text
    assert load(bid_id).version == before


def test_a_partner_is_added_and_removed(sign_in: SignIn, bid_id: str) -> None:
    alder = sign_in("alder")
    fields = {**PARTNER, "name": "Knee & Co <Ltd>"}
    page = alder.post(f"/supplier/bids/{bid_id}/partners/add", data=fields, follow_redirects=True)
    assert "Knee &amp; Co &lt;Ltd&gt;" in page.text
    removed = alder.post(f"/supplier/bids/{bid_id}/partners/remove", data={"name": "Knee & Co <Ltd>", "version": "1"})
    assert removed.status_code == 302
    assert (
        alder.post(f"/supplier/bids/{bid_id}/partners/remove", data={"name": "Nobody", "version": "1"}).status_code
        == 404
    )


def upload(client: FlaskClient, bid_id: str, name: str, content: bytes) -> Any:
    data = {"document": (io.BytesIO(content), name)}
    return client.post(f"/supplier/bids/{bid_id}/documents", data=data, content_type="multipart/form-data")


def test_documents_are_uploaded_rejected_on_record_and_removed(
    sign_in: SignIn, database: Database, bid_id: str
) -> None:
    alder = sign_in("alder")
    assert upload(alder, bid_id, "plan.pdf", pdf()).status_code == 302
    refused = upload(alder, bid_id, "plan.pdf", b"MZ\x90 an executable")
    assert refused.status_code == 422
    assert "must be a PDF" in refused.text
    assert upload(alder, bid_id, "plan.pdf", b"").status_code == 422
    assert alder.post(f"/supplier/bids/{bid_id}/documents", data={}).status_code == 422
    assert "Upload refused" in alder.get(f"/supplier/bids/{bid_id}/").text
    with database.reading() as session:
        kept = session.scalars(select(BidDocument)).one()
        assert len(session.scalars(select(AuditEvent).where(AuditEvent.tag == "upload:rejected")).all()) == 3
    gone = alder.post(f"/supplier/bids/{bid_id}/documents/{kept.public_id}/remove")
    assert gone.status_code == 302
    assert alder.get(f"/supplier/bids/{bid_id}/documents/{kept.public_id}").status_code == 404


def checked(client: FlaskClient, bid_id: str) -> dict[str, str]:
    """What the page to check carries to the server: the key of this form, and the digest of what was shown."""
    page = client.get(f"/supplier/bids/{bid_id}/check").text
    found = {name: re.search(f'name="{name}"[^>]*value="([^"]+)"', page) for name in ("token_key", "checked")}
    return {name: each[1] for name, each in found.items() if each is not None}


def submit(client: FlaskClient, bid_id: str, form: dict[str, str] | None = None) -> Any:
    return client.post(f"/supplier/bids/{bid_id}/submit", data=checked(client, bid_id) if form is None else form)


def return_code(page: Any) -> str:
    found = re.search(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){5}", page.text)
    assert found is not None
    return found[0]


def test_submitting_gives_a_receipt_and_a_return_code_once(
    sign_in: SignIn, database: Database, load: Load, bid_id: str
) -> None:
    alder = sign_in("alder")
    assert "Not yet submitted" in alder.get(f"/supplier/bids/{bid_id}/").text
    form = checked(alder, bid_id)
    first = submit(alder, bid_id, form)
    assert first.status_code == 200
    code = return_code(first)
    assert return_code(submit(alder, bid_id, form)) == code
    receipt = alder.post(f"/supplier/bids/{bid_id}/receipt.json", data={"secret_code": code})
    assert receipt.headers["Content-Disposition"].startswith("attachment")
    given = json.loads(receipt.data)
    assert given["return_code"] == code
    assert receipt_faults(given, lambda *signed: is_genuine(*signed, signer().public_pem)) == []
    assert given["receipt"] in alder.get(f"/supplier/bids/{bid_id}/").text
    again = alder.get(f"/supplier/bids/{bid_id}/receipt").text
    assert given["digest"] in again
    assert not any(each["salt"] in again or code in again for each in given["salts"])
    shown = alder.post(f"/supplier/bids/{bid_id}/receipt", data={"secret_code": code.lower()})
    assert all(each["salt"] in shown.text for each in given["salts"])
    with database.reading() as session:
        count = select(func.count()).select_from(AuditEvent).where(AuditEvent.tag == "bid:submitted")
        assert session.scalar(count) == 1


def test_a_receipt_is_for_its_bidder_and_for_who_has_its_code(sign_in: SignIn, bid_id: str) -> None:
    alder = sign_in("alder")
    code = return_code(submit(alder, bid_id))
    for page in ("receipt", "receipt.json", "receipt.pdf"):
        assert sign_in("birch").post(f"/supplier/bids/{bid_id}/{page}", data={"secret_code": code}).status_code == 404
        assert sign_in("officer").post(f"/supplier/bids/{bid_id}/{page}", data={"secret_code": code}).status_code == 403
        wrong = alder.post(f"/supplier/bids/{bid_id}/{page}", data={"secret_code": "0" * 30})
        assert wrong.status_code == 422
        assert "not the return code" in wrong.text
    printed = alder.post(f"/supplier/bids/{bid_id}/receipt.pdf", data={"secret_code": code})
    assert printed.data.startswith(b"%PDF-")


def test_a_key_used_for_something_else_and_a_page_nobody_wrote_are_refused(
    sign_in: SignIn, load: Load, bid_id: str
) -> None:
    alder = sign_in("alder")
    form = checked(alder, bid_id)
    assert submit(alder, bid_id, {**form, "checked": "x"}).status_code == 422
    assert submit(alder, bid_id, {**form, "checked": "0" * 64}).status_code == 409
    assert submit(alder, bid_id, {**form, "token_key": "short"}).status_code == 422
    assert load(bid_id).stage is BidStage.INVITED
    assert submit(alder, bid_id, form).status_code == 200
    assert submit(alder, bid_id, {**form, "checked": "0" * 64}).status_code == 422


def test_at_the_deadline_it_is_refused_and_shown_in_the_timeline(
    sign_in: SignIn, clock: Any, load: Load, bid_id: str
) -> None:
    alder = sign_in("alder")
    clock.now = DUE
    refused = submit(alder, bid_id)
    assert refused.status_code == 409
    assert "closed" in refused.text
    assert load(bid_id).stage is BidStage.INVITED
    page = alder.get(f"/supplier/bids/{bid_id}/").text
    assert "Attempt refused" in page
    assert "Final tenders are closed" in page
    clock.now = DUE - timedelta(seconds=1)
    assert submit(alder, bid_id).status_code == 200


def test_a_tender_is_changed_while_it_stands_or_taken_out_and_neither_after_the_deadline(
    sign_in: SignIn, clock: Any, load: Load, bid_id: str
) -> None:
    alder, base = sign_in("alder"), f"/supplier/bids/{bid_id}"
    code = return_code(submit(alder, bid_id))
    assert "take it back first" in alder.get(f"{base}/answers/care").text
    wrong = alder.post(f"{base}/take-back", data={"secret_code": "", "submit": "y"})
    assert wrong.status_code == 422
    assert alder.post(f"{base}/take-back", data={"secret_code": code, "submit": "y"}).status_code == 302
    page = alder.get(f"{base}/").text
    assert "until it is, what you submitted stands" in page
    assert "Give up the change" in page
    assert load(bid_id).stage is BidStage.SUBMITTED
    second = return_code(submit(alder, bid_id))
    assert second != code
    assert alder.post(f"{base}/take-back", data={"blank": "y"}).status_code == 302
    assert alder.post(f"{base}/keep-submitted").status_code == 302
    assert alder.post(f"{base}/take-out", data={"version": 1}).status_code == 302
    assert load(bid_id).stage is BidStage.INVITED
    clock.now = DUE
    assert alder.post(f"{base}/take-back", data={"secret_code": second, "submit": "y"}).status_code == 409
    assert alder.post(f"{base}/take-out", data={"version": 1}).status_code == 409


@pytest.mark.parametrize(("name", "status"), [("birch", 404), ("officer", 403)])
def test_nobody_else_submits(sign_in: SignIn, load: Load, bid_id: str, name: str, status: int) -> None:
    form = {"token_key": "0" * 30, "checked": "0" * 64}
    assert submit(sign_in(name), bid_id, form).status_code == status
    assert load(bid_id).stage is BidStage.INVITED


def test_a_colleague_who_is_not_the_lead_works_but_does_not_submit(
    sign_in: SignIn, database: Database, world: World, load: Load, bid_id: str
) -> None:
    with database.transaction() as session:
        session.get_one(User, world.users["alder"]).is_organisation_lead = False
    alder = sign_in("alder")
    assert "lead of your organisation submits" in alder.get(f"/supplier/bids/{bid_id}/check").text
    assert submit(alder, bid_id).status_code == 403


@pytest.mark.parametrize("stage", [BidStage.NON_COMPLIANT, BidStage.PREFERRED, BidStage.UNSUCCESSFUL])
def test_a_bidder_learns_nothing_of_the_outcome_before_the_letter(
    sign_in: SignIn, database: Database, world: World, load: Load, bid_id: str, stage: BidStage
) -> None:
    alder = sign_in("alder")
    code = return_code(submit(alder, bid_id))
    with database.transaction() as session:
        session.scalars(select(Bid).where(Bid.public_id == bid_id)).one().stage = stage
        world.at(session, Stage.CHECKPOINT_2)
    pages = [alder.get(f"/supplier/bids/{page}").text for page in ("", f"{bid_id}/", f"{bid_id}/check")]
    form = {"token_key": "0" * 30, "checked": "0" * 64}
    pages += [
        submit(alder, bid_id, form).text,
        alder.post(f"/supplier/bids/{bid_id}/take-out", data={"version": 1}).text,
    ]
    pages.append(alder.post(f"/supplier/bids/{bid_id}/take-back", data={"secret_code": code}).text)
    for text in pages:
        assert stage.label not in text
    assert "being evaluated" in pages[1]
