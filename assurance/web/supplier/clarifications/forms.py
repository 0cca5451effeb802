"""What a bidder types to ask, and to choose."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SubmitField

from assurance.domain.clarifications.questions import Category
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import WordLimitedTextField, choices
from assurance.web.forms.validators import optional, required


class AskForm(BaseForm):
    """A question."""

    category = RadioField("What is it about?", [required("Select what it is about")], choices=choices(Category))
    question = WordLimitedTextField("Your question", [required("Write your question")], limit=500)
    is_confidential = BooleanField("The question itself is commercially confidential")
    confidential_reason = WordLimitedTextField("Why it is confidential", [optional()], limit=500)
    submit = SubmitField("Ask")


class SettleForm(VersionedForm):
    """Taking a question back, or letting it be published."""
