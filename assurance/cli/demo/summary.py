"""What the demonstration says of itself, before and after the walk."""

from __future__ import annotations

from pathlib import Path

from assurance.cli.demo.people import PASSPHRASES, PASSWORD, email
from assurance.cli.demo.play import Play
from assurance.cli.demo.texts import load
from assurance.domain.authority.roles import Role
from assurance.domain.procedures.regimes import Regime

PREFACE = """\
This is a demonstration. Its clock is simulated: it runs from 6 January 2025 to 20 October 2026 in a few seconds.
The budget is real and historical (Northamptonshire Teaching PCT, 2006-07 to 2008-09, as printed in 2011); the seventy
and thirty per cent are those of Tower Hamlets. Every organisation, person, answer, mark and price is invented.
"""


OTHER_LAW = """
The procurement runs under the {law}, on the dates of the same story; the Procurement Act came into force on
24 February 2025, after which the 2015 Regulations are for what was begun before.
"""


def preface(regime: Regime) -> str:
    """Say what is real, what is invented, and under which law it runs where that is not the usual one."""
    return PREFACE + ("" if regime is Regime.PSR else OTHER_LAW.format(law=regime.label))


def closing(play: Play, folder: Path, written: list[Path], *, seconds: float, port: int | None) -> str:
    """Say what was written, who can sign in and where."""
    lines = [f"\nDone in {seconds:.0f} seconds. Files:", f"  {folder / 'assurance.db'}"]
    lines += [f"  {path}" for path in written]
    lines += ["", "Sign in as (the password of everyone is: " + PASSWORD + ")"]
    width = max(len(who) for who, _ in _people())
    lines += [f"  {who:<{width}}  {address}" for who, address in _people()]
    lines += ["", "Holders of the keys of tender boxes, with their passphrases:"]
    lines += [f"  {email(holder):<{width}}  {passphrase}" for holder, passphrase in PASSPHRASES.items()]
    lines += ["", *_procurements(play), ""]
    lines.append("The clock of the site is simulated; set it forward from the yellow banner once signed in.")
    if port is None:
        lines.append(f"Serve it with: ASSURANCE_DEMONSTRATION=1 ASSURANCE_INSTANCE={folder} assurance serve")
    return "\n".join(lines)


def _people() -> list[tuple[str, str]]:
    staff = [
        (f"{', '.join(Role(role).label for role in person['roles'])}: {person['name']}", email(person["key"]))
        for person in load("people")["people"]
    ]
    bidders = [(f"Bidder: {each['name']}", email(each["key"])) for each in load("suppliers")["suppliers"]]
    return staff + bidders


def _procurements(play: Play) -> list[str]:
    notes = {
        "musculoskeletal": "walked to its running contract, with two quarters reported and a statement issued",
        "respiratory": "in planning, for you to walk by hand",
        "diabetes": "while final tenders are written, for bidders to finish and submit one",
        "frail": "at individual scoring, for evaluators to mark",
    }
    return [f"  {play.references[programme]}  {load(programme)['title']}: {note}" for programme, note in notes.items()]
