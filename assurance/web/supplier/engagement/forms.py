"""The questionnaire of an authority as a form: its questions, and each element of care."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, SubmitField

from assurance.domain.suppliers.readiness import Ready
from assurance.services.engagement.responses import MOST_WORDS
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.fields import WordLimitedTextField, choices
from assurance.web.supplier.opportunities.forms import InterestForm

__all__ = ["InterestForm", "answer_form", "said"]


def answer_form(engagement: Any, response: Any, **given: Any) -> Any:
    """Make the form for one questionnaire, filled with what the organisation has written."""

    class AnswerForm(VersionedForm):
        """The questions and the elements of one questionnaire."""

    for number, question in enumerate(engagement.questions):
        field = WordLimitedTextField(f"{number + 1}. {question}", limit=MOST_WORDS, noun="The answer")
        setattr(AnswerForm, f"answer_{number}", field)
    for number, (_, name) in enumerate(engagement.elements):
        setattr(AnswerForm, f"ready_{number}", SelectField(name, choices=choices(Ready, prompt="No answer")))
    AnswerForm.submit = SubmitField("Save")
    return AnswerForm(data=_filled(response), **given)


def _filled(response: Any) -> dict[str, Any]:
    if response is None:
        return {"version": 0}
    answers = {f"answer_{number}": text for number, text in response.answers.items()}
    ready = {f"ready_{number}": value for number, value in response.readiness.items()}
    return {"version": response.version, **answers, **ready}


def said(form: Any, part: str, size: int) -> dict[int, str]:
    """Read one part of the form by number."""
    return {number: form[f"{part}_{number}"].data or "" for number in range(size)}
