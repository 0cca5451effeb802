"""What an officer types about market engagement."""

from __future__ import annotations

from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.services.engagement.questionnaire import MOST_QUESTIONS
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, TimeField, choices
from assurance.web.forms.validators import longest, required

CHANGED, NOT_CHANGED = "changed", "not"


class QuestionnaireForm(VersionedForm):
    """The questionnaire, until it is published."""

    introduction = TextAreaField(
        "What is planned, and what you want to know", [required("Enter an introduction"), longest(5000)]
    )
    questions = TextAreaField(
        "Questions", [required("Write at least one question")],
        description=f"One question on each line, at most {MOST_QUESTIONS}. Whether providers can deliver each "
        "pathway element is asked as well.",
    )  # fmt: skip
    closes_on = DateField("Last day for answers", [required("Enter the last day")], noun="The last day")
    closes_time = TimeField("Time on that day, in London", [required("Enter the time")], noun="The time")
    submit = SubmitField("Save the questionnaire")


class ThemeForm(BaseForm):
    """One thing the market said."""

    title = StringField(
        "Theme", [required("Enter the theme"), longest(160)], description="For example: length of the term"
    )
    heard = TextAreaField("What was heard", [required("Enter what was heard"), longest(4000)])
    is_changed = RadioField(
        "Was something changed because of it?", [InputRequired("Select whether something was changed")],
        choices=choices([(CHANGED, "Yes"), (NOT_CHANGED, "No")]),
    )  # fmt: skip
    outcome = TextAreaField(
        "What was changed, or why nothing was", [required("Enter what was changed, or why nothing was"), longest(4000)]
    )
    submit = SubmitField("Record the theme")
