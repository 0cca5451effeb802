"""What a person types to propose a power, to confirm one and to refuse it."""

from __future__ import annotations

from wtforms import RadioField, SelectField, SubmitField, TextAreaField

from assurance.domain.authority.powers import Power
from assurance.services.powers import LONGEST
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import choices
from assurance.web.forms.validators import longest, required

KINDS = (
    (Power.FACTOR.value, "Take away a second factor that was lost, so that they set up a new one"),
    (Power.SECRETARY.value, "Name as board secretary, who invites people and confirms powers"),
)


class ProposeForm(BaseForm):
    """A colleague, what is proposed for them, and why."""

    kind = RadioField("What you propose", [required("Select what you propose")], choices=choices(KINDS))
    user = SelectField("For whom", [required("Select a person")], coerce=int)
    reason = TextAreaField(
        "Reason", [required("Enter a reason: whoever confirms it reads it"), longest(LONGEST)],
        description="For a lost second factor, say how you made sure who asks: in person, or by a call that you made. "
        "An email is not enough.",
    )  # fmt: skip
    submit = SubmitField("Propose it")


class ConfirmForm(BaseForm):
    """Agrees as the second person."""

    submit = SubmitField("Confirm as the second person")


class RefuseForm(BaseForm):
    """Refuses what somebody else proposed."""

    reason = TextAreaField(
        "Why you refuse", [required("Enter why you refuse: whoever proposed it is told"), longest(LONGEST)]
    )
    submit = SubmitField("Refuse it")


class StopForm(BaseForm):
    """Stops that a second factor is taken away."""

    reason = TextAreaField(
        "Why you stop it", [required("Enter why you stop it: everybody who was told reads it"), longest(LONGEST)]
    )
    submit = SubmitField("Stop it")


class TakeBackForm(BaseForm):
    """Takes back what one proposed oneself."""

    submit = SubmitField("Take it back")
