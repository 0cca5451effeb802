"""What is typed to ask a bidder about a price or a promise, to let a price be, and to decide on an explanation."""

from __future__ import annotations

from wtforms import RadioField, SubmitField, TextAreaField

from assurance.domain.evaluation.abnormal import ACCEPTED, REJECTED
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, TimeField, choices
from assurance.web.forms.validators import longest, required


class _QuestionForm(BaseForm):
    question = TextAreaField(
        "What the bidder is to explain", [required("Enter what the bidder is to explain"), longest(8000)],
        description="The bidder reads this and nothing else you write here. Name no other bidder and no other price.",
    )  # fmt: skip
    due_on = DateField("Last day to answer", [required("Enter the last day to answer")], noun="The last day")
    due_time = TimeField("Time on that day, in London", [required("Enter the time")], noun="The time")
    submit = SubmitField("Ask the bidder")


class AskAboutPriceForm(_QuestionForm):
    """A question about a price that looks low; what was seen is worked out."""


class AskAboutPromiseForm(_QuestionForm):
    """A question about a promise that looks unrealistic, with what was seen."""

    finding = TextAreaField(
        "What looks unrealistic, and why", [required("Enter what in the bid looks unrealistic"), longest(4000)],
        description="For the record: where in the bid, the figure promised, and what you hold against it.",
    )  # fmt: skip


class LetBeForm(BaseForm):
    """Why a low price needs no question."""

    reason = TextAreaField("Why no question is needed", [required("Enter why no question is needed"), longest(4000)])
    submit = SubmitField("Record that no question is needed")


class DecideForm(VersionedForm):
    """The decision on an explanation; `version` says whether the page showed an answer."""

    decision = RadioField(
        "Decision", [required("Select whether the explanation is accepted")],
        choices=choices([(ACCEPTED, "Accepted: the bid stays in"), (REJECTED, "Rejected: the bid is out")]),
    )  # fmt: skip
    reason = TextAreaField(
        "Reason for the decision", [required("Enter the reason for the decision"), longest(4000)],
        description="If the bid is rejected its bidder reads this in its letter.",
    )  # fmt: skip
    submit = SubmitField("Record the decision")
