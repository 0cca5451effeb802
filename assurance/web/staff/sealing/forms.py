"""What an officer chooses about the key of the tender box."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import SelectMultipleField, SubmitField, TextAreaField

from assurance.domain.tenderbox.holders import MOST_HOLDERS, NEEDED
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import WholeNumberField, choices
from assurance.web.forms.validators import longest, optional, required
from assurance.web.forms.widgets import Checkboxes


class MakeKeyForm(BaseForm):
    """Holders, how many of them open together, and why none is to spare where none is."""

    holders = SelectMultipleField(
        "Who holds a share?", [required("Select the holders")], widget=Checkboxes(),
        description="Three or more, so that one absence loses nothing; not all from those who run the procurement.",
    )  # fmt: skip
    needed = WholeNumberField(
        "How many of them open together?", [required("Enter how many open together")], least=NEEDED, most=MOST_HOLDERS,
        noun="How many open together",
    )  # fmt: skip
    reason = TextAreaField(
        "If all of them are needed: why is no share to spare?", [optional(), longest(2000)],
    )  # fmt: skip
    submit = SubmitField("Make the key")

    def __init__(self, openers: Iterable[Any], **given: Any) -> None:
        super().__init__(**given)
        self.holders.choices = choices(
            [(str(user.id), _name(user, is_officer)) for user, key, is_officer in openers if key]
        )


class LossForm(BaseForm):
    """Why too few shares are left."""

    reason = TextAreaField("What happened to the shares?", [required("Enter what happened"), longest(4000)])
    submit = SubmitField("Declare the key lost")


def _name(user: Any, is_officer: bool) -> str:
    post = f", {user.job_title}" if user.job_title else ""
    return f"{user.name}{post}{' (runs the procurement)' if is_officer else ''}"
