"""Lists and draws the procedures from the tables the system runs, so that the drawing cannot be out of date."""

from __future__ import annotations

import sys

import click

from assurance.domain.procedures import PROCEDURES
from assurance.domain.procedures.definition import Procedure


def list_all() -> None:
    """Print every procedure: code, version, label and the law it rests on."""
    for procedure in PROCEDURES.values():
        click.echo(f"{procedure.code}  version {procedure.version}  {len(procedure.moves)} moves")
        click.echo(f"    {procedure.label}: {procedure.citation}")


def draw(code: str) -> None:
    """Print the newest version of a procedure as a mermaid state diagram."""
    click.echo(_newest(code).lifecycle.diagram())


def _newest(code: str) -> Procedure:
    versions = [procedure for procedure in PROCEDURES.values() if procedure.code == code]
    if not versions:
        known = ", ".join(sorted({procedure.code for procedure in PROCEDURES.values()}))
        click.echo(f"There is no procedure called {code}; there is: {known}", err=True)
        sys.exit(2)
    return versions[-1]
