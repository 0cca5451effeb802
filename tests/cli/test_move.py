"""`assurance db move`: all of an installation at the new place, each part compared, and the old one not used again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import select

from assurance.adapters import workflows
from assurance.adapters.files import FileStore
from assurance.persistence import transfer
from assurance.persistence.models import Organisation
from assurance.persistence.session import Database
from tests.cli.conftest import Command
from tests.factories.cast import make_world

CONTENT = b"a file of the old installation"


@pytest.fixture
def here(instance: Path, tables: str) -> Database:
    """An installation with people, their audit entries and a file."""
    database = Database.open(tables)
    with database.transaction() as session:
        make_world(session)
    FileStore.open((instance / "files").as_uri()).put(CONTENT)
    return database


@pytest.fixture
def new(tmp_path: Path, sqlite_template: Path) -> str:
    """The address of a database with tables and without rows."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'new.db')}"


@pytest.fixture(params=["a file that is not there", "postgresql"])
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of either kind."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            yield stack.enter_context(request.getfixturevalue("postgres_server").database("moved_into"))
        else:
            yield f"sqlite:///{tmp_path / 'new.db'}"


@pytest.fixture
def files(tmp_path: Path) -> str:
    """The new place of the files."""
    return (tmp_path / "new_files").as_uri()


def test_everything_is_there_and_the_old_one_is_not_served_any_more(
    command: Command, instance: Path, here: Database, there: str, files: str
) -> None:
    moved = command("db", "move", "--database-url", there, "--files-url", files)
    assert moved.exit_code == 0, moved.output
    assert "1 files" in moved.stdout
    assert "The audit trail holds there" in moved.stdout
    new = Database.open(there)
    with transfer.snapshot(here.engine) as old, transfer.snapshot(new.engine) as carried:
        assert transfer.digests(old) == transfer.digests(carried)
    new.close()
    store = FileStore.open(files)
    assert [store.get(key) for key in store.list_older(-1)] == [CONTENT]
    refused = command("worker", "--until-idle")
    assert refused.exit_code == 1
    assert "has moved to" in refused.stderr
    assert json.loads((instance / "moved.json").read_text())["to_files"] == files


def test_a_move_that_was_broken_off_is_taken_up_again(command: Command, here: Database, new: str, files: str) -> None:
    assert command("db", "move", "--database-url", new, "--files-url", "file:///dev/null/no").exit_code != 0
    assert command("db", "move", "--database-url", new, "--files-url", files).exit_code == 0


def test_what_holds_something_else_is_not_written_over(
    command: Command, instance: Path, here: Database, new: str, files: str
) -> None:
    assert command("db", "move", "--database-url", new, "--files-url", files).exit_code == 0
    (instance / "moved.json").unlink()
    with here.transaction() as session:
        session.scalars(select(Organisation).limit(1)).one().name += " Trust"
    refused = command("db", "move", "--database-url", new, "--files-url", files)
    assert refused.exit_code == 1
    assert "holds something else already, in organisation" in refused.stderr
    assert not (instance / "moved.json").exists()


def test_work_in_hand_is_finished_first(command: Command, instance: Path, here: Database, new: str, files: str) -> None:
    with here.transaction() as session:
        workflows.enqueue(session, "letters", key="letters-1", payload={})
    refused = command("db", "move", "--database-url", new, "--files-url", files)
    assert refused.exit_code == 1
    assert "assurance worker --until-idle" in refused.stderr
    assert not (instance / "moved.json").exists()


def test_the_one_in_use_is_no_new_one(command: Command, instance: Path, here: Database, url: str, files: str) -> None:
    assert command("db", "move", "--database-url", url, "--files-url", files).exit_code == 1
