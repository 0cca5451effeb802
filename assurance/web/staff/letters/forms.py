"""The forms of the letters: what an invitation adds, and the answer of a de-brief."""

from __future__ import annotations

from wtforms import SubmitField, TextAreaField

from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.validators import longest, required


class DetailsForm(VersionedForm):
    """What the invitation says that no stored field says; `version` 0 stands for nothing written yet."""

    text = TextAreaField(
        "What the invitation adds",
        [required("Enter what the invitation adds"), longest(4000)],
        description="For the dialogue: the day, the address and who takes part. Everybody invited reads the same.",
    )
    submit = SubmitField("Save")


class AnswerForm(BaseForm):
    """The answer to what the bidder asked."""

    answer = TextAreaField(
        "Our answer",
        [required("Answer what the bidder asked"), longest(8000)],
        description="In your own words. The comparison below it is merged from the moderated record.",
    )
    submit = SubmitField("Write the de-brief")


class IssueForm(BaseForm):
    """Issues the de-brief that was read."""

    submit = SubmitField("Issue the de-brief")
