"""The layers hold: every contract of pyproject.toml is kept."""

from __future__ import annotations

import sys

import pytest
from importlinter import cli

from tests.architecture.checkout import ROOT


def test_every_import_contract_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(cli, "_configure_logging", lambda verbose: None)  # which silences every other logger for good
    outcome = cli.lint_imports(no_cache=True, no_logo=True)
    assert outcome == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_the_packages_that_everything_imports_hold_a_docstring_only() -> None:
    for name in ("assurance/__init__.py", "assurance/web/__init__.py"):
        body = (ROOT / name).read_text("utf-8").strip()
        assert body.startswith('"""'), name
        assert body.endswith('"""'), name
        assert body.count('"""') == 2, name
