"""Reads the texts and figures of the demonstration from its data files."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
_WRAPPED = re.compile(r"\n(?!\n|[0-9]+\. )(?<!\n\n)")


@cache
def load(name: str) -> dict[str, Any]:
    """Read a data file by its name without suffix, its wrapped texts made whole; callers must not change it."""
    found: dict[str, Any] = _flow(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))
    return found


def table(name: str) -> str:
    """Read a table as it stands."""
    return (FOLDER / f"{name}.csv").read_text(encoding="utf-8")


def _flow(value: Any) -> Any:
    """Undo the wrapping of texts: a blank line separates paragraphs, a number begins a line of its own."""
    if isinstance(value, str):
        return _WRAPPED.sub(" ", value.strip())
    if isinstance(value, dict):
        return {key: _flow(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_flow(each) for each in value]
    return value
