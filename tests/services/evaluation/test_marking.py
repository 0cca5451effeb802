"""An evaluator's own marks: when they may be written, what is refused, what is kept, and locking."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, CriterionAssignment, Mark, MarkRevision
from assurance.services import conflicts, marking
from tests.factories.cast import NOW
from tests.factories.evaluation import PANEL, RATIONALE, Scene


def save(session: Session, scene: Scene, name: str = "clinician", **changes: Any) -> Mark:
    given: dict[str, Any] = {"mark": 3, "rationale": RATIONALE, "evidence": "p 4", "version": None, **changes}
    given.setdefault("bid", scene.bid(session))
    given.setdefault("criterion", scene.criterion(session))
    return marking.save_mark(session, **given, actor=scene.actor(session, name), now=NOW)


def lock(session: Session, scene: Scene, name: str = "clinician") -> int:
    procurement = scene.world.procurement(session)
    return marking.lock_marks(session, procurement=procurement, actor=scene.actor(session, name), now=NOW)


def test_a_mark_is_refused_before_the_evaluator_has_declared_on_the_bid(session: Session, scene: Scene) -> None:
    with pytest.raises(Conflict, match="Declare first"):
        save(session, scene)
    assert session.scalar(select(func.count()).select_from(Mark)) == 0


def test_each_save_appends_a_revision_and_an_audit_entry_without_the_mark(session: Session, scene: Scene) -> None:
    scene.declare_all(session)
    first = save(session, scene, mark=None, rationale="")
    row = save(session, scene, version=first.version)
    assert (row.mark, row.rationale, row.version) == (3, RATIONALE, 2)
    kept = session.execute(select(MarkRevision.number, MarkRevision.mark).order_by(MarkRevision.number)).all()
    assert [tuple(each) for each in kept] == [(1, None), (2, 3)]
    bodies = session.scalars(select(AuditEvent.body).where(AuditEvent.tag == "mark:saved")).all()
    assert [body["data"] for body in bodies] == [{"revision": 1}, {"revision": 2}]


def test_saving_the_same_again_changes_nothing(session: Session, scene: Scene) -> None:
    scene.declare_all(session)
    row = save(session, scene)
    assert save(session, scene, version=row.version).version == 1
    assert session.scalar(select(func.count()).select_from(MarkRevision)) == 1


@pytest.mark.parametrize("version", [None, 7])
def test_a_mark_saved_elsewhere_meanwhile_is_not_overwritten(
    session: Session, scene: Scene, version: int | None
) -> None:
    scene.declare_all(session)
    save(session, scene)
    with pytest.raises(Conflict, match="another window"):
        save(session, scene, version=version, mark=5)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mark": 6}, "mark"),
        ({"mark": -1}, "mark"),
        ({"rationale": "x" * 20_001}, "rationale"),
        ({"evidence": "x" * 301}, "evidence"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    session: Session, scene: Scene, changes: dict[str, Any], field: str
) -> None:
    scene.declare_all(session)
    with pytest.raises(InvalidInput) as refused:
        save(session, scene, **changes)
    assert refused.value.field == field
    assert session.scalar(select(func.count()).select_from(Mark)) == 0


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.SCORING])
def test_marks_are_written_at_no_other_stage(session: Session, scene: Scene, stage: Stage) -> None:
    scene.declare_all(session)
    scene.world.at(session, stage)
    with pytest.raises(Conflict, match="individual scoring"):
        save(session, scene)


def test_a_question_that_is_not_ones_own_does_not_exist(session: Session, scene: Scene) -> None:
    scene.declare_all(session)
    with pytest.raises(NotFound):
        save(session, scene, criterion=scene.criterion(session, "price"))
    duties = select(CriterionAssignment).where(CriterionAssignment.user_id == scene.world.users["nurse"])
    for duty in session.scalars(duties):
        session.delete(duty)
    session.flush()
    with pytest.raises(NotFound):
        save(session, scene, "nurse")


def test_a_declared_conflict_hides_the_bid_and_leaves_the_other(session: Session, scene: Scene) -> None:
    scene.declare_all(session)
    conflicts.declare(
        session, bid=scene.bid(session), has_conflict=True, detail="My sister is its director",
        actor=scene.actor(session, "clinician"), now=NOW,
    )  # fmt: skip
    with pytest.raises(NotFound):
        save(session, scene)
    assert save(session, scene, bid=scene.bid(session, 1)).mark == 3


def test_locking_lists_every_question_that_is_not_ready(session: Session, scene: Scene) -> None:
    scene.declare_all(session)
    save(session, scene, rationale="")
    save(session, scene, criterion=scene.criterion(session, "workforce"), rationale="Better than the other bids.")
    save(session, scene, bid=scene.bid(session, 1))
    with pytest.raises(MoveRefused) as refused:
        lock(session, scene)
    said = [objection.message for objection in refused.value.objections]
    assert len(said) == 3
    assert said[0].startswith("Alder Care, Clinical pathway: Say why")
    assert said[1].startswith("Alder Care, Workforce: ")
    assert said[1].endswith("judge this bid against the criterion and the scale alone")
    assert said[2] == "Birch Care, Workforce: there is no mark yet"
    assert session.scalar(select(func.count()).select_from(Mark).where(Mark.locked_at.is_not(None))) == 0


def test_a_locked_mark_can_never_be_saved_again(session: Session, scene: Scene) -> None:
    scene.lock_all(session)
    row = session.scalars(select(Mark).where(Mark.evaluator_id == scene.world.users["clinician"])).first()
    assert row is not None
    with pytest.raises(Conflict, match="locked"):
        save(session, scene, version=row.version, mark=5)
    with pytest.raises(Conflict, match="nothing to lock"):
        lock(session, scene)
    assert not hasattr(marking, "unlock")


def test_the_list_counts_what_is_done_and_names_what_is_next(session: Session, scene: Scene) -> None:
    actor, procurement = scene.actor(session, "clinician"), scene.world.procurement(session)
    queue = marking.my_queue(session, procurement=procurement, actor=actor, now=NOW)
    assert [bid.organisation.name for bid in queue.undeclared] == ["Alder Care", "Birch Care"]
    assert queue.next_unscored() is None
    scene.declare_all(session)
    save(session, scene)
    save(session, scene, criterion=scene.criterion(session, "workforce"), mark=None)
    queue = marking.my_queue(session, procurement=procurement, actor=actor, now=NOW)
    assert [question.state for question in queue.questions] == ["draft", "draft", "not_started", "not_started"]
    assert (queue.done, queue.locked, queue.undeclared) == (1, 0, ())
    following = queue.next_unscored(after=3)
    assert following is not None
    assert (following.bid.organisation.name, following.criterion.code) == ("Alder Care", "workforce")


def test_the_list_shows_nobody_elses_marks(session: Session, scene: Scene) -> None:
    scene.declare_all(session)
    save(session, scene, "nurse")
    mine = marking.my_queue(
        session, procurement=scene.world.procurement(session), actor=scene.actor(session, "clinician"), now=NOW
    )
    assert [question.mark for question in mine.questions] == [None] * 4
    assert len(PANEL) == 2
