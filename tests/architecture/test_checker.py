"""The checker of stored records is a second opinion: it shares no code with what it checks."""

from __future__ import annotations

import ast
from pathlib import Path

CHECKER = Path(__file__).parents[1] / "checker"
OURS = ("assurance", "tests.factories", "tests.conftest")


def test_the_checker_takes_nothing_from_the_application() -> None:
    files = list(CHECKER.glob("*.py"))
    assert len(files) >= 5
    for path in files:
        named = {
            name
            for node in ast.walk(ast.parse(path.read_text()))
            for name in (
                [node.module or ""] if isinstance(node, ast.ImportFrom)
                else [each.name for each in node.names] if isinstance(node, ast.Import) else []
            )
        }  # fmt: skip
        assert not [name for name in named if name.startswith(OURS)], path.name
