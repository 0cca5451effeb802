"""What an officer decides on a request to take part."""

from __future__ import annotations

from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.web.forms.base import VersionedForm
from assurance.web.forms.fields import choices
from assurance.web.forms.validators import longest, required

SELECT, DECLINE = "select", "decline"


class DecideRequestForm(VersionedForm):
    """Select or decline, and why."""

    decision = RadioField(
        "Decision", [InputRequired("Select or decline")],
        choices=choices([(SELECT, "Select: invite to dialogue"), (DECLINE, "Decline: do not select")]),
    )  # fmt: skip
    reason = TextAreaField(
        "Reason", [required("Enter the reason"), longest(4000)],
        description="By the published selection criteria. The bidder is told it as you write it.",
    )  # fmt: skip
    submit = SubmitField("Record the decision")
