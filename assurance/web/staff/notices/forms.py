"""The forms of the notices: an approval of what was read, the reason that one gives."""

from __future__ import annotations

from wtforms import HiddenField, SubmitField, TextAreaField

from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.validators import longest, required


class ApproveForm(BaseForm):
    """Remembers which text the person read."""

    digest = HiddenField()
    submit = SubmitField("Approve this text")


class ReasonForm(VersionedForm):
    """What the notice gives as its reason; `version` 0 stands for none written yet."""

    text = TextAreaField(
        "The reason that the notice gives",
        [required("Enter the reason"), longest(4000)],
        description="It is published as written and told to every bidder. Name no person.",
    )
    submit = SubmitField("Save the reason")
