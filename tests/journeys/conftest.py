"""The demonstration, built once for all its tests, with the evaluation pack only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.cli.main import main
from assurance.config import Settings
from assurance.persistence.models import Procurement
from assurance.persistence.session import Database
from tests.databases import Originals

MAIL = ("PUBLIC_URL", "SMTP_URL", "MAIL_FROM")


@dataclass(frozen=True)
class Demonstration:
    """Where it was built and what it said."""

    folder: Path
    said: str
    settings: Settings
    database: Database
    originals: Originals

    def copied(self, folder: Path) -> Settings:
        """Copy all of it, for tests that leave something behind."""
        shutil.copytree(self.folder, folder)
        return self.originals.installed(Settings.for_instance(folder, demonstration=True), self.settings)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory, originals: Originals) -> Iterator[Demonstration]:
    """Run `assurance demo` once, as a person would, without serving it; its database is where the tests have theirs."""
    folder, embedded, made = tmp_path_factory.mktemp("demonstration") / "demo", Settings.for_instance, []

    def installed(instance: Path, **named: bool) -> Settings:
        made.append(originals.installed(embedded(instance, **named)))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        for name in ("INSTANCE", "DATABASE_URL", "FILES_URL", "KEYS", "DEMONSTRATION", *MAIL):
            patch.setenv(f"ASSURANCE_{name}", "")  # what the command sets for its worker is taken back afterwards
            patch.delenv(f"ASSURANCE_{name}")
        patch.setattr(Settings, "for_instance", installed)
        answer = CliRunner().invoke(main, ["demo", "--dir", str(folder), "--no-serve", "--quick"])
        assert answer.exit_code == 0, answer.output
    database = Database.open(made[0].database_url)
    yield Demonstration(folder, answer.output, made[0], database, originals)
    database.close()


@pytest.fixture
def session(demonstration: Demonstration) -> Iterator[Session]:
    """A reading session on what was built."""
    with demonstration.database.reading() as opened:
        yield opened


@pytest.fixture
def msk(session: Session) -> Procurement:
    """The procurement that was walked to its running contract."""
    return session.scalars(select(Procurement).where(Procurement.reference == "PR-2025-0001")).one()
