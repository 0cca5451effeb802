"""The command line: names and options only. What a command does is imported when it runs, so that help is quick.

The names and the shape of what goes in and out are a public interface; other programs rely on them.
"""

from __future__ import annotations

from pathlib import Path

import click

from assurance.cli import upkeep

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


for command in upkeep.COMMANDS:
    main.add_command(command)
