"""Issues a pack from the command line, makes an issued one again, and verifies one from the file alone."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from assurance.packs.verifying import NotAPack, Verification, verify_pack

if TYPE_CHECKING:
    from assurance.config import Settings
    from assurance.persistence.session import Database

BAD_INPUT = 2
T = TypeVar("T")


def verify(file: Path, certificate: Path | None, *, as_json: bool) -> None:
    """Say whether a pack is as it was issued and its figures follow; exit with 1 and what differs, 2 if unreadable."""
    try:
        found = verify_pack(file.read_bytes(), _fingerprint(certificate))
    except (OSError, NotAPack) as refused:
        _stop(f"{file} cannot be read as a pack: {refused}")
    if as_json:
        click.echo(json.dumps(found.as_data(), indent=2, ensure_ascii=False))
    else:
        _tell(found, named=certificate is not None)
    sys.exit(1 if found.faults else 0)


def _tell(found: Verification, *, named: bool) -> None:
    for fault in found.faults:
        click.echo(fault, err=True)
    if found.faults:
        click.echo(f"Not verified: {len(found.faults)} things differ.", err=True)
        return
    click.echo(f"Verified: {found.title}, {found.pages} pages.")
    click.echo(f"Sealed {found.seal.sealed_at} by {found.seal.signer}; nothing was changed or added since.")
    click.echo(f"Certificate SHA-256 {found.seal.fingerprint}" + (", as expected." if named else ":"))
    if not named:
        click.echo("  compare it with the one the service publishes, or give that with --certificate.")
    for name, digest in found.attachments.items():
        click.echo(f"Attached {name}: SHA-256 {digest}, as printed.")
    if found.recomputed.ranking:
        click.echo(f"Recomputed ranking: {', '.join(found.recomputed.ranking)}.")
        click.echo(f"Figures compared with what is printed: {found.recomputed.figures}, none differs.")


def _fingerprint(certificate: Path | None) -> str:
    if certificate is None:
        return ""
    from assurance.adapters.seal import read_certificates

    try:
        return hashlib.sha256(read_certificates(certificate.read_bytes())[0].dump()).hexdigest()
    except (OSError, ValueError) as refused:
        _stop(f"{certificate} cannot be read as a certificate: {refused}")


def issue(kind: str, reference: str, about: str, out: Path) -> None:
    """Build a pack as a worker would and write it out; exit with 2 and the reason where there is nothing to print."""
    from assurance.jobs.issue_pack import issue_now

    made = _made(lambda settings, database: issue_now(settings, database, kind=kind, reference=reference, about=about))
    _write(out, made.content)
    click.echo(f"{out}: {made.title}, {made.pages} pages, SHA-256 {made.sha256}")


def reprint(public_id: str, out: Path) -> None:
    """Make an issued pack again and write it out; exit with 1 where it is not the file that was issued."""
    from assurance.jobs.issue_pack import make_again

    made = _made(lambda settings, database: make_again(settings, database, public_id=public_id))
    _write(out, made.content)
    found = hashlib.sha256(made.content).hexdigest()
    if found != made.issued:
        click.echo(f"{made.title} comes out with SHA-256 {found}; it was issued with {made.issued}.", err=True)
        click.echo("Another version of this program, of its fonts or layout, or another seal makes that so.", err=True)
        sys.exit(1)
    click.echo(f"{out}: {made.title}, the same file as was issued, SHA-256 {found}")


def _made(make: Callable[[Settings, Database], T]) -> T:
    """Make something in the installation at hand; exit with 2 and the reason where it is refused."""
    from assurance.cli.db import unlock
    from assurance.config import Settings
    from assurance.domain.errors import AssuranceError
    from assurance.persistence import migrate
    from assurance.persistence.session import Database

    settings = Settings.from_environ()
    unlock(settings)
    database = Database.open(settings.database_url)
    try:
        if migrate.current(database.engine) != migrate.head():
            _stop("There is no database here, or it is not up to date: run assurance db upgrade")
        return make(settings, database)
    except (AssuranceError, OSError) as refusal:
        _stop(str(refusal))
    finally:
        database.close()


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as refused:
        _stop(str(refused))


def _stop(why: str) -> NoReturn:
    click.echo(why, err=True)
    sys.exit(BAD_INPUT)
