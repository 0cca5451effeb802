"""Issues a pack from the command line, and verifies one from the file alone."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from assurance.packs.verifying import NotAPack, Verification, verify_pack

BAD_INPUT = 2


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
    from assurance.cli.db import unlock
    from assurance.config import Settings
    from assurance.domain.errors import AssuranceError
    from assurance.jobs.issue_pack import issue_now
    from assurance.persistence import migrate
    from assurance.persistence.session import Database

    settings = Settings.from_environ()
    unlock(settings)
    database = Database.open(settings.database_url)
    try:
        if migrate.current(database.engine) != migrate.head():
            _stop("There is no database here, or it is not up to date: run assurance db upgrade")
        made = issue_now(settings, database, kind=kind, reference=reference, about=about)
        out.write_bytes(made.content)
    except (AssuranceError, OSError) as refusal:
        _stop(str(refusal))
    finally:
        database.close()
    click.echo(f"{out}: {made.title}, {made.pages} pages, SHA-256 {made.sha256}")


def _stop(why: str) -> NoReturn:
    click.echo(why, err=True)
    sys.exit(BAD_INPUT)
