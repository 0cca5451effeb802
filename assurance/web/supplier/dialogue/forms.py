"""What a participant types in the dialogue: its outline solution, its own ideas, disputes and answers to consent."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from assurance.domain.dialogue.outlines import WORD_LIMIT
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import WordLimitedTextField, choices
from assurance.web.forms.validators import longest, optional, required

GIVE, REFUSE = "give", "refuse"


class NumberedForm(BaseForm):
    """A form that remembers which version of the outline the person saw; 0 where there was none."""

    number = HiddenField()

    def validate_number(self, field: HiddenField) -> None:
        """Refuse a number that no page of ours wrote."""
        if not str(field.data or "").isascii() or not str(field.data or "").isdigit() or len(str(field.data)) > 6:
            raise ValidationError("This page is out of date. Open it again before you change anything")


class WriteOutlineForm(VersionedForm):
    """The outline solution of the open round; its version is the revision the person was shown, 0 for none."""

    text = WordLimitedTextField(
        "Outline solution", [required("Enter the outline solution")], limit=WORD_LIMIT, noun="The outline"
    )
    submit = SubmitField("Save this version")


class SubmitOutlineForm(NumberedForm, VersionedForm):
    """Submits the version the person saw."""

    submit = SubmitField("Submit to the authority")


class AddIdeaForm(BaseForm):
    """An idea of one’s own that others must not be told."""

    title = StringField("Short title", [required("Enter a short title"), longest(120)])
    text = TextAreaField(
        "What tells it apart", [required("Say what tells this idea apart"), longest(4000)],
        description="Use the words you used or will use: what goes to others is checked against them.",
    )  # fmt: skip
    submit = SubmitField("Add the idea")


class DisputeForm(BaseForm):
    """What is wrong in the record of an idea."""

    dispute = TextAreaField("What is wrong in the record", [required("Say what is wrong"), longest(2000)])
    submit = SubmitField("Tell the dialogue lead")


class AnswerConsentForm(VersionedForm):
    """Consent to exactly the words shown, or not."""

    decision = RadioField(
        "Your answer", [InputRequired("Select whether these words may be told")],
        choices=choices([(GIVE, "Yes, exactly these words may be told"), (REFUSE, "No, they may not")]),
    )  # fmt: skip
    reason = TextAreaField(
        "Reason", [optional(), longest(2000)],
        description="A refusal has no effect on how your bid is judged.",
    )  # fmt: skip
    submit = SubmitField("Send the answer")
