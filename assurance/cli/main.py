"""The command line: names and options only. What a command does is imported when it runs, so that help is quick.

The names and the shape of what goes in and out are a public interface; other programs rely on them.
"""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.argument("file", metavar="FILE")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="assurance", message="%(prog)s %(version)s")
def main() -> None:
    """Run the procurement of a lead-provider health programme, from planning to a live contract."""


@main.command()
@click.option(
    "--dir", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path("instance/demo"),
    show_default=True, help="Where to build it; a folder that is not a demonstration is never touched.",
)  # fmt: skip
@click.option("--no-serve", is_flag=True, help="Build it and stop, without serving the site.")
@click.option("--quick", is_flag=True, help="Issue only the evaluation pack.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port of the site.")
@click.option(
    "--regime", type=click.Choice(["psr", "pa23", "pcr15"]), default="psr", show_default=True,
    help="The law under which the first programme is walked.",
)  # fmt: skip
def demo(folder: Path, no_serve: bool, quick: bool, port: int, regime: str) -> None:
    """Walk a whole procurement on labelled demonstration data, then serve the site."""
    from assurance.cli.demo import command as demonstration
    from assurance.domain.procedures.regimes import Regime

    demonstration.run(folder, serve=not no_serve, quick=quick, port=port, regime=Regime(regime))


@main.command()
@click.option("--host", help="Address to listen on; loopback unless ASSURANCE_HOST says otherwise.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; 8000 unless ASSURANCE_PORT is set.")
@click.option("--worker/--no-worker", default=True, show_default=True, help="Run the background worker as well.")
def serve(host: str | None, port: int | None, worker: bool) -> None:
    """Serve the site, with its background worker beside it."""
    from assurance.cli import serve as server
    from assurance.config import Settings

    settings = Settings.from_environ()
    server.run(settings, host=host or settings.host, port=settings.port if port is None else port, worker=worker)


@main.command()
@click.option("--until-idle", is_flag=True, help="Stop when no work is left.")
def worker(until_idle: bool) -> None:
    """Run the background jobs until told to stop."""
    from assurance.cli import worker as background

    background.run(until_idle=until_idle)


@main.group()
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


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="[FOLDER]", required=False)
@click.option("--drill", is_flag=True, help="Restore FOLDER, or a backup made now, into a scratch place and check it.")
@click.option("--with-keys", is_flag=True, help="Put the keys into the backup too; whoever has it can read drafts.")
def backup(folder: Path | None, drill: bool, with_keys: bool) -> None:
    """Back up the database and the files into FOLDER while the service runs."""
    from assurance.cli import backups

    if drill and with_keys:
        raise click.UsageError("--with-keys belongs to a backup, not to a drill")
    backups.make(folder, drill=drill, with_keys=with_keys)


@main.command()
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


@main.group()
def keys() -> None:
    """Look after the keys that close what lies on the disk."""


@keys.command(name="add")
def add_key() -> None:
    """Make a new key that closes everything from the next start on; older keys still open what they closed."""
    from assurance.cli import keys as ring

    ring.add()


@main.group()
def receipt() -> None:
    """Check receipts of final tenders."""


@receipt.command(name="verify")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--key", type=click.Path(dir_okay=False, path_type=Path), metavar="PUBLIC.pem",
    help="The public key of the service; that of this installation unless given.",
)  # fmt: skip
def verify_receipt(file: Path, key: Path | None) -> None:
    """Say whether a receipt is genuine; exit status 1 if it is not."""
    from assurance.cli import receipt as receipts

    receipts.verify(file, key)


@main.command(name="pack")
@click.argument("kind", metavar="KIND")
@click.argument("reference", metavar="REF")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@click.option("--about", default="", metavar="SUBJECT", help="The gate, or a bid’s public id, where needed.")
def issue_pack(kind: str, reference: str, out: Path, about: str) -> None:
    """Issue a PDF pack of a procurement into a file, and put that on record."""
    from assurance.cli import packs as issuing

    issuing.issue(kind, reference, about, out)


