"""Files and functions stay small enough to be read in one go; the limits are where the build fails."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.checkout import ROOT, functions, python_files, tracked

FUNCTION = 40
LIMITS = {"assurance": 400, "migrations": 400, "tests": 500}
TEMPLATE = 160
APP = 80

templates = [path for path in tracked() if path.is_relative_to(ROOT / "templates")]


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("folder", LIMITS)
def test_python_files_stay_short(folder: str) -> None:
    long = {str(path.relative_to(ROOT)): _lines(path) for path in python_files(folder)}
    assert long
    assert {name: lines for name, lines in long.items() if lines > LIMITS[folder]} == {}


def test_the_composition_root_stays_a_list_of_steps() -> None:
    assert _lines(ROOT / "assurance/app.py") <= APP


def test_functions_stay_short() -> None:
    sizes = {
        f"{path.relative_to(ROOT)}:{function.name}": _lines_of(function)
        for path in python_files("assurance")
        for function in functions(path)
    }
    assert sizes
    assert {name: lines for name, lines in sizes.items() if lines > FUNCTION} == {}


def _lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without its docstring, so that explaining is never what makes it too long."""
    first = function.body[0]
    explains = ast.get_docstring(function) is not None
    return _span(function) - (_span(first) if explains else 0)


def _span(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_templates_stay_short() -> None:
    sizes = {str(path.relative_to(ROOT)): _lines(path) for path in templates}
    assert sizes
    assert {name: lines for name, lines in sizes.items() if lines > TEMPLATE} == {}
