"""A claim in court holds the contract back until its end is on record; the officer records it, the owner ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.procedures import CURRENT
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Claim, Message
from assurance.services import claims
from tests.factories.award import Award
from tests.factories.cast import make_world


@pytest.fixture
def award(session: Session) -> Award:
    """A procurement under the Procurement Act whose standstill has just begun."""
    award = Award(session, make_world(session))
    procedure = CURRENT[Regime.PA23]
    award.procurement.procedure_code, award.procurement.procedure_version = procedure.code, procedure.version
    award.to_standstill()
    award.now += timedelta(days=2)
    return award


def receive(award: Award, name: str = "officer", **more: object) -> Claim:
    fields = {
        "procurement": award.procurement, "claimant": "Birch Health", "court_reference": "HT-2025-000123",
        "grounds": "The marks on workforce.", "notified_at": award.now, "ordered": False, "actor": award.actor(name),
        "now": award.now,
    }  # fmt: skip
    made = claims.record(award.session, **{**fields, **more})  # type: ignore[arg-type]  # reason: fields by name
    award.session.flush()
    return made


def end(award: Award, claim: Claim, name: str = "owner", how: str = "lifted", reason: str = "Order of 2 May") -> Claim:
    return claims.end(
        award.session, claim=claim, procurement=award.procurement, how=how, reason=reason, actor=award.actor(name),
        now=award.now,
    )  # fmt: skip


def test_the_award_waits_until_the_suspension_is_lifted(award: Award) -> None:
    claim = receive(award)
    award.now += timedelta(days=30)
    with pytest.raises(MoveRefused) as refused:
        award.move("confirm_award")
    assert [each.code for each in refused.value.objections] == ["claim"]
    end(award, claim)
    award.move("confirm_award")
    assert award.procurement.stage is Stage.AWARD
    assert claim.suspends
    assert claim.provision == "PA 2023 s101(1) and (2)"


def test_a_claim_after_standstill_is_on_record_and_stops_nothing(award: Award) -> None:
    award.now += timedelta(days=30)
    claim = receive(award)
    assert not claim.suspends
    award.move("confirm_award")


def test_a_claim_still_stops_the_contract_after_the_award_is_confirmed(award: Award) -> None:
    award.now += timedelta(days=30)
    award.move("confirm_award")
    award.draw_up()
    receive(award, ordered=True)
    with pytest.raises(MoveRefused) as refused:
        award.move("open_contract", "contracts")
    assert "claim" in [each.code for each in refused.value.objections]


def test_an_order_of_a_court_holds_the_award_under_the_selection_regime_and_a_claim_alone_does_not(
    session: Session,
) -> None:
    award = Award(session, make_world(session)).to_standstill()
    award.now += timedelta(days=30)
    assert award.procurement.procedure.regime is Regime.PSR
    assert not receive(award).suspends
    ordered = receive(award, ordered=True)
    assert ordered.suspends
    with pytest.raises(MoveRefused) as refused:
        award.move("confirm_award")
    assert [each.code for each in refused.value.objections] == ["claim"]
    end(award, ordered)
    award.move("confirm_award")
    assert award.procurement.stage is Stage.AWARD


@pytest.mark.parametrize("field", ["claimant", "court_reference", "grounds"])
def test_nothing_is_left_out(award: Award, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        receive(award, **{field: "  "})
    assert refused.value.field == field


def test_nobody_is_notified_in_the_future(award: Award) -> None:
    with pytest.raises(InvalidInput):
        receive(award, notified_at=award.now + timedelta(minutes=1))


def test_the_officer_records_and_the_owner_ends_and_nobody_else(award: Award) -> None:
    with pytest.raises(NotPermitted):
        receive(award, "clinician")
    claim = receive(award)
    with pytest.raises(NotPermitted):
        end(award, claim, "officer")
    with pytest.raises(InvalidInput):
        end(award, claim, reason=" ")
    with pytest.raises(InvalidInput):
        end(award, claim, how="forgotten")
    end(award, claim)
    with pytest.raises(Conflict):
        end(award, claim)
    tags = set(award.session.scalars(select(AuditEvent.tag)))
    assert {"claim:recorded", "claim:ended"} <= tags


def test_a_contract_that_is_put_forward_at_the_same_instant_is_noticed(award: Award) -> None:
    award.session.flush()
    before = award.procurement.version
    receive(award)
    assert award.procurement.version > before


def test_whoever_goes_on_with_the_contract_is_told(award: Award) -> None:
    claim = receive(award)
    told = award.session.scalars(select(Message.user_id).where(Message.kind == "claim")).all()
    assert award.world.users["owner"] in told
    assert award.world.users["officer"] not in told, "whoever recorded it knows"
    assert claim.public_id


def test_there_is_no_claim_before_the_outcome_is_told(session: Session) -> None:
    award = Award(session, make_world(session)).to_intention()
    with pytest.raises(MoveRefused):
        receive(award)