@main.command(name="verify")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="PACK.pdf")
@click.option(
    "--certificate", type=click.Path(dir_okay=False, path_type=Path), metavar="CERTIFICATE.pem",
    help="Insist on this seal: the certificate that the service publishes.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def verify_pack(file: Path, certificate: Path | None, as_json: bool) -> None:
    """Recompute every figure of a pack from what is attached to it and check its seal; exit status 1 if one differs.

    Needs no database and no network. Without --certificate it says which certificate sealed the pack, and whether
    that is the right one is for you to compare.
    """
    from assurance.cli import packs as issuing

    issuing.verify(file, certificate, as_json=as_json)


@main.group()
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


@main.group()
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


@main.group()
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


@main.group()
def export() -> None:
    """Take a procurement out as open data."""


@export.command(name="ocds")
@click.argument("reference", metavar="REF")
def export_ocds(reference: str) -> None:
    """Print the published notices of a procurement as an OCDS 1.1.5 release package."""
    from assurance.cli import export as out

    out.ocds(reference)


@export.command(name="record")
@click.argument("reference", metavar="REF")
def export_record(reference: str) -> None:
    """Print the same as a record package: every release, and what they come to."""
    from assurance.cli import export as out

    out.record(reference)


@main.group()
def procedures() -> None:
    """Show the procedures the system knows."""


@procedures.command(name="list")
def list_procedures() -> None:
    """List every procedure with its version and the law it rests on."""
    from assurance.cli import procedures as known

    known.list_all()


@procedures.command()
@click.argument("code")
def draw(code: str) -> None:
    """Draw a procedure as a mermaid diagram, from the same table the system runs."""
    from assurance.cli import procedures as known

    known.draw(code)


@main.command()
@_FILE
@click.option("--sensitivity", is_flag=True, help="Add what would change the winner, under the key “sensitivity”.")
@click.option("--draws", type=click.IntRange(1, 10_000_000), help="Random weightings to draw; 100,000 unless said.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Start of the random draws; the same gives the same.")
def evaluate(file: str, sensitivity: bool, draws: int | None, seed: int | None) -> None:
    """Recompute an evaluation from FILE (- for standard input) and print the result as JSON.

    With --sensitivity the result has one more key, “sensitivity”, with these keys: “formulas” and “methods” (the
    winners under every one; “status” is published, computed, needs-parameters or not-applicable; “parameters_from”
    says whether they are published, default or derived), “quality_weight” (“published”, “ranges” of the weight with
    their winners, “nearest_change”), “without_bid”, “smallest_mark_change”, “margin” (in points, and the winners if
    points were rounded to so many places before adding) and “random_weights” (“draws”, “seed”, and the share of
    wins of each bid; the shares add up to 1). A part whose question has no meaning is null or empty.
    """
    from assurance.cli import documents

    if not sensitivity and (draws is not None or seed is not None):
        raise click.UsageError("--draws and --seed belong to --sensitivity")
    documents.evaluate(file, sensitivity=sensitivity, draws=draws, seed=seed)


@main.command()
@_FILE
def payments(file: str) -> None:
    """Recompute an outcome-based payment from FILE (- for standard input) and print it as JSON."""
    from assurance.cli import documents

    documents.payments(file)


@main.command()
@click.option("--regime", default="", metavar="REGIME", help="psr, pa23 or pcr15.")
@click.option("--event", default="", metavar="EVENT", help="call, intention-to-award, further-decision or award.")
@click.option("--on", default="", metavar="DATE", help="The day it happened in London, such as 2026-03-26.")
@click.option(
    "--procedure", metavar="NAME", help="pa23: flexible, open. pcr15: dialogue, restricted, negotiation, open."
)
@click.option("--light-touch", is_flag=True, help="A light touch contract, or social and other specific services.")
@click.option("--urgent", is_flag=True, help="Urgency makes the ordinary period impractical.")
@click.option("--planned-notice", is_flag=True, help="A qualifying planned procurement or prior information notice.")
@click.option("--not-electronic", is_flag=True, help="Tenders may not be submitted electronically.")
@click.option("--documents-later", is_flag=True, help="Not all documents come with the notice.")
@click.option("--preselected", is_flag=True, help="Only pre-selected suppliers may tender; not central government.")
@click.option("--agreed-period", is_flag=True, help="A period agreed with all of them; not central government.")
@click.option("--by-post", is_flag=True, help="pcr15: the notices of the decision are not sent electronically.")
@click.option("--no-standstill", is_flag=True, help="pa23: a light touch contract without a standstill.")
@click.option("--json/--table", "as_json", default=True, help="JSON, which is the default, or a table to read.")
def deadlines(regime: str, event: str, on: str, procedure: str | None, as_json: bool, **flags: bool) -> None:
    """Print the statutory dates that follow from an event, each with its reason."""
    from assurance.cli import deadlines as clock

    given = clock.circumstances(flags)
    clock.follow(regime, event, on, procedure=procedure, given=given, as_table=not as_json)
