"""What staff type at selection: the questionnaire, judgements, decisions on grounds, notices."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from wtforms import HiddenField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from assurance.domain.evaluation.scales import Scale
from assurance.domain.selection.questionnaire import LEAST_SHORTLIST, Asks, Kind, Question
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, PercentField, TimeField, TypedField, WholeNumberField, choices
from assurance.web.forms.validators import longest, optional, required
from assurance.web.forms.widgets import TextInput

YES, NO = "yes", "no"
TOLD = "At least 40 characters. The bidder is told it as you write it."


class MultipleField(TypedField):
    """How many times the yearly value: a number above zero with at most two decimals, kept exact."""

    widget = TextInput(width=5, inputmode="decimal", spellcheck=False)

    def read(self, typed: str) -> Fraction:
        """Refuse what is not such a number."""
        whole, _, rest = typed.partition(".")
        if not (typed.isascii() and whole.isdigit() and len(whole) <= 3 and (not rest or rest.isdigit())):
            raise ValueError("Enter a number, like 2 or 1.5")
        if len(rest) > 2:
            raise ValueError("The number must have no more than two figures after the point")
        return Fraction(typed)

    def show(self, value: Fraction) -> str:
        """Write a fraction as a person would type it."""
        return f"{float(value):.2f}".rstrip("0").rstrip(".")


class RuleForm(VersionedForm):
    """How much turnover is enough, and how many go through."""

    multiple = MultipleField(
        "Turnover asked for, as a multiple of the yearly value", [required("Enter the multiple")],
        description="Up to twice needs no reason.",
    )  # fmt: skip
    reasons = TextAreaField(
        "Why more than twice is asked for", [optional(), longest(4000)],
        description="Only for a multiple above 2. The call states it (Provider Selection Regime 2023, Schedule 16).",
    )  # fmt: skip
    at_most = WholeNumberField(
        "How many go through", [optional()], least=1, most=99, noun="The number",
        description=f"By their marks, and at least {LEAST_SHORTLIST}. Leave it empty to let through all who qualify.",
    )  # fmt: skip
    submit = SubmitField("Save")


class QuestionForm(VersionedForm):
    """One question."""

    title = StringField("Short name", [required("Enter a short name"), longest(100)])
    text = TextAreaField("Question", [required("Write the question"), longest(2000)])
    asks = SelectField("What the bidder gives", choices=choices(Asks))
    word_limit = WholeNumberField(
        "Limit of words", [optional()], least=1, most=10_000, noun="The limit", description="Only for a text."
    )
    kind = RadioField("How it is judged", [InputRequired("Select how it is judged")], choices=choices(Kind))
    weight = PercentField(
        "Weight", [optional()], noun="The weight",
        description="Only where it is marked. The weights of all marked questions add up to 100%.",
    )  # fmt: skip
    submit = SubmitField("Save")

    def question(self, code: str) -> Question:
        """The question as typed."""
        asks = Asks(self.asks.data)
        return Question(
            code, self.text.data, Kind(self.kind.data), Fraction(self.weight.data or 0), self.title.data, asks,
            (self.word_limit.data or 0) if asks is Asks.TEXT else 0,
        )  # fmt: skip


class RemoveQuestionForm(VersionedForm):
    """Takes a question out."""

    submit = SubmitField("Take the question out")


class JudgeForm(VersionedForm):
    """Passes, fails or marks one answer; one of the two fields is shown."""

    passes = RadioField("Does it pass?", choices=choices([(YES, "Yes, it passes"), (NO, "No, it does not pass")]))
    mark = RadioField("Mark")
    reason = TextAreaField("Reason", [required("Enter the reason"), longest(4000)], description=TOLD)
    submit = SubmitField("Record the judgement")


def judge_form(question: Question, scale: Scale, version: int, **said: str | None) -> JudgeForm:
    """Make the form for one question, with what was judged before."""
    form = JudgeForm(version=version, **said)
    form.mark.choices = choices([(str(each.mark), f"{each.mark}: {each.label}") for each in scale.descriptors])
    unused = form.mark if question.kind is Kind.PASS_FAIL else form.passes
    used = form.passes if question.kind is Kind.PASS_FAIL else form.mark
    del form[unused.short_name]
    used.validators = [InputRequired("Select one")]
    return form


class GroundForm(VersionedForm):
    """Whether a ground excludes, and why."""

    excludes = RadioField(
        "Decision", [InputRequired("Select a decision")],
        choices=choices([(NO, "It does not exclude: what was done is enough"), (YES, "It excludes")]),
    )  # fmt: skip
    reason = TextAreaField("Reason", [required("Enter the reason"), longest(4000)], description=TOLD)
    submit = SubmitField("Record the decision")


class NoticeForm(BaseForm):
    """Tells a bidder about somebody it relies on."""

    reason = TextAreaField(
        "What you tell the bidder", [required("Enter what you tell the bidder"), longest(4000)], description=TOLD
    )
    answer_on = DateField("Last day to name somebody else", [required("Enter the day")], noun="The day")
    answer_time = TimeField("Time on that day, in London", [required("Enter the time")], noun="The time")
    submit = SubmitField("Give notice")


class ConcludeForm(BaseForm):
    """Decides the shortlist that was seen."""

    seen = HiddenField()
    submit = SubmitField("Decide and issue the letters")

    def validate_seen(self, field: HiddenField) -> None:
        """Refuse a digest that no page of ours wrote."""
        if len(str(field.data or "")) != 64:
            raise ValidationError("This page is out of date. Open it again before you decide")


def weights(questions: Sequence[Question]) -> Fraction:
    """Add up the weights of the marked questions."""
    return sum((each.weight for each in questions), Fraction(0))
