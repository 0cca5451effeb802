"""How a person wants to be told by e-mail."""

from __future__ import annotations

from wtforms import RadioField, SubmitField
from wtforms.validators import InputRequired

from assurance.domain.told import NEEDED_CHOICES, How
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import choices


class ToldForm(BaseForm):
    """The choice for what is needed, and for all else."""

    needed = RadioField(
        "Messages that something hangs on",
        [InputRequired("Select when you are told of messages that something hangs on")],
        choices=choices([(each.value, each.label) for each in NEEDED_CHOICES]),
        description="They ask something of you, or change what you must do or by when. You always get these by email.",
    )
    other = RadioField(
        "Messages that are good to know",
        [InputRequired("Select when you are told of messages that are good to know")],
        choices=choices(How),
        description="They tell you that something is done. All of them stay under Messages whatever you choose.",
    )
    submit = SubmitField("Save")
