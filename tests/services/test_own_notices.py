"""Notices that no step publishes: planned procurements, and payments, results, changes and the end of a contract."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, MoveRefused, NotFound, NotPermitted
from assurance.domain.notices.own import OWN, own_of
from assurance.domain.ocds.kinds import KINDS as OPEN_DATA
from assurance.domain.procedures import CURRENT
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import Stage
from assurance.domain.timetable.direction import Direction
from assurance.persistence.models import (
    ContractAmendment,
    ContractIndicator,
    ContractReport,
    ContractSignature,
    Notice,
    OcdsRelease,
    PaymentStatement,
)
from assurance.persistence.queries.contracts import get_contract
from assurance.services import moves, own_notices, timetable
from assurance.services.contracting import amending
from assurance.services.own_notices.publishing import WRITERS, get_own
from tests.factories.award import Award
from tests.factories.cast import NOW, make_world
from tests.factories.open_data import call_published


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def under(award: Award, regime: Regime) -> Award:
    used = CURRENT[regime]
    award.procurement.procedure_code, award.procurement.procedure_version = used.code, used.version
    award.session.flush()
    return award


def found(award: Award, kind: str) -> own_notices.Own:
    return get_own(award.session, award.procurement, kind, award.now)


def sections(award: Award, kind: str) -> dict[str, str]:
    return {each["heading"]: each["text"] for each in found(award, kind).sections}


def approve(award: Award, kind: str, name: str = "approver", digest: str = "") -> None:
    own_notices.approve(
        award.session, procurement=award.procurement, kind=kind, actor=award.actor(name), now=award.now,
        digest=digest or found(award, kind).digest,
    )  # fmt: skip


def publish(award: Award, kind: str, name: str = "officer") -> Notice:
    return own_notices.publish_own(
        award.session, procurement=award.procurement, kind=kind, actor=award.actor(name), now=award.now
    )


def running(award: Award, regime: Regime) -> Award:
    """Lay down a signed contract whose service runs."""
    under(award, regime).to_award("")
    contract = award.draw_up()
    for party in ("authority", "lead_provider"):
        award.session.add(
            ContractSignature(
                contract_id=contract.id,
                party=party,
                signatory="N. N.",
                capacity="Chief executive",
                signed_on=date(2025, 2, 6),
                recorded_by_id=award.world.users["contracts"],
                recorded_at=NOW,
            )  # fmt: skip
        )
    award.world.at(award.session, Stage.LIVE)
    award.now += timedelta(days=1)
    return award


def amend(award: Award, decision: str, ground: str, change: int = 3_000_000) -> ContractAmendment:
    contract = found_contract(award)
    is_decided = decision != ""
    row = ContractAmendment(
        contract_id=contract, number=1, title="More therapy", reason="More people are referred.", ground=ground,
        is_own_decision=True, effective_on=date(2026, 4, 1), value_before_amount=Decimal(10_000_000),
        value_change_amount=Decimal(change), clauses={"scope": "Therapy at home is added."}, schedules={},
        schedules_version=2 if decision == "approved" else None, proposed_by_id=award.world.users["contracts"],
        proposed_at=award.now, decision=decision, decision_reason="Needed",
        decided_by_id=award.world.users["owner"] if is_decided else None, decided_at=award.now if is_decided else None,
    )  # fmt: skip
    award.session.add(row)
    award.session.flush()
    return row


def found_contract(award: Award) -> int:
    return get_contract(award.session, award.world.procurement_id).id


def test_every_kind_has_a_writer_and_a_row_in_the_open_data() -> None:
    assert set(WRITERS) == set(OWN)
    assert set(OWN) <= set(OPEN_DATA)
    assert [each.kind.number for each in own_of(Regime.PA23)] == ["UK1", "UK3", "UK8", "UK9", "UK10", "UK11"]


def test_a_planned_procurement_notice_says_when_it_shortens_and_waits_for_its_dates(award: Award) -> None:
    under(award, Regime.PA23)
    assert (
        "between Saturday 15 February 2025 and Tuesday 6 January 2026"
        in (sections(award, "uk3")["What follows from this notice"])
    )
    assert found(award, "uk3").missing == ("Planned dates",)
    with pytest.raises(MoveRefused, match="Planned dates"):
        publish(award, "uk3")


@pytest.mark.parametrize("kind", ["uk1", "uk3"])
def test_a_plan_is_told_once_its_dates_are_planned_by_whoever_runs_the_procurement(award: Award, kind: str) -> None:
    under(award, Regime.PA23)
    timetable.propose(
        award.session, procurement=award.procurement, direction=Direction.BACKWARDS, anchor_on=date(2026, 4, 1),
        actor=award.actor("officer"), now=NOW,
    )  # fmt: skip
    approve(award, kind)
    award.now += timedelta(days=3)  # the days of publication move on, and the approval stands
    with pytest.raises(NotPermitted):
        publish(award, kind, "contracts")
    notice = publish(award, kind)
    release = award.session.scalars(select(OcdsRelease).where(OcdsRelease.notice_id == notice.id)).one()
    assert (release.stage, '"tag":["planning"]' in release.document) == ("planning", True)
    assert found(award, kind).why_not == "It is published"
    with pytest.raises(MoveRefused, match="It is published"):
        publish(award, kind)


@pytest.mark.parametrize(("days", "counts"), [(39, False), (40, True), (365, True), (366, False)])
def test_only_a_qualifying_planned_notice_counts_when_the_call_is_published(
    award: Award, days: int, counts: bool
) -> None:
    under(award, Regime.PA23)
    award.session.add(
        Notice(
            public_id="n",
            procurement_id=award.world.procurement_id,
            kind="uk3",
            title="Planned",
            content={},
            published_at=NOW,
        )  # fmt: skip
    )
    own_notices.count_planned_notice(
        award.session, award.procurement, award.actor("officer"), NOW + timedelta(days=days), ""
    )
    assert ("planned_notice" in award.procurement.circumstances) is counts
    assert award.procurement.given.planned_notice is counts


def test_the_call_asks_whether_a_planned_notice_counts() -> None:
    assert own_notices.count_planned_notice in moves.CONSEQUENCES["publish_call"]


def test_a_change_is_told_before_it_is_made_under_the_act_and_by_a_second_person(award: Award) -> None:
    running(award, Regime.PA23)
    assert found(award, "uk10").why_not == "Nothing is there to tell yet"
    row = amend(award, "", "unforeseeable")
    told = sections(award, "uk10")
    assert (
        "The authority intends to modify the contract with effect from Wednesday 1 April 2026" in told["What changes"]
    )
    assert "Value before: £10,000,000; after: £13,000,000." in told["What changes"]
    assert told["Reason"].startswith(
        "Circumstances that could not reasonably have been foreseen (PA 2023 Sch 8 para 4)"
    )
    with pytest.raises(MoveRefused, match="not approved as it stands"):
        publish(award, "uk10", "contracts")
    for name in ("contracts", "officer", "clinician"):
        with pytest.raises(NotPermitted):
            approve(award, "uk10", name)
    with pytest.raises(Conflict):
        approve(award, "uk10", digest="0" * 64)
    approve(award, "uk10", "owner")
    for name in ("owner", "approver", "finance"):
        with pytest.raises(NotPermitted):
            publish(award, "uk10", name)
    decision = {"approve": True, "reason": "It is needed.", "actor": award.actor("approver"), "now": award.now}
    with pytest.raises(MoveRefused, match="contract change notice is not published"):
        amending.decide(award.session, amendment=row, **decision)
    notice = publish(award, "uk10", "contracts")
    assert amending.decide(award.session, amendment=row, **decision).decision == "approved"
    assert (notice.subject, notice.content["provision"]) == (
        "1", "PA 2023 s75 and Procurement Regulations 2024 reg 40",
    )  # fmt: skip
    assert found(award, "uk10").why_not == "Nothing is there to tell yet"
    assert (
        award.session.scalars(select(OcdsRelease).where(OcdsRelease.notice_id == notice.id)).one().stage == "contract"
    )


@pytest.mark.parametrize(
    ("regime", "kind", "ground"),
    [(Regime.PSR, "psr_modification", "own_decision"), (Regime.PCR15, "pcr15_modification", "unforeseeable")],
)
def test_the_other_laws_tell_of_a_change_once_it_is_made(award: Award, regime: Regime, kind: str, ground: str) -> None:
    running(award, regime)
    row = amend(award, "", ground, 2_000_000)
    assert found(award, kind).why_not
    row.decision, row.decided_by_id, row.decided_at, row.schedules_version = (
        "approved", award.world.users["owner"], award.now, 2,
    )  # fmt: skip
    award.session.flush()
    told = sections(award, kind)
    assert "The contract is modified with effect from" in told["What changes"]
    assert found(award, kind).missing == ()
    approve(award, kind)
    publish(award, kind)
    with pytest.raises(NotFound):
        found(award, "uk10")


def test_payments_above_the_threshold_are_told_quarter_by_quarter(award: Award) -> None:
    running(award, Regime.PA23)
    contract = found_contract(award)
    for quarter, due in ((1, 30_000), (2, 30_001), (3, 900_000)):
        award.session.add(
            PaymentStatement(
                contract_id=contract,
                year=1,
                quarter=quarter,
                document={},
                to_date_amount=Decimal(due),
                paid_before_amount=Decimal(0),
                due_amount=Decimal(due),
                prepared_by_id=award.world.users["finance"],
                prepared_at=award.now,
                issued_by_id=award.world.users["owner"] if quarter < 3 else None,
                issued_at=award.now if quarter < 3 else None,
            )  # fmt: skip
        )
    award.session.flush()
    assert found(award, "uk8").subject == "1-Q2"
    assert "Contract year 1, quarter 2: £30,001 became due" in sections(award, "uk8")["Payments"]
    approve(award, "uk8")
    publish(award, "uk8")
    assert found(award, "uk8").why_not


def test_performance_is_told_by_the_last_accepted_rating_of_the_year(award: Award) -> None:
    running(award, Regime.PA23)
    contract = found_contract(award)
    award.session.add(
        ContractIndicator(
            contract_id=contract,
            code="wait",
            title="Seen within six weeks",
            measured_by="Register",
            unit="%",
            target=Decimal(92),
            floor=Decimal(80),
            consequence="A plan",
            set_by_id=award.world.users["contracts"],
            set_at=award.now,
        )  # fmt: skip
    )
    for quarter, actual, rating, decision in (
        (1, 93, "good", "accepted"), (2, 85, "approaching_target", "accepted"), (3, 60, "", ""),
    ):  # fmt: skip
        award.session.add(
            ContractReport(
                contract_id=contract,
                year=1,
                quarter=quarter,
                kind="indicator",
                code="wait",
                actual=Decimal(actual),
                evidence="Register",
                reported_by_id=award.world.users["alder"],
                reported_at=award.now,
                rating=rating,
                decision=decision,
                decided_by_id=award.world.users["contracts"] if decision else None,
                decided_at=award.now if decision else None,
            )  # fmt: skip
        )
    award.session.flush()
    assert sections(award, "uk9")["Assessment of performance"] == (
        "Seen within six weeks: approaching target. Target 92%, result to the end of quarter 2 85%."
    )


def test_the_end_of_a_contract_says_what_was_written_and_its_writer_does_not_approve(award: Award) -> None:
    running(award, Regime.PA23)
    assert found(award, "uk11").missing == ("Termination",)
    said = {"procurement": award.procurement, "kind": "uk11", "now": award.now}
    with pytest.raises(NotPermitted):
        own_notices.write_text(award.session, text="Ended", version=0, actor=award.actor("owner"), **said)
    own_notices.write_text(
        award.session, text="By agreement, on 1 May 2025.", version=0, actor=award.actor("contracts"), **said
    )
    approve(award, "uk11")
    publish(award, "uk11", "contracts")
    assert "By agreement, on 1 May 2025." in award.published("uk11")["Termination"]
    assert found(award, "uk11").why_not == "It is published"


def test_what_belongs_to_another_stage_is_said_with_the_stage(award: Award) -> None:
    under(call_published(award), Regime.PA23)
    award.world.at(award.session, Stage.CALL)
    assert found(award, "uk3").why_not.startswith("It is published at the stage “Planning”")
    assert "“Service live”" in found(award, "uk8").why_not


def test_an_urgent_change_under_the_regime_says_that_it_was_urgent(award: Award) -> None:
    running(award, Regime.PSR)
    row = amend(award, "approved", "urgent", 100_000)
    assert sections(award, "psr_modification")["Urgency"].startswith("In the view of the relevant authority")
    row.ground = "own_decision"
    row.value_change_amount = Decimal(2_000_000)
    award.session.flush()
    assert "Urgency" not in sections(award, "psr_modification")
