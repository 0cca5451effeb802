"""A representation holds the award open until its condition is met, and its records go to one bidder alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, CriterionRow, Mark, Pack, RecordRelease, Representation
from assurance.persistence.session import Database
from tests.factories.award import Award
from tests.factories.cast import NOW, World
from tests.factories.sealing import give_second_factor

SignIn = Callable[[str], FlaskClient]
REASON = "The record was read again and the criteria were applied as published."


@pytest.fixture
def base(database: Database, world: World) -> str:
    """A standstill that has just begun, with one evaluator's mark on the winner's bid."""
    with database.transaction() as session:
        award = Award(session, world).to_standstill()
        row = session.scalars(select(CriterionRow).where(CriterionRow.code == "clinical")).one()
        session.add(
            Mark(
                bid_id=award.bid("alder").id, criterion_id=row.id, evaluator_id=world.users["nurse"], mark=5,
                scale_top=5, rationale="The canary engine finds falls early", saved_at=NOW, locked_at=NOW,
            )
        )  # fmt: skip
    return f"/staff/procurements/{world.reference}/award"


def sent(database: Database) -> Representation:
    with database.reading() as session:
        return session.scalars(select(Representation).order_by(Representation.id.desc())).all()[0]


def send(client: FlaskClient) -> str:
    data = {"text": "Our workforce plan was misread", "information_asked": "The comments on both bids"}
    return client.post("/supplier/bids/bid-of-birch/representation", data=data, follow_redirects=True).text


def test_it_holds_the_award_until_it_is_decided_and_five_working_days_have_passed(
    sign_in: SignIn, base: str, clock: Any, database: Database, world: World
) -> None:
    birch, owner, officer, reviewer = (sign_in(name) for name in ("birch", "owner", "officer", "representations"))
    clock.now = NOW + timedelta(days=2)
    assert "Standstill lasts until it is decided" in send(birch)
    page = birch.get("/supplier/bids/bid-of-birch/representation").text
    assert "Why it is in time" in page
    assert "The comments on both bids" in page
    register = officer.get(f"{base}/representations").text
    for words in ("1. Birch Care", "In time", "Asked for, not released", "Nobody yet", "Not answered"):
        assert words in register
    address = f"{base}/representations/{sent(database).public_id}"
    assert officer.get(f"{address}/reviewer").status_code == 403
    data = {"reviewer": str(world.users["representations"])}
    assert "Representations, Test post" in owner.get(f"{address}/reviewer").text
    assert owner.post(f"{address}/reviewer", data={}).status_code == 422
    assert owner.post(f"{address}/reviewer", data=data).status_code == 302

    move = f"/staff/procurements/{world.reference}/move/confirm_award"
    confirm = {"version": "0", "reason": ""}

    def tried() -> int:
        with database.reading() as session:
            confirm["version"] = str(world.procurement(session).version)
        give_second_factor(database, world, "officer", clock.now)
        return officer.post(move, data=confirm).status_code

    clock.now = NOW + timedelta(days=20)  # Sunday 26 January, after the last day of standstill
    assert tried() == 409
    assert reviewer.post(address, data={"decision": "return", "nature": "process", "reason": REASON}).status_code == 302
    assert "/move/return_to_evaluation" in reviewer.get(address).text
    clock.now = NOW + timedelta(days=21, hours=3)
    assert (
        reviewer.post(address, data={"decision": "proceed", "nature": "process", "reason": REASON}).status_code == 302
    )
    assert tried() == 409
    told = birch.get("/supplier/bids/bid-of-birch/representation").text
    assert "No contract is entered into before the end of Monday 3 February 2025" in told
    assert "Monday 3 February 2025" in officer.get(f"{base}/representations").text
    clock.now = NOW + timedelta(days=28, hours=14)  # Monday 3 February, 23:00
    assert tried() == 409
    clock.now = NOW + timedelta(days=28, hours=15)
    assert tried() == 302
    with database.reading() as session:
        assert world.procurement(session).stage is Stage.AWARD


def test_records_are_prepared_cut_released_by_another_and_read_by_that_bidder_alone(
    sign_in: SignIn, base: str, clock: Any, database: Database, world: World
) -> None:
    birch, owner, officer = (sign_in(name) for name in ("birch", "owner", "officer"))
    clock.now = NOW + timedelta(days=2)
    give_second_factor(database, world, "owner", clock.now)
    send(birch)
    start = f"{base}/representations/{sent(database).public_id}/records"
    assert owner.post(start).status_code == 403
    records = officer.post(start).headers["Location"]
    page = officer.get(records).text
    assert "The canary engine finds falls early" in page
    for cannot in ("approver", "moderator", "clinician", "contracts"):
        assert sign_in(cannot).get(records).status_code == 403
    link = re.search(r'href="([^"]*withhold\?item=mark[^"]*)"', page)
    assert link is not None
    address = link[1].replace("&amp;", "&")
    typed = {"how": "passage", "passage": "canary", "exception": "commercial", "reason": "Their own method"}
    refused = officer.post(address, data={**typed, "passage": ""})
    assert refused.status_code == 422
    assert "Copy the words that are withheld" in refused.text
    assert "Their own method" in refused.text
    assert officer.post(address, data={**typed, "passage": "canary engine"}).status_code == 302
    release_id = records.rsplit("/", 1)[1]
    mine = f"/supplier/bids/bid-of-birch/representation/records/{release_id}"
    assert birch.get(mine).status_code == 404

    seen = owner.get(records).text
    digest = re.search(r'name="digest"[^>]*value="([0-9a-f]{64})"', seen)
    assert digest is not None
    assert officer.post(f"{records}/release", data={"digest": digest[1]}).status_code == 403
    assert owner.post(f"{records}/release", data={"digest": "0" * 64}).status_code == 409
    assert owner.post(f"{records}/release", data={"digest": digest[1]}).status_code == 302
    read = birch.get(mine).text
    for words in ("Clinical model, evaluator 1, Alder Care", "The [removed] finds falls early", "Their own method"):
        assert words in read
    assert "canary" not in read
    assert birch.get(f"{mine}/file").status_code == 404  # the document is still being made
    alder = sign_in("alder")
    assert alder.get(mine).status_code == 404
    assert alder.get(mine.replace("birch", "alder")).status_code == 404
    assert "Released" in officer.get(f"{base}/representations").text
    with database.reading() as session:
        assert session.scalars(select(Pack.kind).where(Pack.subject == release_id)).all() == ["release"]
        assert session.scalars(select(RecordRelease.digest)).one() == digest[1]
        tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.subject == release_id)).all()
    assert tags.count("record-release:read") == 1
    assert tags.count("record-release:viewed") == 2


def test_the_report_names_what_is_missing_and_where_to_write_it(
    sign_in: SignIn, base: str, database: Database, world: World
) -> None:
    address = base.replace("/award", "/packs/record-keeping")
    officer = sign_in("officer")
    page = officer.get(address).text
    for words in ("PSR 2023, regulation 24(d)", "Alder Care", "Ranked first by the published criteria.", "On record"):
        assert words in page
    assert 'value="record:"' in officer.get(base.replace("/award", "/packs/")).text
    with database.transaction() as session:
        world.at(session, Stage.ABANDONED)
    page = officer.get(address).text
    assert "Missing: " in page
    assert "Write it<span" in page
    for cannot in ("approver", "moderator", "clinician", "contracts", "reviewer"):
        assert sign_in(cannot).get(address).status_code == 403
    assert sign_in("outsider").get(address).status_code == 404
