"""The catalogue of refusals is whole, and every test it names is there: a proof that was renamed away is found."""

from __future__ import annotations

import ast
import functools
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = tomllib.loads((Path(__file__).parent / "refusals.toml").read_text())
DIVIDED = {"18b", "41a", "41b", "41c", "41d", "41e", "41f", "41g", "41h"}
"""Rows beside the numbered ones; 41 has its eight parts alone."""


@functools.cache
def named_in(path: str) -> frozenset[str]:
    """Name the tests a file has, read and not imported."""
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


def test_every_refusal_is_in_the_catalogue_once() -> None:
    expected = {f"N-{number}" for number in range(1, 127) if number != 41} | {f"N-{name}" for name in DIVIDED}
    assert set(CATALOGUE) == expected


def test_every_test_it_names_is_there() -> None:
    missing = [
        f"{name}: {proof}"
        for name, row in CATALOGUE.items()
        for path, _, test in (proof.partition("::") for proof in row["tests"])
        for proof in [f"{path}::{test}"]
        if not (ROOT / path).is_file() or test not in named_in(path)
    ]
    assert missing == []


def test_what_no_test_proves_says_why() -> None:
    silent = [name for name, row in CATALOGUE.items() if not row["what"] or not (row["tests"] or row.get("open"))]
    assert silent == []
