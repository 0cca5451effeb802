"""What a person chose when somebody else, or another window of theirs, had saved a text first."""

from __future__ import annotations

import re

from flask import request

KEEP, MERGE, TAKE = "keep", "merge", "take"
"""The names of the buttons: keep what is typed here, put both together, take the other text."""


def chosen_version() -> int | None:
    """Return the version that the person saw and decided about, or None where nothing was to be chosen."""
    chosen = next((request.form[name] for name in (KEEP, MERGE, TAKE) if request.form.get(name)), "")
    return int(chosen) if re.fullmatch("[0-9]{1,9}", chosen, re.ASCII) else None


def both(first: str, second: str) -> str:
    """Put two texts one after the other; one that the other holds already is not repeated."""
    if second.strip() in first:
        return first
    return second if first.strip() in second else f"{first}\n\n{second}"
