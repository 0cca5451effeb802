"""`assurance backup` and `assurance restore`: whole and checked, or refused, on both kinds of database."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from assurance.adapters.files import FileStore
from assurance.adapters.keyring import Keyring
from assurance.persistence.session import Database
from assurance.services.audit_check import check_chain
from tests import postgres
from tests.cli.conftest import Command
from tests.databases import KINDS
from tests.factories.cast import World, make_world

CLOSED = b"what a bidder sent, closed"


@pytest.fixture(params=KINDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(request.param)


@pytest.fixture
def server_role() -> str:
    """Who makes backups."""
    return postgres.OWNER


@pytest.fixture
def world(database: Database, database_url: str, instance: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """An installation with the cast, one file and a key."""
    monkeypatch.setenv("ASSURANCE_DATABASE_URL", database_url)
    Keyring.open(instance / "keys")
    FileStore.open((instance / "files").as_uri()).put(CLOSED)
    with database.transaction() as session:
        return make_world(session)


@pytest.fixture
def elsewhere(
    backend: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Path]]:
    """Turn to another, empty installation once the backup is made; returns its folder."""

    def turn(url: str) -> Path:
        monkeypatch.setenv("ASSURANCE_INSTANCE", str(tmp_path / "other"))
        monkeypatch.setenv("ASSURANCE_DATABASE_URL", url)
        return tmp_path / "other"

    if backend == "sqlite":
        yield lambda: turn(f"sqlite:///{tmp_path}/other/assurance.db")
        return
    with request.getfixturevalue("postgres_server").database("restored", empty=True) as url:
        yield lambda: turn(url)


def _trail() -> list[str]:
    """Return the tags of the audit trail of the installation at hand, which must hold."""
    database = Database.open(os.environ["ASSURANCE_DATABASE_URL"])
    with database.reading() as session:
        assert check_chain(session).broken_at is None
        tags = session.execute(text("SELECT tag FROM audit_event ORDER BY seq")).scalars().all()
    database.close()
    return list(tags)


def test_what_was_backed_up_is_there_again_once_and_both_are_on_record(
    command: Command, world: World, elsewhere: Callable[[], Path], tmp_path: Path
) -> None:
    made = command("backup", str(tmp_path / "kept"))
    before = _trail()
    there = elsewhere()
    answer = command("restore", str(tmp_path / "kept"))
    assert (made.exit_code, answer.exit_code) == (0, 0), made.stderr + answer.stderr
    files = FileStore.open((there / "files").as_uri())
    assert [files.get(key) for key in files.list_older(-10)] == [CLOSED]
    assert (before[-1], _trail()) == ("backup:made", [*before[:-1], "backup:restored"])
    again = command("restore", str(tmp_path / "kept"))
    assert (again.exit_code, "an installation here already" in again.stderr) == (1, True)


def test_a_drill_restores_the_backup_and_leaves_nothing_behind(
    command: Command, world: World, instance: Path, tmp_path: Path
) -> None:
    command("backup", str(tmp_path / "kept"))
    before, trail = sorted(each.name for each in instance.iterdir()), _trail()
    for words in (("--drill",), ("--drill", str(tmp_path / "kept"))):
        answer = command("backup", *words)
        assert (answer.exit_code, "found whole" in answer.stdout) == (0, True), answer.stderr
    assert (sorted(each.name for each in instance.iterdir()), _trail()) == (before, trail)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_keys_are_in_a_backup_only_when_asked_for_and_nobody_else_reads_them(
    command: Command, world: World, elsewhere: Callable[[], Path], tmp_path: Path
) -> None:
    without = command("backup", str(tmp_path / "without"))
    command("backup", str(tmp_path / "with"), "--with-keys")
    assert "The keys are not in it" in without.stdout
    assert not (tmp_path / "without" / "keys").exists()
    assert stat.S_IMODE((tmp_path / "with" / "keys" / "application-0001.key").stat().st_mode) == 0o600
    there = elsewhere()
    assert command("restore", str(tmp_path / "with")).exit_code == 0
    assert len(Keyring.open(there / "keys").keys) == 1


def _change(kept: Path) -> None:
    next((kept / "files").glob("??/*")).write_bytes(b"another")


def _lose(kept: Path) -> None:
    next((kept / "files").glob("??/*")).unlink()


def _break_off(kept: Path) -> None:
    (kept / "manifest.json").unlink()


def _rewrite(**said: object) -> Callable[[Path], None]:
    def rewrite(kept: Path) -> None:
        (kept / "manifest.json").write_text(json.dumps(json.loads((kept / "manifest.json").read_text()) | said))

    return rewrite


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_change, "has changed since it was made"),
        (_lose, "The backup lacks files/"),
        (_break_off, "is not a whole backup"),
        (_rewrite(database="0" * 64), "database of the backup has changed"),
        (_rewrite(format=2), "has the format 2"),
        (_rewrite(kind="postgresql"), "a backup of postgresql and the database here is sqlite"),
        (_rewrite(head="0" * 64), "its audit trail is another"),
    ],
)
def test_what_is_not_whole_is_refused_with_the_reason(
    command: Command, world: World, tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    command("backup", str(tmp_path / "kept"))
    harm(tmp_path / "kept")
    answer = command("backup", "--drill", str(tmp_path / "kept"))
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert said in answer.stderr


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_backup_never_goes_where_something_is(command: Command, world: World, tmp_path: Path) -> None:
    trail = _trail()
    answer = command("backup", str(tmp_path))
    assert (answer.exit_code, "is not empty" in answer.stderr) == (1, True)
    assert command("backup").exit_code == 2
    assert _trail() == trail


def test_without_a_database_there_is_nothing_to_back_up(command: Command, instance: Path, tmp_path: Path) -> None:
    answer = command("backup", str(tmp_path / "kept"))
    assert (answer.exit_code, "no database here yet" in answer.stderr) == (1, True)
    assert not (tmp_path / "kept").exists()
