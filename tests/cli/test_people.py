"""The people of an authority from the command line: added once, and numbered so that two accounts of one are known."""

from __future__ import annotations

import json
import stat
import zipfile
from pathlib import Path

from sqlalchemy import select

from assurance.adapters.clock import system_clock
from assurance.config import Settings
from assurance.persistence.models import AuditEvent, SecondFactor, User
from assurance.persistence.session import Database
from tests.cli.conftest import Command

ADD = ("people", "add", "officer@example.org", "--name", "The Officer", "--authority", "Test Board", "--password-stdin")
PASSWORD = "correct horse battery staple\n"


def numbers() -> list[str | None]:
    database = Database.open(Settings.from_environ().database_url)
    with database.reading() as session:
        found = list(session.scalars(select(User.staff_number)))
    database.close()
    return found


def test_a_staff_number_is_given_changed_and_taken_away(command: Command) -> None:
    assert command("db", "upgrade").exit_code == 0
    answer = command(*ADD, "--staff-number", "ab 12", input=PASSWORD)
    assert (answer.exit_code, answer.stdout) == (0, "The Officer of Test Board can sign in as officer@example.org.\n")
    assert numbers() == ["AB12"]
    answer = command("people", "number", "Officer@example.org", "cd34")
    assert (answer.exit_code, answer.stdout) == (0, "The Officer has the staff number CD34.\n")
    assert command("people", "number", "officer@example.org", "").stdout == "The Officer has no staff number.\n"
    assert numbers() == [None]
    database = Database.open(Settings.from_environ().database_url)
    with database.reading() as session:
        tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "user:staff-number")).all()
    database.close()
    assert len(tags) == 2


def test_what_cannot_be_is_refused_with_the_reason_and_changes_nothing(command: Command) -> None:
    assert command("db", "upgrade").exit_code == 0
    refused = command(*ADD, "--staff-number", "9" * 41, input=PASSWORD)
    assert (refused.exit_code, "staff_number: " in refused.stderr) == (2, True)
    assert numbers() == []
    unknown = command("people", "number", "nobody@example.org", "7")
    assert (unknown.exit_code, "Nobody signs in with this email address" in unknown.stderr) == (2, True)


def test_the_board_secretary_is_named_and_no_more(command: Command) -> None:
    command(*ADD, input=PASSWORD)
    answer = command("people", "secretary", "Officer@example.org")
    assert (answer.exit_code, answer.stdout) == (0, "The Officer is board secretary and keeps what its gates ask.\n")
    assert command("people", "secretary", "officer@example.org", "--no-more").stdout == (
        "The Officer is not board secretary any more.\n"
    )
    refused = command("people", "secretary", "nobody@example.org")
    assert (refused.exit_code, refused.stderr) == (2, "email: Nobody signs in with this email address\n")


def test_a_person_is_suspended_and_let_in_again(command: Command) -> None:
    command(*ADD, input=PASSWORD)
    answer = command("people", "suspend", "Officer@example.org")
    assert (answer.exit_code, answer.stdout) == (
        0, "The Officer cannot sign in any more, and every open sign-in has ended.\n",
    )  # fmt: skip
    refused = command("people", "suspend", "officer@example.org")
    assert (refused.exit_code, refused.stderr) == (2, "email: The Officer is suspended already\n")
    assert command("people", "suspend", "officer@example.org", "--no-more").stdout == "The Officer can sign in again.\n"


def test_a_new_password_is_given_and_an_easy_one_refused(command: Command) -> None:
    command(*ADD, input=PASSWORD)
    given = ("people", "password", "officer@example.org", "--password-stdin")
    refused = command(*given, input="Password1234\n")
    assert (refused.exit_code, "known from leaks" in refused.stderr) == (2, True)
    assert command(*given, input="violet tractor under snow\n").stdout == (
        "The Officer has a new password, and every open sign-in has ended.\n"
    )


def test_a_lost_second_factor_is_announced_and_not_taken_away_the_same_day(command: Command) -> None:
    command(*ADD, input=PASSWORD)
    refused = command("people", "factor", "officer@example.org", "--reason", "Her phone is lost")
    assert (refused.exit_code, refused.stderr) == (
        2, "email: The Officer has no second factor, so there is nothing to take away\n"
    )  # fmt: skip
    database = Database.open(Settings.from_environ().database_url)
    with database.transaction() as session:
        user_id = session.scalars(select(User.id)).one()
        session.add(SecondFactor(user_id=user_id, secret="KEPT", confirmed_at=system_clock()))
    said = command("people", "factor", "officer@example.org", "--reason", "Her phone is lost").stdout
    assert "Announced to The Officer and to everybody of the authority who holds a power" in said
    early = command("people", "factor", "officer@example.org", "--carry-out")
    assert (early.exit_code, "email: It can be done from" in early.stderr) == (2, True)
    stopped = command("people", "factor", "officer@example.org", "--stop", "--reason", "Found it")
    assert stopped.stdout == "The second factor of The Officer stays as it is.\n"
    with database.reading() as session:
        assert session.scalars(select(SecondFactor.user_id)).all() == [user_id]
    database.close()


def test_what_is_held_about_a_person_is_written_once_for_its_reader_alone(command: Command, tmp_path: Path) -> None:
    command(*ADD, input=PASSWORD)
    out = tmp_path / "own.zip"
    words = ("people", "own-data", "Officer@example.org", "--out", str(out))
    refused = command(*words)
    assert (refused.exit_code, "how you made sure who asks" in refused.stderr, out.exists()) == (2, True, False)
    answer = command(*words, "--made-sure", "Passport seen")
    assert (answer.exit_code, "about officer@example.org" in answer.stdout) == (0, True)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with zipfile.ZipFile(out) as archive:
        assert {"all.json", "account.csv", "trail-about-the-person.csv"} <= set(archive.namelist())
        assert json.loads(archive.read("all.json"))["account"][0]["name"] == "The Officer"
    again = command(*words, "--made-sure", "Passport seen")
    assert (again.exit_code, "File exists" in again.stderr) == (1, True)
    database = Database.open(Settings.from_environ().database_url)
    with database.reading() as session:
        kept = session.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "user:data-handed-out")).all()
    database.close()
    assert len(kept) == 1
