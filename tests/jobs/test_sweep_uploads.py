"""What uploads leave behind is removed, and nothing that is still on its way."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.staging import Staging
from assurance.adapters.vault import FileKey
from assurance.jobs.sweep_uploads import HOUR, Swept, sweep_uploads
from assurance.persistence.models import Upload
from assurance.persistence.session import Database
from assurance.services.uploads import FORGOTTEN
from tests.factories.cast import NOW, make_world
from tests.factories.tenders import invited, tenders_open


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    return Staging.open(tmp_path / "uploads")


def upload(session: Session, bid_id: int, user_id: int, staging: Staging, *, idle: timedelta) -> str:
    """A file on its way of which one part has arrived."""
    name, key = str(uuid.uuid4()), FileKey.fresh()
    staging.write(name, 0, key, [b"part"], most=9).keep()
    session.add(
        Upload(
            public_id=name, bid_id=bid_id, name="plan.pdf", size=9, received=4, key=key.to_bytes(),
            started_by_id=user_id, started_at=NOW - idle, touched_at=NOW - idle,
        )
    )  # fmt: skip
    return name


def age(*paths: Path) -> None:
    for path in paths:
        os.utime(path, (0, path.stat().st_mtime - HOUR - 60))


def test_the_forgotten_the_rowless_and_the_drafts_go_and_the_rest_stays(
    database: Database, staging: Staging, tmp_path: Path
) -> None:
    files = FileStore.open((tmp_path / "files").as_uri())
    kept = files.put(b"kept")
    with database.transaction() as session:
        world = make_world(session)
        tenders_open(session, world)
        who = (invited(session, world, "alder").id, world.users["alder"])
        alive = upload(session, *who, staging, idle=FORGOTTEN)
        forgotten = upload(session, *who, staging, idle=FORGOTTEN + timedelta(seconds=1))
    rowless, young = str(uuid.uuid4()), str(uuid.uuid4())
    for name in (rowless, young):
        staging.write(name, 0, FileKey.fresh(), [b"part"], most=9).keep()
    draft, arriving = tmp_path / "files" / "incoming-old", tmp_path / "files" / "incoming-now"
    draft.write_bytes(b"x")
    arriving.write_bytes(b"x")
    age(draft, *(staging.folder / name for name in (alive, forgotten, rowless)))

    assert sweep_uploads(database, files, staging, now=NOW) == Swept(forgotten=1, without_row=2, drafts=1)
    assert {path.name for path in staging.folder.iterdir()} == {alive, young}
    assert (draft.exists(), arriving.exists(), files.exists(kept.sha256)) == (False, True, True)
    assert sweep_uploads(database, files, staging, now=NOW) == Swept(forgotten=0, without_row=0, drafts=0)
