"""What is left behind is removed, and nothing that is still on its way or that a row or a sealed part names."""

from __future__ import annotations

import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.staging import Staging
from assurance.adapters.vault import FileKey
from assurance.jobs.sweep_uploads import HOUR, Swept, sweep_uploads
from assurance.persistence.base import Base
from assurance.persistence.models import AuditEvent, Upload
from assurance.persistence.queries.stored_files import NAMED_BY
from assurance.persistence.session import Database
from assurance.services import documents, submission
from assurance.services.uploads import FORGOTTEN
from tests.factories.cast import NOW, make_world
from tests.factories.files import pdf
from tests.factories.tenders import fill, invited, tenders_open


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

    assert sweep_uploads(database, files, staging, now=NOW) == Swept(1, 2, 1, unnamed=0)
    assert {path.name for path in staging.folder.iterdir()} == {alive, young}
    assert (draft.exists(), arriving.exists(), files.exists(kept.sha256)) == (False, True, True)
    assert sweep_uploads(database, files, staging, now=NOW) == Swept(0, 0, 0, unnamed=0)


def test_a_file_without_a_row_goes_after_a_day_and_never_one_that_is_named(
    database: Database, staging: Staging, tmp_path: Path
) -> None:
    files = FileStore.open((tmp_path / "files").as_uri())
    with database.transaction() as session:
        world = make_world(session)
        tenders_open(session, world)
        sealed = fill(session, world, invited(session, world, "alder"), "alder")
        who = {"files": files, "now": NOW}
        documents.attach(session, bid=sealed, name="a.pdf", content=pdf(), actor=world.actor(session, "alder"), **who)
        submission.submit(session, bid=sealed, actor=world.actor(session, "alder"), now=NOW)
        drafted = fill(session, world, invited(session, world, "birch"), "birch")
        documents.attach(session, bid=drafted, name="b.pdf", content=pdf(), actor=world.actor(session, "birch"), **who)
        named = {key for column in NAMED_BY for key in session.scalars(select(column)) if key}
    orphan, young = files.put(b"its row was never written").sha256, files.put(b"its row is being written").sha256
    stored = {path.name: path for path in (tmp_path / "files").rglob("*") if path.is_file()}
    assert len(named) == 2
    for key in (orphan, *named):
        os.utime(stored[key], (0, 0))

    assert sweep_uploads(database, files, staging, now=NOW).unnamed == 1
    assert {key for key in stored if files.exists(key)} == {young, *named}
    with database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "files:swept")).one()
        assert event.body["data"]["files"] == [orphan]
    assert sweep_uploads(database, files, staging, now=NOW).unnamed == 0


def test_every_column_that_names_a_file_is_known_to_the_sweep() -> None:
    """A column that is named like one and is not looked at would have its files swept away."""
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name in {"storage_key", "sha256", "file_sha256", "snapshot_digest"}
        or column.name.endswith("_storage_key")
    }
    assert columns == {str(column.property.columns[0]) for column in NAMED_BY}
