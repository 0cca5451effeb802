"""What the officer, the panel and its moderator fill in."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectMultipleField, SubmitField, TextAreaField

from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import MarkField, choices
from assurance.web.forms.validators import longest, optional, required


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


class RecordForm(BaseForm):
    """The mark the panel agreed, with its reasons; `replaces` is the record that was shown, 0 for none."""

    mark = MarkField("Agreed mark", [required("Select the agreed mark")])
    discussion = TextAreaField(
        "What was discussed, and why marks moved",
        [longest(20_000)],
        description="Needed where anyone’s own mark differs from the agreed one. Say who argued what.",
    )
    reason = TextAreaField(
        "Why the answer earns this mark",
        [required("Enter why the answer earns this mark"), longest(20_000)],
        description="Goes into the letter to the bidder. Judge this bid against the criterion and the scale alone.",
    )
    dissent = TextAreaField("Who does not agree, and why", [optional(), longest(20_000)])
    replaces = HiddenField(default="0")
    submit = SubmitField("Record the agreed mark")


class ApproveForm(BaseForm):
    """A panel member's approval of the record they were shown."""

    record = HiddenField()
    submit = SubmitField("Approve this record")
