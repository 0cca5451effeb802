"""A notice on paper: as it was published, and a corrected version with what it takes the place of."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from assurance.packs.catalogue import KINDS
from assurance.packs.checking import check
from assurance.packs.snapshot import Snapshot
from assurance.persistence.models import AuditEvent, Notice
from tests.packs.fixture import Story
from tests.packs.press import printed, text_of

SECTIONS = [{"heading": "What is bought", "text": "All care of joints.\n<b>And</b> backs."}]


def gathered(session: Session, story: Story, public_id: str) -> Snapshot:
    """Gather one of two versions of a notice, and leave the shared story as it was."""
    nested = session.begin_nested()
    at = max(each.at for each in session.query(AuditEvent).all()) + timedelta(days=1)
    shared = {"procurement_id": story.procurement.id, "kind": "award", "title": "Confirmation of award: Joints"}
    first = Notice(
        public_id="n-1", content={"provision": "Schedule 11", "sections": SECTIONS}, published_at=at, **shared
    )
    session.add(first)
    session.flush()
    session.add(
        Notice(
            public_id="n-2",
            content=first.content,
            published_at=at + timedelta(days=1),
            corrects_id=first.id,
            correction_reason="It named no backs",
            **shared,
        )  # fmt: skip
    )
    session.flush()
    try:
        return KINDS["notice"].gather(session, story.procurement, public_id)
    finally:
        nested.rollback()


def test_a_notice_prints_as_published_and_passes_the_check(told: tuple[Session, Story]) -> None:
    made = printed(gathered(*told, "n-1"))
    words = text_of(made.pdf)
    for part in ("Confirmationofaward:Joints", "underSchedule11", "Whatisbought", "<b>And</b>backs."):
        assert part in words
    assert "takestheplace" not in words
    assert check(made.pdf) >= 1


def test_a_corrected_version_says_what_it_takes_the_place_of_and_why(told: tuple[Session, Story]) -> None:
    words = text_of(printed(gathered(*told, "n-2")).pdf)
    assert "Version2.Ittakestheplaceoftheversionpublished" in words
    assert "Itnamednobacks" in words
