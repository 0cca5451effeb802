"""One finished evaluation, gathered and printed once for all tests that only look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from assurance.packs.catalogue import KINDS
from assurance.packs.snapshot import Snapshot
from assurance.persistence.base import Base
from tests.packs.fixture import Story, add_letter, make_story
from tests.packs.press import Print, printed


@pytest.fixture(scope="package")
def told() -> Iterator[tuple[Session, Story]]:
    """The story in a database in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        story = make_story(session)
        add_letter(session, story)
        yield session, story
    engine.dispose()


@pytest.fixture(scope="package")
def snapshots(told: tuple[Session, Story]) -> dict[str, Snapshot]:
    """A snapshot of each kind of pack."""
    session, story = told
    subjects = {
        "evaluation": "",
        "letter": story.bids[0].public_id,
        "gate": "checkpoint_1",
        "guide": "",
        "moderation": "",
    }
    return {kind: KINDS[kind].gather(session, story.procurement, subject) for kind, subject in subjects.items()}


@pytest.fixture(scope="package")
def prints(snapshots: dict[str, Snapshot]) -> dict[str, Print]:
    """Each kind of pack, printed."""
    return {kind: printed(snapshot) for kind, snapshot in snapshots.items()}
