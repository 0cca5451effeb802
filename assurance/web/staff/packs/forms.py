"""What is chosen when a pack is asked for."""

from __future__ import annotations

from wtforms import RadioField, SubmitField
from wtforms.validators import InputRequired

from assurance.web.forms.base import BaseForm


class RequestForm(BaseForm):
    """Which document to build; `choice` is the kind and what it is about, from what there is to print."""

    choice = RadioField("Document", [InputRequired("Select the document to build")])
    submit = SubmitField("Build it")


class CancelForm(BaseForm):
    """A button and nothing else."""

    submit = SubmitField("Cancel")
