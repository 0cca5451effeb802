"""`assurance db upgrade` and `assurance audit verify`, on a database of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assurance.persistence import migrate
from assurance.persistence.session import Database
from tests.cli.conftest import Command
from tests.databases import freely
from tests.factories.cast import World, make_world


@pytest.fixture
def filled(command: Command, url: str) -> tuple[Database, World]:
    """A migrated database with the cast and their audit entries in it."""
    command("db", "upgrade")
    database = Database.open(url)
    with database.transaction() as session:
        world = make_world(session)
    return database, world


def test_upgrade_makes_the_tables_and_can_be_run_again(command: Command, url: str) -> None:
    first, second = command("db", "upgrade"), command("db", "upgrade")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert second.stdout == f"The database is at {migrate.head()} already\n"
    assert migrate.current(Database.open(url).engine) == migrate.head()


def test_a_whole_trail_holds_and_its_head_is_printed(command: Command, filled: tuple[Database, World]) -> None:
    answer = command("audit", "verify", filled[1].reference)
    assert answer.exit_code == 0
    assert "The audit trail holds" in answer.stdout
    assert f"of them about {filled[1].reference}" in answer.stdout


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        pytest.param(
            "UPDATE audit_event SET body = replace(body, 'role', 'rule') WHERE seq = 26",
            "entry 26 (role:given)",
            marks=pytest.mark.about_sqlite,  # whose documents are text
        ),
        ("UPDATE audit_event SET tag = 'role:taken' WHERE seq = 21", "entry 21 (role:taken)"),
        ("UPDATE audit_event SET actor_id = NULL WHERE seq = 28", "entry 28 (role:given)"),
        ("UPDATE audit_event SET at = '2024-01-01 00:00:00' WHERE seq = 29", "entry 29 (role:given)"),
        ("UPDATE audit_event SET procurement_id = NULL WHERE seq = 30", "entry 30 (role:given)"),
        ("DELETE FROM audit_event WHERE seq = 5", "entry 5, missing"),
        ("DELETE FROM audit_event WHERE seq > 35", "entry 36, missing"),
    ],
)
def test_a_changed_or_missing_entry_is_named(
    command: Command, filled: tuple[Database, World], statement: str, named: str
) -> None:
    freely(filled[0], statement)
    answer = command("audit", "verify")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert named in answer.stderr


def test_an_unknown_procurement_and_a_missing_database_are_refused(command: Command, instance: Path) -> None:
    nothing = command("audit", "verify")
    command("db", "upgrade")
    unknown = command("audit", "verify", "PR-1999-0001")
    assert (nothing.exit_code, unknown.exit_code) == (2, 2)
    assert nothing.stderr == "There is no database here yet\n"
    assert unknown.stderr == "There is no procurement PR-1999-0001\n"


@pytest.mark.about_sqlite
def test_rights_are_given_at_a_server_only(command: Command, instance: Path) -> None:
    command("db", "upgrade")
    answer = command("db", "grant", "program")
    assert (answer.exit_code, "SQLite has no roles" in answer.stderr) == (1, True)
