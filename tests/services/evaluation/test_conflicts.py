"""Declarations bid by bid, their decision by someone else, and marks set apart but never deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.procedures import get_procedure
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, ConflictDeclaration, Mark
from assurance.persistence.queries.panel import list_cells
from assurance.services import conflicts
from assurance.services.cases import build_case
from tests.factories.cast import NOW
from tests.factories.evaluation import Scene


def declare(session: Session, scene: Scene, name: str = "clinician", *, detail: str = "") -> ConflictDeclaration:
    row = conflicts.declare(
        session, bid=scene.bid(session), has_conflict=bool(detail), detail=detail,
        actor=scene.actor(session, name), now=NOW,
    )  # fmt: skip
    session.flush()
    return row


def decide(session: Session, scene: Scene, row: ConflictDeclaration, decision: str = "recused", **more: object) -> None:
    given = {"reason": "A close family link", "actor": scene.actor(session, "officer"), **more}
    conflicts.decide(session, declaration=row, decision=decision, now=NOW, **given)  # type: ignore[arg-type]  # reason: one table of arguments
    session.flush()


def test_no_conflict_needs_no_decision(session: Session, scene: Scene) -> None:
    row = declare(session, scene)
    assert (row.has_conflict, row.decision) == (False, "")
    with pytest.raises(Conflict, match="no conflict here"):
        decide(session, scene, row)


def test_a_conflict_is_described(session: Session, scene: Scene) -> None:
    with pytest.raises(InvalidInput, match="Describe the conflict"):
        conflicts.declare(
            session, bid=scene.bid(session), has_conflict=True, detail="  ",
            actor=scene.actor(session, "clinician"), now=NOW,
        )  # fmt: skip
    assert session.scalar(select(func.count()).select_from(ConflictDeclaration)) == 0


@pytest.mark.parametrize("stage", [Stage.FINAL_TENDERS, Stage.RANKING, Stage.ABANDONED])
def test_nothing_is_declared_outside_the_panels_work(session: Session, scene: Scene, stage: Stage) -> None:
    scene.world.at(session, stage)
    with pytest.raises(Conflict, match="from the opening"):
        declare(session, scene)


def test_nothing_is_declared_about_a_bid_that_is_still_sealed(session: Session, scene: Scene) -> None:
    scene.world.at(session, Stage.OPENING)
    scene.bid(session).stage = BidStage.SUBMITTED
    with pytest.raises(Conflict):
        declare(session, scene)


def test_people_who_handle_no_bids_do_not_declare(session: Session, scene: Scene) -> None:
    with pytest.raises(NotPermitted):
        declare(session, scene, "owner")


def test_declaring_the_same_twice_is_one_declaration(session: Session, scene: Scene) -> None:
    assert (
        declare(session, scene, detail="A former colleague").id
        == declare(session, scene, detail="A former colleague").id
    )
    entries = select(func.count()).select_from(AuditEvent).where(AuditEvent.tag == "conflict:declared")
    assert session.scalar(entries) == 1


def test_a_declared_conflict_is_not_taken_back_by_the_person(session: Session, scene: Scene) -> None:
    declare(session, scene, detail="A former colleague")
    with pytest.raises(Conflict, match="only the procurement officer"):
        declare(session, scene)


def test_the_officer_clears_and_the_person_may_mark_again(session: Session, scene: Scene) -> None:
    row = declare(session, scene, detail="A former colleague")
    with pytest.raises(NotFound):
        conflicts.require_clear(session, bid=scene.bid(session), actor=scene.actor(session, "clinician"))
    decide(session, scene, row, "cleared")
    conflicts.require_clear(session, bid=scene.bid(session), actor=scene.actor(session, "clinician"))
    with pytest.raises(Conflict):
        decide(session, scene, row, "recused")


def test_nobody_decides_on_a_conflict_of_their_own(session: Session, scene: Scene) -> None:
    row = declare(session, scene, "officer", detail="I worked there until last year")
    with pytest.raises(NotPermitted):
        decide(session, scene, row, "cleared")


@pytest.mark.parametrize(("decision", "reason", "field"), [("maybe", "x", "decision"), ("recused", " ", "reason")])
def test_a_decision_is_one_of_two_and_has_a_reason(
    session: Session, scene: Scene, decision: str, reason: str, field: str
) -> None:
    row = declare(session, scene, detail="A former colleague")
    with pytest.raises(InvalidInput) as refused:
        decide(session, scene, row, decision, reason=reason)
    assert refused.value.field == field


def test_a_declaration_changed_meanwhile_is_not_decided_unread(session: Session, scene: Scene) -> None:
    row = declare(session, scene, detail="A former colleague")
    with pytest.raises(Conflict, match="changed the declaration"):
        decide(session, scene, row, "cleared", seen=NOW - timedelta(minutes=1))


def test_a_conflict_found_after_marking_sets_the_marks_apart_and_deletes_nothing(
    session: Session, scene: Scene
) -> None:
    scene.lock_all(session)
    before = len(list_cells(session, scene.world.procurement_id))
    row = declare(session, scene, detail="My brother joined the board last week")
    cells = list_cells(session, scene.world.procurement_id)
    assert len(cells) == before - 2
    assert session.scalar(select(func.count()).select_from(Mark)) == before
    newest = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert newest is not None
    assert newest.body["data"]["marks_set_apart"] == 2
    decide(session, scene, row, "cleared")
    assert len(list_cells(session, scene.world.procurement_id)) == before


def test_a_new_conflict_after_being_cleared_waits_for_a_new_decision(session: Session, scene: Scene) -> None:
    row = declare(session, scene, detail="A former colleague")
    decide(session, scene, row, "cleared")
    row = declare(session, scene, detail="Now also a shareholder")
    assert (row.decision, row.decided_by_id, row.decided_at) == ("", None, None)


def test_a_conflict_found_in_moderation_is_decided_before_moderation_ends(session: Session, scene: Scene) -> None:
    scene.to_moderation(session)

    def in_the_way() -> set[str]:
        procurement = scene.world.procurement(session)
        case = build_case(session, procurement, NOW)
        lifecycle = get_procedure(procurement.procedure_code, procurement.procedure_version).lifecycle
        return {objection.code for objection in lifecycle.objections("complete_moderation", case)}

    assert in_the_way() == {"consensus"}
    row = declare(session, scene, detail="I learned today that my brother works there")
    assert in_the_way() == {"conflicts", "consensus"}
    decide(session, scene, row)
    assert in_the_way() == {"consensus"}
