"""What a person chose when somebody else, or another window of theirs, had saved first; and how two forms differ."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request
from wtforms import BooleanField, Field, Form, HiddenField, SubmitField

from assurance.web.forms.dates import DateField

SHORT = 60
"""Characters that fit a cell of a narrow table."""
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


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that says one thing in the first form and another in the second."""

    label: str
    mine: str
    theirs: str

    @property
    def is_long(self) -> bool:
        """Whether the two are read better in boxes beside each other than in a line."""
        return max(len(self.mine), len(self.theirs)) > SHORT


def differences(mine: Form, theirs: Form) -> list[Difference]:
    """List what two forms of one kind say differently, in the order of their fields."""
    found = [
        Difference(getattr(field, "noun", "") or field.label.text, shown(field), shown(theirs[field.short_name]))
        for field in mine
        if not isinstance(field, HiddenField | SubmitField) and field.short_name in theirs
    ]
    return [each for each in found if each.mine != each.theirs]


def shown(field: Field) -> str:
    """Write what a field says as a person would read it."""
    if isinstance(field, BooleanField):
        return "Yes" if field.data else "No"
    if isinstance(field, DateField):
        return " ".join(part for part in field.parts.values() if part)
    if hasattr(field, "iter_choices"):
        return next((choice.label for choice in field.iter_choices() if choice.value == field.data), "")
    text = field._value() if hasattr(field, "_value") else field.data
    return str(text or "")
