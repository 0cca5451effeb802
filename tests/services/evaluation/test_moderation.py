"""Agreed marks: sealed until all is locked, reasoned, approved by those who marked, replaced but never lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.models import Consensus, Mark
from assurance.persistence.queries.facts.evaluation import evaluation_facts
from assurance.services import conflicts, laying_ahead, moderation
from tests.factories.cast import NOW
from tests.factories.evaluation import DISCUSSION, REASON, Scene


def record(session: Session, scene: Scene, name: str = "moderator", **changes: Any) -> Consensus:
    given: dict[str, Any] = {"mark": 3, "discussion": DISCUSSION, "reason": REASON, "dissent": "", **changes}
    row = moderation.record_consensus(
        session, bid=scene.bid(session), criterion=scene.criterion(session), **given,
        actor=scene.actor(session, name), now=NOW,
    )  # fmt: skip
    session.flush()
    return row


def approve(session: Session, scene: Scene, row: Consensus, name: str = "nurse") -> None:
    moderation.approve(session, consensus=row, actor=scene.actor(session, name), now=NOW)
    session.flush()


def sheet(session: Session, scene: Scene, name: str = "moderator") -> moderation.Sheet:
    actor = scene.actor(session, name)
    return moderation.sheet(session, bid=scene.bid(session), criterion=scene.criterion(session), actor=actor)


@pytest.mark.parametrize("name", ["moderator", "clinician"])
def test_nobody_sees_marks_side_by_side_before_all_are_locked(session: Session, scene: Scene, name: str) -> None:
    scene.lock_all(session)
    with pytest.raises(Conflict, match="after the whole panel"):
        sheet(session, scene, name)


def test_the_sheet_holds_the_marks_that_count(session: Session, scene: Scene) -> None:
    scene.to_moderation(session, {"clinician": 2, "nurse": 4})
    found = sheet(session, scene)
    assert [(mark.evaluator.name, mark.mark) for mark in found.marks] == [("Clinician", 2), ("Nurse", 4)]
    conflicts.declare(
        session, bid=scene.bid(session), has_conflict=True, detail="Found in moderation",
        actor=scene.actor(session, "nurse"), now=NOW,
    )  # fmt: skip
    assert [mark.evaluator.name for mark in sheet(session, scene).marks] == ["Clinician"]
    with pytest.raises(NotFound):
        sheet(session, scene, "nurse")
    assert len(session.scalars(select(Mark)).all()) == 8


def test_an_agreed_mark_is_recorded_beside_the_individual_ones(session: Session, scene: Scene) -> None:
    scene.to_moderation(session, {"clinician": 2, "nurse": 4})
    row = record(session, scene, dissent="One member still holds that 2 is right.")
    assert (row.mark, row.superseded_at, row.moderator_id) == (3, None, scene.world.users["moderator"])
    assert sorted(mark.mark for mark in sheet(session, scene).marks if mark.mark is not None) == [2, 4]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mark": 6}, "mark"),
        ({"reason": "Good."}, "reason"),
        ({"reason": "It is simply the average of the marks the evaluators gave."}, "reason"),
        ({"reason": "The plan for staffing is clearer than the other bids and it names all its owners."}, "reason"),
        ({"mark": 4, "discussion": " "}, "discussion"),
    ],
)
def test_a_record_without_reasons_is_refused_at_its_field(
    session: Session, scene: Scene, changes: dict[str, Any], field: str
) -> None:
    scene.to_moderation(session)
    with pytest.raises(InvalidInput) as refused:
        record(session, scene, **changes)
    assert refused.value.field == field
    assert session.scalars(select(Consensus)).all() == []


def test_no_discussion_is_asked_for_where_everyone_gave_the_agreed_mark(session: Session, scene: Scene) -> None:
    scene.to_moderation(session)
    assert record(session, scene, discussion="").mark == 3


def test_a_new_record_retires_the_old_one_with_its_approvals(session: Session, scene: Scene) -> None:
    scene.to_moderation(session)
    first = record(session, scene)
    approve(session, scene, first)
    second = record(session, scene, mark=4, replaces=first.id)
    assert first.superseded_at == NOW
    assert [record.id for record in sheet(session, scene).records] == [second.id, first.id]
    assert second.approvals == []
    with pytest.raises(Conflict, match="replaced by a newer one"):
        approve(session, scene, first, "clinician")
    with pytest.raises(Conflict, match="after you opened the page"):
        record(session, scene, mark=5, replaces=first.id)


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.RANKING, Stage.RECOMMENDATION])
def test_marks_are_agreed_at_no_other_stage(session: Session, scene: Scene, stage: Stage) -> None:
    scene.to_moderation(session)
    row = record(session, scene)
    scene.world.at(session, stage)
    with pytest.raises(Conflict):
        record(session, scene, mark=4)
    with pytest.raises(Conflict):
        approve(session, scene, row)


def test_only_the_moderator_records_and_only_markers_approve(session: Session, scene: Scene) -> None:
    scene.to_moderation(session)
    with pytest.raises(NotPermitted):
        record(session, scene, "nurse")
    row = record(session, scene)
    for name in ("moderator", "officer"):
        with pytest.raises(NotPermitted):
            approve(session, scene, row, name)
    approve(session, scene, row)
    with pytest.raises(Conflict, match="already approved"):
        approve(session, scene, row)


def test_a_recused_moderator_does_not_record_on_that_bid(session: Session, scene: Scene) -> None:
    scene.to_moderation(session)
    conflicts.declare(
        session, bid=scene.bid(session), has_conflict=True, detail="A former employer",
        actor=scene.actor(session, "moderator"), now=NOW,
    )  # fmt: skip
    with pytest.raises(NotFound):
        record(session, scene)


def test_the_procurement_sees_moderation_complete_when_all_is_recorded_and_approved(
    session: Session, scene: Scene
) -> None:
    scene.to_ranking(session)
    facts = evaluation_facts(session, scene.world.procurement(session))
    assert (facts.consensus_recorded, facts.consensus_expected, facts.approvals_missing) == (4, 4, 0)


def test_the_pack_is_laid_out_ahead_when_the_last_of_those_who_marked_approves(
    session: Session, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(laying_ahead, "ask", lambda session, procurement: asked.append(procurement.id))
    scene.to_moderation(session, {"clinician": 2, "nurse": 4})
    row = record(session, scene)

    approve(session, scene, row, "nurse")
    assert asked == []
    approve(session, scene, row, "clinician")
    assert asked == [row.bid.procurement_id]
