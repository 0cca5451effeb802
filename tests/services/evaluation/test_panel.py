"""Giving out the marking before scoring begins."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage
from assurance.persistence.models import User
from assurance.persistence.queries.criteria import list_assignments
from assurance.services import panel
from tests.factories.cast import NOW, make_world
from tests.factories.evaluation import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """Nobody marks anything yet; the bids are about to be opened."""
    scene = make_scene(session, make_world(session), assigned=False)
    scene.world.at(session, Stage.OPENING)
    return scene


def assign(session: Session, scene: Scene, name: str = "nurse", code: str = "clinical") -> None:
    user = session.get_one(User, scene.world.users[name])
    criterion = scene.criterion(session, code)
    panel.assign(session, criterion=criterion, user=user, actor=scene.actor(session, "officer"), now=NOW)
    session.flush()


def duties(session: Session, scene: Scene) -> list[tuple[str, str]]:
    rows = list_assignments(session, scene.world.procurement_id)
    return [(row.criterion.code, row.user.name) for row in rows]


def test_an_evaluator_is_given_a_question_and_it_can_be_taken_back(session: Session, scene: Scene) -> None:
    assign(session, scene)
    assert duties(session, scene) == [("clinical", "Nurse")]
    panel.unassign(
        session, criterion=scene.criterion(session), user=session.get_one(User, scene.world.users["nurse"]),
        actor=scene.actor(session, "officer"), now=NOW,
    )  # fmt: skip
    session.flush()
    assert duties(session, scene) == []


@pytest.mark.parametrize(
    ("name", "code", "field"), [("moderator", "clinical", "user"), ("nurse", "price", "criterion")]
)
def test_only_evaluators_mark_and_only_what_is_marked(
    session: Session, scene: Scene, name: str, code: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        assign(session, scene, name, code)
    assert refused.value.field == field


def test_the_same_duty_is_not_given_twice(session: Session, scene: Scene) -> None:
    assign(session, scene)
    with pytest.raises(InvalidInput, match="already marks"):
        assign(session, scene)


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.MODERATION, Stage.LIVE, Stage.ABANDONED])
def test_duties_do_not_change_once_scoring_has_begun(session: Session, scene: Scene, stage: Stage) -> None:
    scene.world.at(session, stage)
    with pytest.raises(Conflict, match="before scoring begins"):
        assign(session, scene)


def test_a_duty_with_a_mark_stays(session: Session, scene: Scene) -> None:
    assign(session, scene)
    scene.world.at(session, Stage.SCORING)
    scene.declare_all(session, "nurse")
    scene.mark(session, "nurse")
    scene.world.at(session, Stage.OPENING)
    with pytest.raises(Conflict, match="already marked"):
        panel.unassign(
            session, criterion=scene.criterion(session), user=session.get_one(User, scene.world.users["nurse"]),
            actor=scene.actor(session, "officer"), now=NOW,
        )  # fmt: skip


def test_a_whole_table_is_given_out_at_once_unless_it_changed_meanwhile(session: Session, scene: Scene) -> None:
    nurse, clinician = scene.world.users["nurse"], scene.world.users["clinician"]
    clinical, workforce = scene.criterion(session).id, scene.criterion(session, "workforce").id
    procurement, officer = scene.world.procurement(session), scene.actor(session, "officer")
    wanted = {(clinical, nurse), (workforce, clinician)}

    def give_out(seen: set[panel.Duty], wanted: set[panel.Duty]) -> int:
        done = panel.give_out(session, procurement=procurement, seen=seen, wanted=wanted, actor=officer, now=NOW)
        session.flush()
        return done

    assert give_out(set(), wanted) == 2
    assert give_out(wanted, {(clinical, nurse), (clinical, clinician)}) == 2
    assert duties(session, scene) == [("clinical", "Clinician"), ("clinical", "Nurse")]
    with pytest.raises(Conflict, match="changed by someone else"):
        give_out(wanted, set())
    with pytest.raises(InvalidInput):
        give_out({(clinical, nurse), (clinical, clinician)}, {(clinical, scene.world.users["owner"])})
