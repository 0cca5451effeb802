"""Checks on the shape of what was typed, each with a message in plain words; no business rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wtforms import Field, Form
from wtforms.validators import Optional, StopValidation, ValidationError

__all__ = ["email_address", "longest", "optional", "required"]

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;.]+(\.[^\s@<>,;.]+)+")


class Required:
    """Ask for a value, without hiding why a value that was typed could not be read.

    WTForms' `DataRequired` looks at the parsed value, so "31 2 2027" would be told "Enter the date"; this one
    looks at what was typed, like `InputRequired`, and does not take blanks for an answer.
    """

    def __init__(self, message: str) -> None:
        self.message = message
        self.field_flags = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Stop with the message when nothing was typed, chosen or attached."""
        if any(_given(value) for value in field.raw_data or ()):
            return
        field.errors = []
        raise StopValidation(self.message)


def _given(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def required(message: str) -> Required:
    """Ask for a value; the message says what to do: "Enter the name of the procurement"."""
    return Required(message)


def optional() -> Optional:
    """Let a field stay empty; its label then says "(optional)"."""
    return Optional()


def longest(characters: int) -> Callable[[Form, Field], None]:
    """Refuse more characters than the database column holds, saying how many to take out."""

    def check(form: Form, field: Field) -> None:
        excess = len(field.data or "") - characters
        if excess > 0:
            raise ValidationError(f"{field.label.text} must be {characters} characters or fewer: take out {excess}")

    return check


def email_address() -> Callable[[Form, Field], None]:
    """Refuse what cannot be an email address; whether anybody reads it only a message to it can tell."""

    def check(form: Form, field: Field) -> None:
        if len(field.data or "") > 254 or not _EMAIL.fullmatch(field.data or ""):
            raise ValidationError("Enter an email address in the correct format, like name@example.com")

    return check
