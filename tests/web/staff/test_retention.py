"""The pages of retention: what is shown, who may hold, who may erase, and a list whose queries do not grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.jobs.propose_erasures import propose_erasures
from assurance.persistence.models import Contract, Erasure, Procurement
from assurance.persistence.models.contract import ContractSignature
from assurance.persistence.session import Database
from assurance.services import procurements
from assurance.web.staff.retention.presenters import falling_due
from tests.factories.award import Award
from tests.factories.cast import NOW, World
from tests.statements import asked, listened

SignIn = Callable[[str], FlaskClient]
WHY = "A claim about this award is expected by the board."


@pytest.fixture
def base(world: World, database: Database, clock: Any) -> str:
    """A contract that both signed, seven years ago."""
    with database.transaction() as session:
        award = Award(session, world).to_award("")
        award.draw_up()
        contract = session.scalars(select(Contract)).one()
        for party in ("authority", "lead_provider"):
            session.add(
                ContractSignature(
                    contract_id=contract.id, party=party, signatory="Ann Other", signed_on=date(2025, 2, 5),
                    recorded_by_id=world.users["contracts"], recorded_at=award.now,
                )
            )  # fmt: skip
    clock.now = NOW + timedelta(days=366 * 7)
    return f"/staff/procurements/{world.reference}/retention"


def propose(database: Database, now: Any) -> str:
    assert propose_erasures(database, now=now) == 2
    assert propose_erasures(database, now=now) == 0
    with database.reading() as session:
        return session.scalars(select(Erasure.public_id).order_by(Erasure.id)).all()[0]


def test_a_hold_keeps_what_was_due_until_another_ends_it(
    sign_in: SignIn, base: str, database: Database, clock: Any
) -> None:
    owner, officer = sign_in("owner"), sign_in("officer")
    page = owner.get(f"{base}/").text
    assert "Limitation Act 1980" in page and "name no period" in page and "There is no hold" in page
    erasure = f"{base}/erasures/{propose(database, clock.now)}"
    refused = owner.post(f"{base}/hold", data={"reason": "Because"})
    assert refused.status_code == 422 and "at least 20 characters" in refused.text
    assert owner.post(f"{base}/hold", data={"reason": WHY}).status_code == 302
    assert "A hold is placed on them" in owner.get(erasure).text
    assert owner.post(f"{erasure}/approve").status_code == 409
    link = owner.get(f"{base}/").text.partition(f"{base}/hold/")[2].partition('"')[0]
    assert "somebody else ends it" in owner.get(f"{base}/hold/{link}").text
    assert sign_in("auditor").post(f"{base}/hold", data={"reason": WHY}).status_code == 403
    assert officer.post(f"{base}/hold/{link}", data={"reason": "The claim was never made."}).status_code == 302
    assert "Held" not in owner.get("/staff/retention").text


def test_two_approvals_erase_and_the_page_shows_the_hash(
    sign_in: SignIn, base: str, database: Database, clock: Any
) -> None:
    owner, approver = sign_in("owner"), sign_in("approver")
    erasure = f"{base}/erasures/{propose(database, clock.now)}"
    assert sign_in("contracts").post(f"{erasure}/approve").status_code == 403
    assert "Nothing is erased before another person" in owner.get(erasure).text
    owner.post(f"{erasure}/approve")
    assert "Another person has to approve it" in owner.get(erasure).text
    done = approver.post(f"{erasure}/approve", follow_redirects=True).text
    assert "The records are erased" in done and "Hash of what was erased" in done
    assert "Erased" in owner.get("/staff/retention").text


def test_records_are_kept_longer_from_their_page(sign_in: SignIn, base: str, database: Database, clock: Any) -> None:
    owner = sign_in("owner")
    keep = f"{base}/erasures/{propose(database, clock.now)}/keep"
    past = {"keep_until-day": "1", "keep_until-month": "1", "keep_until-year": "2031", "reason": WHY}
    refused = owner.post(keep, data=past)
    assert refused.status_code == 422 and WHY in refused.text
    assert owner.post(keep, data={**past, "keep_until-year": "2040"}).status_code == 302
    assert "Kept until" in owner.get(f"{base}/").text


def test_the_list_asks_as_often_for_many_procurements_as_for_one(
    database: Database, base: str, world: World, clock: Any
) -> None:
    with database.transaction() as session:
        procurements.create_procurement(
            session, title="Another", summary="All of it.", care_group="MSK", population=None, contract_years=5,
            outcome_share_percent=30, integration_forms=[], actor=world.actor(session, "officer"), now=NOW,
        )  # fmt: skip
    numbers = []
    for many in (1, 2):
        with database.reading() as session:
            mine = session.scalars(select(Procurement).order_by(Procurement.id).limit(many)).all()
            with listened(database.engine) as sent:
                assert len(falling_due(session, mine, clock.now)) == 3
            numbers.append(len(asked(sent)))
    assert numbers[0] == numbers[1]


def test_only_a_leader_sets_the_periods(sign_in: SignIn, base: str) -> None:
    officer = sign_in("officer")
    page = officer.get("/staff/retention/periods").text
    assert "Public Contracts Regulations 2015, regulation 84(9)" in page and "Set the period" not in page
    typed = {"kind": "record", "years": "8", "reason": "Schedule of the board"}
    assert officer.post("/staff/retention/periods", data=typed).status_code == 403
