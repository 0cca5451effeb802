"""Standstill and claims in court on their pages, under a law that knows no representations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from assurance.domain.procedures import CURRENT
from assurance.domain.procedures.regimes import Regime
from assurance.persistence.session import Database
from tests.factories.award import Award
from tests.factories.cast import NOW, World
from tests.web.conftest import SetClock

SignIn = Callable[[str], FlaskClient]
CLAIM = {
    "claimant": "Birch Care", "court_reference": "HT-2025-000123", "notified_on-day": "7", "notified_on-month": "1",
    "notified_on-year": "2025", "notified_time": "10:00", "grounds": "The marks on workforce.",
}  # fmt: skip


@pytest.fixture
def base(database: Database, world: World, clock: SetClock) -> str:
    """A standstill under the Procurement Act, two days old."""
    with database.transaction() as session:
        award = Award(session, world)
        procedure = CURRENT[Regime.PA23]
        award.procurement.procedure_code, award.procurement.procedure_version = procedure.code, procedure.version
        award.to_standstill()
    clock.now = NOW + timedelta(days=2)
    return f"/staff/procurements/{world.reference}/award"


def test_standstill_under_the_act_speaks_of_claims_and_not_of_representations(sign_in: SignIn, base: str) -> None:
    page = sign_in("officer").get(f"{base}/standstill").text
    assert "Standstill ends" in page
    assert "challenges the decision in court" in page
    assert "No representation has been received" not in page
    assert "Representations may be made" not in page


def test_a_claim_is_recorded_shown_as_suspending_and_ended_by_the_owner(sign_in: SignIn, base: str) -> None:
    officer, owner = sign_in("officer"), sign_in("owner")
    assert "No claim is on record" in officer.get(f"{base}/claims").text
    refused = officer.post(f"{base}/claims/record", data={**CLAIM, "grounds": "", "notified_time": "25:00"})
    assert refused.status_code == 422
    assert "Say what the claim is about" in refused.text
    assert "HT-2025-000123" in refused.text, "what was typed is given back"
    future = officer.post(f"{base}/claims/record", data={**CLAIM, "notified_on-year": "2027"})
    assert future.status_code == 422
    assert officer.post(f"{base}/claims/record", data=CLAIM).status_code == 302
    page = officer.get(f"{base}/claims").text
    assert "The award is suspended" in page
    assert "PA 2023 s101(1) and (2)" in page
    assert "Record how it ended" not in page, "the owner ends it"
    shown = owner.get(f"{base}/claims").text
    address = shown.split(f"{base}/claims/")[1].split("/end")[0]
    assert officer.post(f"{base}/claims/{address}/end", data={"how": "lifted", "reason": "x"}).status_code == 403
    assert owner.post(f"{base}/claims/{address}/end", data={"how": "", "reason": ""}).status_code == 422
    ended = owner.post(f"{base}/claims/{address}/end", data={"how": "lifted", "reason": "Order of 9 January"})
    assert ended.status_code == 302
    assert "The court lifted the suspension" in officer.get(f"{base}/claims").text


def test_nobody_without_the_duty_records_a_claim_and_an_unknown_one_is_not_there(sign_in: SignIn, base: str) -> None:
    assert sign_in("clinician").post(f"{base}/claims/record", data=CLAIM).status_code == 403
    assert sign_in("outsider").get(f"{base}/claims").status_code == 404
    assert sign_in("owner").get(f"{base}/claims/none/end").status_code == 404
