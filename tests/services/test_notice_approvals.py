"""A notice is published as somebody other than its writer approved it, its reason with it, or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Notice, NoticeCorrection
from assurance.services import letters, moves, notice_duties, notices
from tests.factories.award import Award
from tests.factories.cast import make_world
from tests.factories.notices import approve_notices

REASON = "The budget was withdrawn"


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def perform(award: Award, trigger: str, name: str = "officer", reason: str = "") -> None:
    """Take a step as it is, approving nothing."""
    moves.perform(
        award.session, procurement=award.procurement, trigger=trigger, actor=award.actor(name), now=award.now,
        reason=reason,
    )  # fmt: skip


def approve(award: Award, kind: str, name: str) -> None:
    notices.approve(
        award.session, procurement=award.procurement, kind=kind, actor=award.actor(name), now=award.now,
        digest=notices.digest_of(award.session, procurement=award.procurement, kind=kind),
    )  # fmt: skip


def write(award: Award, name: str, text: str = REASON, version: int = 0) -> None:
    notices.write_reason(
        award.session, procurement=award.procurement, kind="abandonment", text=text, version=version,
        actor=award.actor(name), now=award.now,
    )  # fmt: skip


def refusals(award: Award, trigger: str, reason: str = "") -> list[str]:
    with pytest.raises(MoveRefused) as refused:
        perform(award, trigger, reason=reason)
    return [each.message for each in refused.value.objections]


def test_the_intention_waits_for_approval_and_again_when_its_facts_change(award: Award) -> None:
    award.to_intention()
    letters.prepare_all(award.session, procurement=award.procurement, actor=award.actor("officer"), now=award.now)
    assert refusals(award, "start_standstill") == ["The notice that becomes public with this step is not approved"]
    approve(award, "intention_to_award", "approver")
    award.procurement.summary = "All musculoskeletal care, and pain."
    assert refusals(award, "start_standstill") == [
        "The notice that becomes public with this step was approved, and would say something else by now"
    ]
    approve(award, "intention_to_award", "owner")
    perform(award, "start_standstill")
    assert award.published("intention_to_award")["What is bought"].startswith("All musculoskeletal care, and pain.")


def test_a_step_taken_again_is_approved_again(award: Award) -> None:
    award.to_standstill()
    award.now += timedelta(days=1)
    award.move("return_to_recommendation", "owner", "A mark was misread")
    award.recommend().approve()
    award.move("request_checkpoint_2")
    award.pass_gate("checkpoint_2")
    award.move("declare_intention")
    letters.prepare_all(award.session, procurement=award.procurement, actor=award.actor("officer"), now=award.now)
    assert refusals(award, "start_standstill") == ["The notice that becomes public with this step is not approved"]
    award.move("start_standstill")
    kinds = award.session.scalars(select(Notice.kind).where(Notice.procurement_id == award.world.procurement_id))
    assert list(kinds) == ["intention_to_award"] * 2
    with pytest.raises(Conflict, match="what is public does not change"):
        approve(award, "intention_to_award", "approver")


def test_an_abandonment_gives_the_reason_that_was_approved(award: Award) -> None:
    with pytest.raises(MoveRefused, match="reason that the notice gives is not written"):
        approve(award, "abandonment", "approver")
    write(award, "officer")
    assert refusals(award, "abandon", REASON) == ["The notice that becomes public with this step is not approved"]
    approve(award, "abandonment", "owner")
    with pytest.raises(InvalidInput, match="approved with another reason"):
        perform(award, "abandon", "owner", "Nobody wants it")
    assert award.procurement.stage is Stage.PLANNING
    perform(award, "abandon", "owner", f" {REASON} ")
    assert award.published("abandonment")["Reason"] == REASON
    event = award.session.scalars(select(AuditEvent).where(AuditEvent.tag == "paper:drafted")).one()
    assert event.body["data"] == {"text": REASON}


def test_a_new_reason_undoes_the_approval_and_its_writer_does_not_approve(award: Award) -> None:
    write(award, "officer")
    approve(award, "abandonment", "owner")
    write(award, "owner", "The need is met otherwise", version=1)
    assert "would say something else" in refusals(award, "abandon", "The need is met otherwise")[0]
    with pytest.raises(NotPermitted, match="You wrote the reason"):
        approve(award, "abandonment", "owner")
    approve(award, "abandonment", "approver")
    perform(award, "abandon", "owner", "The need is met otherwise")
    assert award.procurement.stage is Stage.ABANDONED


@pytest.mark.parametrize("name", ["clinician", "approver", "auditor"])
def test_only_who_may_abandon_writes_the_reason(award: Award, name: str) -> None:
    with pytest.raises(NotPermitted):
        write(award, name)


def test_a_reason_is_not_written_over_what_somebody_else_wrote_meanwhile(award: Award) -> None:
    write(award, "officer")
    with pytest.raises(Conflict):
        write(award, "owner", "Another")
    with pytest.raises(InvalidInput):
        write(award, "owner", "  ", version=1)
    with pytest.raises(NotFound, match="no reason of its own"):
        notices.write_reason(
            award.session, procurement=award.procurement, kind="award", text=REASON, version=0,
            actor=award.actor("officer"), now=award.now,
        )  # fmt: skip


@pytest.mark.parametrize("name", ["officer", "contracts", "clinician", "finance"])
def test_who_publishes_or_has_no_part_does_not_approve(award: Award, name: str) -> None:
    award.rank()
    with pytest.raises(NotPermitted):
        approve(award, "award", name)


def test_a_case_of_an_earlier_version_publishes_as_it_always_did(award: Award) -> None:
    award.procurement.procedure_version = "2"
    approve_notices(award.session, award.world, "abandon", REASON)
    perform(award, "abandon", reason=REASON)
    assert award.published("abandonment")["Reason"] == REASON


def tasks(award: Award, name: str) -> list[str]:
    actor = award.actor(name)
    found = notice_duties.list_notice_tasks(
        award.session, user_id=actor.user_id, procurements=[(award.procurement, set(actor.roles))]
    )
    return [what for what, _, _ in found]


def test_who_approves_is_told_what_waits_until_it_is_approved(award: Award) -> None:
    assert tasks(award, "owner") == []
    award.to_intention()
    assert tasks(award, "owner") == tasks(award, "approver") == [notice_duties.TO_APPROVE]
    assert tasks(award, "officer") == tasks(award, "clinician") == []
    approve(award, "intention_to_award", "approver")
    assert tasks(award, "owner") == []


def test_whoever_did_not_write_a_correction_is_told_that_it_waits(award: Award) -> None:
    award.to_standstill()
    notice = award.session.scalars(select(Notice)).one()
    award.session.add(
        NoticeCorrection(
            notice_id=notice.id,
            sections=[],
            reason="It named no age",
            written_by_id=award.world.users["owner"],
            written_at=award.now,
        )  # fmt: skip
    )
    award.session.flush()
    assert tasks(award, "approver") == [notice_duties.TO_CORRECT]
    assert tasks(award, "owner") == []
