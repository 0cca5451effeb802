"""The form in which either side says who answers for a consequence of the form of working."""

from __future__ import annotations

from wtforms import StringField, SubmitField, TextAreaField

from assurance.domain.provision.consequences import LONGEST_OWNER, LONGEST_TEXT, Kept
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.validators import longest, optional, required


class FormQuestionForm(VersionedForm):
    """Owner, answer and evidence of one question."""

    owner = StringField(
        "Who answers for this", [required("Name the person or the role that answers for this"), longest(LONGEST_OWNER)],
        description="One person or role, such as “Asha Patel, finance director”. What two own, nobody owns.",
    )  # fmt: skip
    answer = TextAreaField(
        "The answer", [longest(LONGEST_TEXT)],
        description="It can wait while you look into it. A tender needs one before it is submitted.",
    )  # fmt: skip
    evidence = TextAreaField(
        "What shows it", [optional(), longest(LONGEST_TEXT)],
        description="For example: opinion of the tax adviser, 3 March 2025, attached as a document.",
    )  # fmt: skip
    submit = SubmitField("Save")
    go_on = SubmitField("Save and go to the next question")

    @property
    def kept(self) -> Kept:
        """What was typed."""
        return Kept(self.owner.data or "", self.evidence.data or "", self.answer.data or "")
