"""The pages of a request for information, from its registration to the ZIP that is sent, and who may not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import AuditEvent, Pack
from assurance.persistence.session import Database
from tests.factories.award import Award
from tests.factories.cast import World

SignIn = Callable[[str], FlaskClient]
WEIGHED = "Rivals could price against it, which weighs more here than what the public would learn."
REQUEST = {
    "requester": "A. Reporter", "contact": "news@example.org", "received_on-day": "6", "received_on-month": "1",
    "received_on-year": "2025", "asked": "Why Alder Care was chosen.",
}  # fmt: skip


@pytest.fixture
def base(world: World, database: Database) -> str:
    with database.transaction() as session:
        Award(session, world).to_standstill()
    return f"/staff/procurements/{world.reference}/information"


def test_a_request_is_answered_by_two_people_and_leaves_as_pdf_and_zip(
    sign_in: SignIn, base: str, database: Database, app: Flask
) -> None:
    officer, owner = sign_in("officer"), sign_in("owner")
    refused = officer.post(f"{base}/register", data={**REQUEST, "received_on-year": "2031"})
    assert refused.status_code == 422 and "must be today or earlier" in refused.text
    assert "Why Alder Care was chosen." in refused.text
    here = officer.post(f"{base}/register", data=REQUEST).headers["Location"]
    page = officer.get(f"{here}/records").text
    fields = dict(re.findall(r'name="(section_\d+)"[^>]*value="(agreed:\d+)"', page))
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version is not None and fields
    picked = next(iter(fields.values()))
    assert officer.post(f"{here}/records", data={**fields, "version": version[1]}).status_code == 302
    assert officer.post(f"{here}/records", data={**fields, "version": version[1]}).status_code == 409
    typed = {"how": "passage", "passage": "Reason of", "exemption": "s43_2", "reason": "Rivals"}
    short = officer.post(f"{here}/withhold?item={picked}", data=typed)
    assert short.status_code == 422 and "how the public interest was weighed" in short.text
    assert officer.post(f"{here}/withhold?item={picked}", data={**typed, "reason": WEIGHED}).status_code == 302
    assert officer.post(f"{here}/withhold?item=mark:1", data=typed).status_code == 404

    seen = owner.get(here).text
    assert "[removed]" in seen and WEIGHED in seen and "Reason of" not in seen.partition("Agreed marks")[2]
    digest = re.search(r'name="digest"[^>]*value="([0-9a-f]{64})"', seen)
    assert digest is not None
    assert officer.post(f"{here}/release", data={"digest": digest[1]}).status_code == 403
    assert owner.post(f"{here}/release", data={"digest": digest[1]}).status_code == 302
    assert owner.get(f"{here}/answer.zip").status_code == 404, "the document is still being made"
    with database.transaction() as session:
        pack = session.scalars(select(Pack).where(Pack.kind == "information")).one()
        key = app.extensions["assurance_files"].put(b"%PDF-1.7 as printed").sha256
        pack.status, pack.sha256 = "done", key
    package = zipfile.ZipFile(io.BytesIO(owner.get(f"{here}/answer.zip").data))
    name = f"{base.split('/')[3]}-information-2025-01-06"
    assert package.namelist() == [f"{name}.pdf", f"{name}-records.json", f"{name}-withheld.csv"]
    assert package.read(f"{name}.pdf") == b"%PDF-1.7 as printed"
    assert "[removed]" in package.read(f"{name}-records.json").decode()
    assert "section 43(2)" in package.read(f"{name}-withheld.csv").decode()
    assert "Answered" in officer.get(f"{base}/").text
    with database.reading() as session:
        tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.subject == here.rsplit("/", 1)[1])).all()
    assert tags.count("information-request:downloaded") == 1
    assert tags.count("information-request:viewed") == 1


@pytest.mark.parametrize("name", ["clinician", "approver", "reviewer", "contracts"])
def test_others_do_not_see_who_asked(sign_in: SignIn, base: str, name: str) -> None:
    assert sign_in(name).get(f"{base}/").status_code == 403


def test_a_request_is_closed_without_records(sign_in: SignIn, base: str) -> None:
    here = sign_in("officer").post(f"{base}/register", data=REQUEST).headers["Location"]
    owner = sign_in("owner")
    assert owner.post(f"{here}/close", data={"reason": "Gone"}).status_code == 422
    assert owner.post(f"{here}/close", data={"reason": "It was withdrawn by letter."}).status_code == 302
    assert "It was withdrawn by letter." in owner.get(here).text
