"""Runs the commands as a person would, each in an installation folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from assurance.cli.main import main
from assurance.config import Settings
from tests import postgres
from tests.databases import ON_POSTGRESQL

Command = Callable[..., Result]


_numbers = count(1)


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Path]:
    """An empty installation folder that the commands use, with an empty database where that is not a file of it."""
    for name in ("DATABASE_URL", "FILES_URL", "SECRET_KEY", "DEMONSTRATION"):
        monkeypatch.delenv(f"ASSURANCE_{name}", raising=False)
    monkeypatch.setenv("ASSURANCE_INSTANCE", str(tmp_path / "instance"))
    (tmp_path / "instance").mkdir()
    with ExitStack() as stack:
        if ON_POSTGRESQL:
            server = request.getfixturevalue("postgres_server")
            url = stack.enter_context(server.database(f"installation_{next(_numbers)}", empty=True))
            monkeypatch.setenv("ASSURANCE_DATABASE_URL", url)
        yield tmp_path / "instance"


@pytest.fixture
def url(instance: Path) -> str:
    """The address of the installation's database."""
    return Settings.from_environ().database_url


@pytest.fixture
def tables(url: str, instance: Path, request: pytest.FixtureRequest) -> str:
    """The same address, once its tables are there."""
    if ON_POSTGRESQL:
        server, name = request.getfixturevalue("postgres_server"), url.rpartition("/")[2]
        server.drop(name)
        server.copy("template_assurance", name)
    else:
        shutil.copy(request.getfixturevalue("sqlite_template"), instance / "assurance.db")
    return url


def as_program(url: str) -> str:
    """Return the same address at a server for the role that a service signs in as."""
    return make_url(url).set(username=postgres.PROGRAM).render_as_string(hide_password=False)


@pytest.fixture
def command(instance: Path) -> Command:
    """Run a command and return its result; standard output and error are kept apart."""

    def run(*arguments: str, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=input)

    return run
