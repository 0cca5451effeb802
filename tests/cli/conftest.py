"""Runs the commands as a person would, each in an installation folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assurance.cli.main import main

Command = Callable[..., Result]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty installation folder that the commands use."""
    for name in ("DATABASE_URL", "FILES_URL", "SECRET_KEY", "DEMONSTRATION"):
        monkeypatch.delenv(f"ASSURANCE_{name}", raising=False)
    monkeypatch.setenv("ASSURANCE_INSTANCE", str(tmp_path / "instance"))
    (tmp_path / "instance").mkdir()
    return tmp_path / "instance"


@pytest.fixture
def command(instance: Path) -> Command:
    """Run a command and return its result; standard output and error are kept apart."""

    def run(*arguments: str, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, arguments, input=input)

    return run
