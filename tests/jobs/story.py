"""A finished evaluation in an installation of its own, for the worker to print from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from assurance.adapters.clock import SimulatedClock
from assurance.config import Settings
from assurance.persistence.models import AuditEvent, Pack, Procurement
from assurance.persistence.queries.packs import get_pack
from assurance.persistence.session import Database
from assurance.services import at_rest, packs
from assurance.services.accounts import actor_of
from tests.packs.fixture import NOW, make_story


@dataclass(frozen=True)
class Installation:
    """An installation with the story in it."""

    settings: Settings
    database: Database

    def request(self, kind: str = "gate", subject: str = "checkpoint_1") -> str:
        """Ask for a pack as the officer would; return its public id."""
        with self.database.transaction() as session:
            procurement = session.scalars(select(Procurement)).one()
            officer = actor_of(procurement.created_by)
            pack = packs.request_pack(
                session, procurement=procurement, kind=kind, subject=subject, actor=officer, now=NOW
            )
            return pack.public_id

    def pack(self, public_id: str) -> Pack:
        """Return the pack as it stands."""
        with self.database.reading() as session:
            return get_pack(session, public_id)

    def events(self, tag: str) -> list[AuditEvent]:
        """Return the audit entries of one kind."""
        with self.database.reading() as session:
            return list(session.scalars(select(AuditEvent).where(AuditEvent.tag == tag).order_by(AuditEvent.seq)))

    def environment(self) -> dict[str, str]:
        """Return what a worker of this installation finds in its environment."""
        return {
            "ASSURANCE_INSTANCE": str(self.settings.instance),
            "ASSURANCE_DATABASE_URL": self.settings.database_url,
            "ASSURANCE_FILES_URL": self.settings.files_url,
            "ASSURANCE_DEMONSTRATION": "1",
        }


def install(database: Database, folder: Path) -> Installation:
    """Put the story into a migrated database."""
    settings = Settings(
        instance=folder, database_url=database.engine.url.render_as_string(hide_password=False),
        files_url=(folder / "files").as_uri(), secret_key="not a secret", keys=folder / "keys",
        demonstration=True,
    )  # fmt: skip
    SimulatedClock(folder / "clock.json").set(NOW)  # by the real one, conditions of the story would be overdue
    at_rest.unlock(settings)
    with database.transaction() as session:
        make_story(session)
    return Installation(settings, database)
