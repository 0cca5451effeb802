"""No service changes an individual mark once moderation has begun: every one is tried, and the rows are compared."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from assurance.domain.errors import AssuranceError
from assurance.services import conflicts, marking, moderation
from tests.factories.cast import NOW
from tests.factories.evaluation import DISCUSSION, RATIONALE, REASON, Scene


def rows(session: Session) -> list[Any]:
    session.flush()
    return [
        session.execute(text(f"SELECT * FROM {table} ORDER BY id")).all()  # noqa: S608 -- our own three names
        for table in ("mark", "mark_revision", "finding_answer")
    ]


def test_individual_marks_stay_as_they_were_whatever_is_tried(session: Session, scene: Scene) -> None:
    scene.to_moderation(session, {"clinician": 2, "nurse": 4})
    before = rows(session)
    bid, criterion = scene.bid(session), scene.criterion(session)
    moderator, nurse, clinician = (scene.actor(session, name) for name in ("moderator", "nurse", "clinician"))

    def agree(mark: int, replaces: int) -> Any:
        return moderation.record_consensus(
            session, bid=bid, criterion=criterion, mark=mark, discussion=DISCUSSION, reason=REASON, dissent="",
            actor=moderator, now=NOW, replaces=replaces,
        )  # fmt: skip

    def save(version: int | None) -> Any:
        return marking.save_mark(
            session, bid=bid, criterion=criterion, mark=5, rationale=RATIONALE + " More.", evidence="", version=version,
            actor=nurse, now=NOW,
        )  # fmt: skip

    first = agree(3, 0)
    moderation.approve(session, consensus=first, actor=nurse, now=NOW, dissent="I hold to 4 for the annex.")
    moderation.ask_correction(session, consensus=first, reason="It says too little.", actor=clinician, now=NOW)
    agree(4, first.id)
    tried = (
        lambda: save(None),
        lambda: save(1),
        lambda: marking.restore_draft(session, bid=bid, criterion=criterion, number=1, version=1, actor=nurse, now=NOW),
        lambda: marking.answer_finding(
            session, bid=bid, criterion=criterion, code="short", said="", reason="It is enough", actor=nurse, now=NOW
        ),
        lambda: marking.lock_marks(session, procurement=bid.procurement, actor=nurse, now=NOW),
        lambda: conflicts.declare(
            session, bid=bid, has_conflict=True, detail="Found in moderation", actor=nurse, now=NOW
        ),
    )
    for attempt in tried:
        with suppress(AssuranceError):
            attempt()
    assert rows(session) == before
