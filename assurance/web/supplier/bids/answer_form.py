"""What a bidder types under one question, and what the page carries to tell a newer answer and another question."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, SubmitField, TextAreaField
from wtforms.validators import ValidationError

from assurance.domain.evaluation.criteria import Kind
from assurance.domain.tenderbox.asked import Asked, read_asked
from assurance.web.forms.base import OLD_PAGE, VersionedForm
from assurance.web.forms.fields import WordLimitedTextField
from assurance.web.forms.validators import longest, optional
from assurance.web.forms.widgets import TextArea


class AnswerForm(VersionedForm):
    """The answer to a scored question."""

    text = TextAreaField("Your answer")
    is_ready = BooleanField("This answer is ready. It tells your colleagues; you can still change it")
    asked = HiddenField()
    submit = SubmitField("Save")
    go_on = SubmitField("Save and go to the next question")

    def validate_asked(self, field: Any) -> None:
        """Refuse what no page of ours wrote."""
        if read_asked(str(field.data or "")) is None:
            raise ValidationError(OLD_PAGE)

    @property
    def seen(self) -> Asked | None:
        """What the person was asked."""
        return read_asked(str(self.asked.data or ""))


class LimitedAnswerForm(AnswerForm):
    """The answer to a question with a limit of words."""

    text = WordLimitedTextField("Your answer", limit=1, noun="The answer", widget=TextArea())


class ConfirmationForm(AnswerForm):
    """The confirmation that a pass/fail criterion is met."""

    is_confirmed = BooleanField("We confirm that our organisation meets this")
    text = TextAreaField("Where this can be seen", [optional(), longest(4000)])
    is_ready = None


def answer_form(criterion: Any, kept: Any, asked: Asked) -> AnswerForm:
    """Make the form of a question: with what was posted, or with the answer as saved."""
    given = {"text": kept.text, "is_confirmed": kept.is_confirmed, "is_ready": kept.is_ready} if kept else {}
    data = {"version": kept.version if kept else 0, "asked": str(asked), **given}
    if criterion.kind == Kind.PASS_FAIL:
        return ConfirmationForm(data=data)
    if criterion.word_limit is None:
        return AnswerForm(data=data)
    form = LimitedAnswerForm(data=data)
    form.text.limit = criterion.word_limit
    return form
