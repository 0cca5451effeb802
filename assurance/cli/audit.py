"""The audit trail from the command line: check it, alone or against what lies elsewhere, and leave its head there."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from assurance.adapters.signing import Signer, key_id
from assurance.adapters.witness import Witness
from assurance.cli import db
from assurance.config import Settings
from assurance.domain.errors import NotFound
from assurance.domain.witness import Finding
from assurance.persistence import migrate
from assurance.persistence.queries.audit import count_events
from assurance.persistence.session import Database
from assurance.services import loading, witnessing
from assurance.services.audit_check import Check, check_chain

BROKEN, UNREADABLE = 1, 2


def leave_head(to: str | None) -> None:
    """Sign the head of the trail and leave it where told, or where the installation leaves its heads."""
    settings = Settings.from_environ()
    db.unlock(settings)
    place = to or settings.witness_url
    if not place:
        click.echo("Say where with --to, or set ASSURANCE_WITNESS_URL", err=True)
        sys.exit(UNREADABLE)
    with _reading(settings) as session:
        head = witnessing.sign_head(session, now=datetime.now(UTC))
    if head is None:
        click.echo("The audit trail is empty, so it has no head yet", err=True)
        sys.exit(UNREADABLE)
    name = Witness.open(place).leave(head)
    click.echo(f"Left {name}: entry {head['seq']}, {head['hash']}, signed with the key {head['key_id']}.")


def verify(reference: str | None, checkpoints: str | None, receipts: Path | None, pubkey: Path | None) -> None:
    """Walk the hash chain, hold it against heads and receipts, print what was found, and exit with 1 if anything is."""
    settings = Settings.from_environ()
    with _reading(settings) as session:
        about = _about(session, reference) if reference else ""
        check, found = check_chain(session), []
        if checkpoints or receipts:
            pem = _public_key(settings, pubkey)
            found += witnessing.check_heads(session, Witness.open(checkpoints).read(), pem) if checkpoints else []
            found += witnessing.check_receipts(session, _documents(receipts), pem) if receipts else []
    _say(check, about, found)


def _reading(settings: Settings) -> Session:
    database = Database.open(settings.database_url)
    if migrate.current(database.engine) is None:
        click.echo("There is no database here yet", err=True)
        sys.exit(UNREADABLE)
    return database.reading()


def _about(session: Session, reference: str) -> str:
    try:
        procurement = loading.procurement(session, reference)
    except NotFound:
        click.echo(f"There is no procurement {reference}", err=True)
        sys.exit(UNREADABLE)
    return f", {count_events(session, procurement.id)} of them about {reference}"


def _public_key(settings: Settings, path: Path | None) -> str:
    """Return the public key given; without one that of the installation, which whoever runs it could have replaced."""
    try:
        pem = path.read_text() if path is not None else Signer.open(settings.keys).public_pem
        key_id(pem)
    except (OSError, ValueError) as refused:
        click.echo(f"The public key cannot be read: {refused}", err=True)
        sys.exit(UNREADABLE)
    return pem


def _documents(folder: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(folder.glob("*.json")):
        try:
            yield path.name, json.loads(path.read_bytes())
        except ValueError:
            yield path.name, None


def _say(check: Check, about: str, found: list[Finding]) -> None:
    for each in found:
        click.echo(f"{each.kind}: {each.about}: {each.says}.", err=True)
    if check.broken_at is not None:
        what = f" ({check.broken_tag})" if check.broken_tag else ", missing"
        click.echo(
            f"The audit trail is broken at entry {check.broken_at}{what}. What follows it proves nothing.", err=True
        )
    if found or check.broken_at is not None:
        sys.exit(BROKEN)
    click.echo(f"The audit trail holds: {check.entries} entries{about}.")
    click.echo(f"Head {check.entries}: {check.head or 'none'}")
