"""Answers to findings, private notes and earlier drafts of an evaluator's own mark."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, FindingAnswer, Mark, MarkRevision
from assurance.services import marking
from tests.factories.cast import NOW
from tests.factories.evaluation import RATIONALE, Scene

COMPARES = "The rota is stronger than the other bids and has a lead for each of the clinics."
ANSWER = "“Other bids” are the bids for shifts that staff make in the rota system."


def save(session: Session, scene: Scene, **changes: Any) -> Mark:
    given: dict[str, Any] = {"mark": 3, "rationale": RATIONALE, "evidence": "p 4", "version": None, **changes}
    given.setdefault("bid", scene.bid(session))
    given.setdefault("criterion", scene.criterion(session))
    return marking.save_mark(session, **given, actor=scene.actor(session, "nurse"), now=NOW)


def answer(session: Session, scene: Scene, **changes: Any) -> FindingAnswer:
    given: dict[str, Any] = {"code": "comparison", "said": "stronger than the other bids", "reason": ANSWER, **changes}
    return marking.answer_finding(
        session, bid=scene.bid(session), criterion=scene.criterion(session), actor=scene.actor(session, "nurse"),
        now=NOW, **given,
    )  # fmt: skip


def lock(session: Session, scene: Scene) -> int:
    return marking.lock_marks(
        session, procurement=scene.world.procurement(session), actor=scene.actor(session, "nurse"), now=NOW
    )


@pytest.fixture
def compared(session: Session, scene: Scene) -> Mark:
    """All questions marked, one with a reason that compares bids."""
    scene.declare_all(session)
    for number in (0, 1):
        for code in ("clinical", "workforce"):
            if (number, code) != (0, "clinical"):
                scene.mark(session, "nurse", code, number)
    return save(session, scene, rationale=COMPARES)


def test_an_answered_comparison_no_longer_keeps_the_marks_from_being_locked(
    session: Session, scene: Scene, compared: Mark
) -> None:
    with pytest.raises(MoveRefused, match="compares bids"):
        lock(session, scene)
    answer(session, scene)
    assert lock(session, scene) == 4
    kept = session.scalars(select(FindingAnswer)).one()
    assert (kept.mark_id, kept.reason, kept.answered_at) == (compared.id, ANSWER, NOW)
    body = session.scalars(select(AuditEvent.body).where(AuditEvent.tag == "mark:finding-answered")).one()
    assert body["data"] == {"code": "comparison"}


def test_other_words_need_another_answer(session: Session, scene: Scene, compared: Mark) -> None:
    answer(session, scene)
    save(session, scene, rationale="Birch Care has more leads; here each clinic has one.", version=compared.version)
    with pytest.raises(MoveRefused, match="Birch Care"):
        lock(session, scene)


def test_a_second_answer_is_added_to_the_first(session: Session, scene: Scene, compared: Mark) -> None:
    answer(session, scene)
    assert answer(session, scene, reason="See section 4.").reason == f"{ANSWER}\n\nSee section 4."
    assert session.scalar(select(func.count()).select_from(FindingAnswer)) == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": "  "}, InvalidInput),
        ({"reason": "x" * 4001}, InvalidInput),
        ({"reason": "nul \x00"}, InvalidInput),
        ({"said": "weaker than the other bids"}, Conflict),
        ({"code": "missing", "said": ""}, Conflict),
    ],
)
def test_an_answer_needs_a_reason_and_something_to_answer(
    session: Session, scene: Scene, compared: Mark, changes: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        answer(session, scene, **changes)
    assert session.scalar(select(func.count()).select_from(FindingAnswer)) == 0


def test_a_missing_reason_or_mark_can_never_be_answered_away(session: Session, scene: Scene, compared: Mark) -> None:
    row = save(session, scene, rationale="", version=compared.version)
    with pytest.raises(InvalidInput, match="cannot be answered"):
        answer(session, scene, code="missing", said="")
    save(session, scene, mark=None, rationale=COMPARES, version=row.version)
    answer(session, scene)
    with pytest.raises(MoveRefused, match="there is no mark yet"):
        lock(session, scene)


def test_after_locking_or_outside_scoring_nothing_is_answered(session: Session, scene: Scene, compared: Mark) -> None:
    answer(session, scene)
    lock(session, scene)
    with pytest.raises(Conflict, match="locked"):
        answer(session, scene, reason="More.")
    scene.world.at(session, Stage.MODERATION)
    with pytest.raises(Conflict, match="individual scoring"):
        answer(session, scene, reason="More.")


def test_a_private_note_is_kept_with_every_revision_and_stays_when_not_given(session: Session, scene: Scene) -> None:
    scene.declare_all(session)
    row = save(session, scene, private_note="Ask about annex 3.")
    row = save(session, scene, mark=4, version=row.version)
    assert row.private_note == "Ask about annex 3."
    assert session.scalars(select(MarkRevision.private_note)).all() == ["Ask about annex 3."] * 2


@pytest.mark.parametrize("text", ["nul \x00 here", "half \ud83d of a pair", "e" + "\u0301" * 100, "x" * 20_001])
def test_text_that_no_database_keeps_is_refused(session: Session, scene: Scene, text: str) -> None:
    scene.declare_all(session)
    for field in ("rationale", "private_note"):
        with pytest.raises(InvalidInput) as refused:
            save(session, scene, **{field: text})
        assert refused.value.field == field
    assert session.scalar(select(func.count()).select_from(Mark)) == 0


def restore(session: Session, scene: Scene, name: str = "nurse", number: int = 1, version: int = 2) -> Mark:
    return marking.restore_draft(
        session, bid=scene.bid(session), criterion=scene.criterion(session), number=number, version=version,
        actor=scene.actor(session, name), now=NOW,
    )  # fmt: skip


def test_an_earlier_draft_comes_back_as_the_newest_and_none_is_lost(session: Session, scene: Scene) -> None:
    scene.declare_all(session)
    first = save(session, scene, mark=None, rationale="First thoughts.", private_note="n")
    save(session, scene, version=first.version, evidence="")
    row = restore(session, scene)
    assert (row.mark, row.rationale, row.evidence, row.private_note, row.version) == (
        None, "First thoughts.", "p 4", "n", 3
    )  # fmt: skip
    assert session.scalars(select(MarkRevision.number).order_by(MarkRevision.number)).all() == [1, 2, 3]
    body = session.scalars(select(AuditEvent.body).where(AuditEvent.tag == "mark:restored")).one()
    assert body["data"] == {"draft": 1, "revision": 3}


def test_a_draft_is_not_restored_over_newer_text_nor_by_anyone_else(session: Session, scene: Scene) -> None:
    scene.declare_all(session)
    first = save(session, scene, rationale="First thoughts.")
    save(session, scene, version=first.version)
    with pytest.raises(marking.StaleMark):
        restore(session, scene, version=1)
    with pytest.raises(NotFound):
        restore(session, scene, number=9)
    with pytest.raises(NotFound):
        restore(session, scene, "clinician")
