"""What the officer, the panel and its moderator fill in."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectMultipleField, SubmitField, TextAreaField

from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import choices
from assurance.web.forms.validators import longest, required


class GiveOutForm(BaseForm):
    """Who marks what, as one table; `seen` is how the table stood when it was shown."""

    duties = SelectMultipleField("Who marks what")
    seen = HiddenField()
    submit = SubmitField("Save the marking duties")


class DeclareForm(BaseForm):
    """One person's declaration about one bidder."""

    has_conflict = RadioField(
        "Do you have a conflict with this bidder, or could it seem that you have?",
        [required("Select whether you have a conflict")],
        choices=choices([("no", "No, I have no conflict"), ("yes", "Yes, I have or could seem to have a conflict")]),
        description="Think of work, money, family, friendship and past disputes, yours and of those close to you.",
    )
    detail = TextAreaField(
        "What links you to the bidder",
        [longest(4000)],
        description="Needed if you have a conflict. The procurement officer reads it and decides.",
    )
    submit = SubmitField("Declare")


class DecideForm(BaseForm):
    """The officer's decision on a declared conflict; `seen` is when it was declared."""

    decision = RadioField(
        "What is decided?",
        [required("Select whether the person is cleared or recused")],
        choices=choices(
            [("cleared", "Cleared: may read and mark this bid"), ("recused", "Recused: takes no part in this bid")]
        ),
    )
    reason = TextAreaField("Reason", [required("Enter the reason for the decision"), longest(4000)])
    seen = HiddenField()
    submit = SubmitField("Record the decision")


class LockForm(BaseForm):
    """Confirms that all of one's marks are final."""

    submit = SubmitField("Lock all my marks")
