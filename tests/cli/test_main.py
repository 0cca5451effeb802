"""The commands as a whole: help loads nothing heavy, and unknown names say what there is."""

from __future__ import annotations

import re
import subprocess
import sys

from assurance.domain.procedures import PROCEDURES
from tests.cli.conftest import Command


def test_help_loads_none_of_the_heavy_libraries() -> None:
    probe = (
        "import sys; import assurance.cli.main; print([m for m in ('flask', 'sqlalchemy', 'dbos') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_help_names_every_command(command: Command) -> None:
    said = command("--help").stdout
    for name in ("demo", "serve", "worker", "db", "audit", "procedures", "evaluate", "payments", "deadlines"):
        assert f"\n  {name} " in said


def test_a_command_that_does_not_exist_is_refused(command: Command) -> None:
    answer = command("evaluat")
    assert answer.exit_code == 2
    assert "No such command" in answer.stderr


def test_the_procedures_are_listed_with_their_law(command: Command) -> None:
    said = command("procedures", "list").stdout
    for procedure in PROCEDURES.values():
        assert procedure.code in said
        assert procedure.citation in said


def test_a_procedure_is_drawn_with_every_one_of_its_moves(command: Command) -> None:
    drawn = command("procedures", "draw", "psr_competitive").stdout
    procedure = PROCEDURES[("psr_competitive", "1")]
    for move in procedure.moves:
        for source in move.source:
            assert re.search(rf"{source.name} --> {move.dest.name}: .*\b{move.trigger}\b", drawn)


def test_a_procedure_that_does_not_exist_is_refused_with_those_that_do(command: Command) -> None:
    answer = command("procedures", "draw", "auction")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "psr_competitive" in answer.stderr
