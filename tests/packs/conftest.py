"""One finished evaluation, gathered and printed once for all tests that only look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from assurance.packs.catalogue import KINDS
from assurance.packs.snapshot import Snapshot
from assurance.persistence.session import Database
from tests.databases import Originals
from tests.packs.fixture import Story, add_letter, make_story
from tests.packs.press import Print, printed


@pytest.fixture(scope="package")
def told(originals: Originals) -> Iterator[tuple[Session, Story]]:
    """The story in a database of its own."""
    database = Database.open(originals.make("told"))
    with database.writing() as session:
        story = make_story(session)
        add_letter(session, story)
        yield session, story
    database.close()


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
