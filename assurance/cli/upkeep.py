"""The commands that look after an installation: its database, keys, people, mail and audit trail.

Names and options only. What a command does is imported when it runs, so that help is quick.
"""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the tables up to date; safe to run again."""
    from assurance.cli import db as database

    database.upgrade()


@db.command()
@click.argument("role")
@click.option("--reports", metavar="ROLE", help="A role that reads open data, and nothing else.")
def grant(role: str, reports: str | None) -> None:
    """Give the program's own role at PostgreSQL its rights: everything but to rewrite the audit trail.

    Run it with the owner of the tables in ASSURANCE_DATABASE_URL, after each upgrade, and the service with ROLE there.
    """
    from assurance.cli import db as database

    database.grant(role, reports)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="[FOLDER]", required=False)
@click.option("--drill", is_flag=True, help="Restore FOLDER, or a backup made now, into a scratch place and check it.")
@click.option("--with-keys", is_flag=True, help="Put the keys into the backup too; whoever has it can read drafts.")
def backup(folder: Path | None, drill: bool, with_keys: bool) -> None:
    """Back up the database and the files into FOLDER while the service runs."""
    from assurance.cli import backups

    if drill and with_keys:
        raise click.UsageError("--with-keys belongs to a backup, not to a drill")
    backups.make(folder, drill=drill, with_keys=with_keys)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER")
def restore(folder: Path) -> None:
    """Put a backup into an empty installation, each part checked against its hash."""
    from assurance.cli import backups

    backups.restore(folder)


@db.command()
@click.option("--database-url", required=True, help="The new database, empty: SQLite in a file or PostgreSQL.")
@click.option("--files-url", required=True, help="The new place of the files: a folder (file://) or a bucket (s3://).")
def move(database_url: str, files_url: str) -> None:
    """Carry the installation to another database and file store, and check that all of it arrived."""
    from assurance.cli import move as moving

    moving.move(database_url, files_url)


@click.group()
def keys() -> None:
    """Look after the keys that close what lies on the disk."""


@keys.command(name="add")
def add_key() -> None:
    """Make a new key that closes everything from the next start on; older keys still open what they closed."""
    from assurance.cli import keys as ring

    ring.add()


@click.group()
def people() -> None:
    """Look after the people of an authority."""


@people.command(name="add")
@click.argument("email")
@click.option("--name", required=True, help="Full name, as it appears in records.")
@click.option("--authority", required=True, help="The authority they work for; created when it is new.")
@click.option("--job-title", default="", help="Their position.")
@click.option(
    "--staff-number", default="", help="Their number with the authority: it tells two accounts of one person."
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def add_person(
    email: str, name: str, authority: str, job_title: str, staff_number: str, password_stdin: bool
) -> None:  # fmt: skip
    """Let a person of an authority sign in."""
    from assurance.cli import people as register

    register.add(email, name, job_title, authority, staff_number, from_stdin=password_stdin)


@people.command(name="number")
@click.argument("email")
@click.argument("staff_number")
def number_person(email: str, staff_number: str) -> None:
    """Put the staff number of somebody who can sign in already on record; "" takes it away."""
    from assurance.cli import people as register

    register.number(email, staff_number)


@people.command(name="secretary")
@click.argument("email")
@click.option("--no-more", is_flag=True, help="Take it away again.")
def secretary_person(email: str, no_more: bool) -> None:
    """Let a person of an authority change what its gates ask."""
    from assurance.cli import people as register

    register.secretary(email, no_more=no_more)


@people.command(name="suspend")
@click.argument("email")
@click.option("--no-more", is_flag=True, help="Let them sign in again.")
def suspend_person(email: str, no_more: bool) -> None:
    """Keep a person of an authority or a provider from signing in, and end what they have open."""
    from assurance.cli import people as register

    register.suspend(email, no_more=no_more)


@people.command(name="password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def password_person(email: str, password_stdin: bool) -> None:
    """Give a person a new password in place of one that is lost, and end what they have open."""
    from assurance.cli import people as register

    register.password(email, from_stdin=password_stdin)


@people.command(name="factor")
@click.argument("email")
@click.option("--reason", default="", help="Why, and how you made sure who asks. Everybody told reads it.")
@click.option("--carry-out", is_flag=True, help="Do it, a day after it was announced.")
@click.option("--stop", is_flag=True, help="Stop it, for the reason given.")
def factor_person(email: str, reason: str, carry_out: bool, stop: bool) -> None:
    """Take away the lost second factor of a person for whom no two colleagues can do it: announced a day before."""
    from assurance.cli import people as register

    register.release_factor(email, reason=reason, carry_out=carry_out, stop=stop)


@people.command(name="own-data")
@click.argument("email")
@click.option("--made-sure", default="", help="How you made sure who asks. It is kept in the audit trail.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The archive to write.")
def own_data_of_person(email: str, made_sure: str, out: Path) -> None:
    """Write what is held about a person who asks for it: their own data, as JSON and as tables, and nobody else's."""
    from assurance.cli import people as register

    register.own_data(email, made_sure, out)


@click.group()
def mail() -> None:
    """Look after outgoing e-mail."""


@mail.command(name="list")
def mail_list() -> None:
    """Print how much e-mail waits, was sent and was given up, and what failed with the reason."""
    from assurance.cli import mail as post

    post.show()


@mail.command(name="retry")
def mail_retry() -> None:
    """Try everything that failed or was given up again, now."""
    from assurance.cli import mail as post

    post.retry()


@mail.command(name="show")
@click.argument("address")
def mail_show(address: str) -> None:
    """Print what was written to ADDRESS and can still be read, so that a link can be handed over; it is on record."""
    from assurance.cli import mail as post

    post.read_out(address)


@click.group()
def audit() -> None:
    """Check the audit trail."""


@audit.command()
@click.argument("reference", metavar="[REF]", required=False)
@click.option("--checkpoints", metavar="PLACE", help="Signed heads left before: a folder, or the URL of a bucket.")
@click.option(
    "--receipts", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder of bidders' receipts."
)
@click.option(
    "--pubkey", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The public key as it was noted elsewhere; without it that of the installation is taken.",
)  # fmt: skip
def verify(reference: str | None, checkpoints: str | None, receipts: Path | None, pubkey: Path | None) -> None:
    """Walk the hash chain and name the first broken link; exit status 1 if there is one.

    A trail that was written anew as a whole holds in itself. Signed heads and receipts that lie elsewhere betray it.
    """
    from assurance.cli import audit as trail

    trail.verify(reference, checkpoints, receipts, pubkey)


@audit.command()
@click.option("--to", metavar="PLACE", help="A folder, or the URL of a bucket; ASSURANCE_WITNESS_URL unless given.")
def checkpoint(to: str | None) -> None:
    """Sign the head of the audit trail and leave it outside the database."""
    from assurance.cli import audit as trail

    trail.leave_head(to)


@click.command()
@click.argument("pack", metavar="PACK")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def reprint(pack: str, out: Path) -> None:
    """Make an issued pack again from what it was made from, all of it anew; exit status 1 unless it is the same file.

    PACK is its id, as it stands in the address of its page. Nothing is stored or put on record.
    """
    from assurance.cli import packs as issuing

    issuing.reprint(pack, out)


COMMANDS = (db, backup, restore, keys, people, mail, audit, reprint)
