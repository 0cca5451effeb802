"""What becomes of work that has failed for good."""

from __future__ import annotations

from wtforms import SubmitField, TextAreaField

from assurance.web.forms.base import BaseForm
from assurance.web.forms.validators import longest, required


class TryAgainForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Try again")


class SetAsideForm(BaseForm):
    """Why the work is left undone."""

    reason = TextAreaField(
        "Why it is set aside", [required("Say why the work is set aside"), longest(2000)],
        description="For example: the notice was withdrawn before anybody was told of it.",
    )  # fmt: skip
    submit = SubmitField("Set it aside")
