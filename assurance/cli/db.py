"""The database from the command line: bring its tables up to date."""

from __future__ import annotations

import sys

import click

from assurance.adapters import workflows
from assurance.adapters.files import FileStore
from assurance.adapters.keyring import UnsafeKey
from assurance.cli.moved import stop_if_moved
from assurance.config import Settings
from assurance.persistence import grants, migrate
from assurance.persistence.grants import UnfitRole
from assurance.persistence.session import Database
from assurance.services import at_rest, older_files


def upgrade() -> None:
    """Run every migration the database lacks, and those of the workflow engine beside ours."""
    settings = Settings.from_environ()
    unlock(settings)
    url = settings.database_url
    database = Database.open(url)
    before = migrate.current(database.engine)
    migrate.upgrade(database.engine)
    if before not in (None, migrate.head()):
        older_files.close_older_files(database, FileStore.open(settings.files_url))
        migrate.rewrite(database.engine)
    workflows.install(url)
    click.echo(f"The database is at {migrate.head()}" + ("" if before != migrate.head() else " already"))
    if grants.are_behind(database.engine):
        click.echo(
            "The service does not start until it has the rights of this version: assurance db grant ROLE", err=True
        )
    database.close()


def grant(role: str, reports: str | None) -> None:
    """Give the program's role its rights at PostgreSQL; exit with 1 and the reason where that cannot be."""
    database = Database.open(Settings.from_environ().database_url)
    try:
        if database.engine.dialect.name == "sqlite":
            raise UnfitRole(
                "SQLite has no roles. Point ASSURANCE_DATABASE_URL at PostgreSQL, as the owner of the tables."
            )
        if (stands_at := migrate.current(database.engine)) != migrate.head():
            raise UnfitRole(
                f"The database is at {stands_at} and this version needs {migrate.head()}.\n"
                "Run assurance db upgrade first, then this again."
            )
        grants.grant(database.engine, role, reports)
    except UnfitRole as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    finally:
        database.close()
    click.echo(f"{role} works on every table, and can change nothing of {', '.join(grants.ONLY_GROW)}.")


def prepare(settings: Settings) -> None:
    """Make the tables of an empty database; refuse one that is behind, since an upgrade is a person's decision."""
    stop_if_moved(settings)
    unlock(settings)
    database = Database.open(settings.database_url)
    stands_at = migrate.current(database.engine)
    if stands_at is None:
        migrate.upgrade(database.engine)
        workflows.install(settings.database_url)
    database.close()
    if stands_at not in (None, migrate.head()):
        click.echo(
            f"The database is at {stands_at} and this version needs {migrate.head()}.\n"
            "Make a backup, then run: assurance db upgrade",
            err=True,
        )
        sys.exit(1)


def unlock(settings: Settings) -> None:
    """Take the installation's keys into use, or stop with the reason when others could read them."""
    try:
        at_rest.unlock(settings)
    except UnsafeKey as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
