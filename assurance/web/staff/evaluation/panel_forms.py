"""What the officer fills in about the panel, and how a person answers an invitation to it."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectMultipleField, SubmitField, TextAreaField

from assurance.services.panel_invitations import CONFIRMATIONS
from assurance.web.forms.base import BaseForm
from assurance.web.forms.dates import DateField, TimeField
from assurance.web.forms.fields import choices
from assurance.web.forms.validators import longest, optional, required


class DueForm(BaseForm):
    """The day and time by which marks should be locked."""

    due = DateField("By which day should marks be locked?", [required("Enter the day")], noun="The day")
    due_time = TimeField("At what time?", [required("Enter the time")], noun="The time", description="For example, 5pm")
    submit = SubmitField("Save the date")


class InviteForm(BaseForm):
    """Whom to invite, and what is expected of them."""

    people = SelectMultipleField("Whom do you invite?", [required("Select whom to invite")])
    message = TextAreaField(
        "What is expected",
        [required("Enter what is expected"), longest(4000)],
        description="What they will mark, how long it takes, when the panel meets. Say nothing about the bidders.",
    )
    submit = SubmitField("Send the invitations")


class AcceptForm(BaseForm):
    """Accepting one's own invitation: every confirmation is needed."""

    confirmed = SelectMultipleField("To accept, confirm all of this", choices=choices(CONFIRMATIONS.items()))
    submit = SubmitField("Accept the invitation")


class DeclineForm(BaseForm):
    """Declining one's own invitation."""

    reason = TextAreaField(
        "Why do you decline?",
        [required("Enter why you decline"), longest(2000)],
        description="The procurement officer reads it. If it is an interest in a bidder, say so without details.",
    )
    decline = SubmitField("Decline the invitation")


class ReplacementForm(BaseForm):
    """One more evaluator for one question of one bid."""

    person = RadioField("Who steps in?", [required("Select who steps in")])
    reason = TextAreaField("Why is a replacement needed?", [required("Enter the reason"), longest(2000)])
    submit = SubmitField("Add the replacement")


class RemindForm(BaseForm):
    """A reminder to one person or to everyone behind; the button pressed says to whom."""

    message = TextAreaField("A word from you", [optional(), longest(500)])
    again = BooleanField("Remind again, even if they were reminded within the last day")
