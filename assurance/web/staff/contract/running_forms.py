"""What is typed while a contract runs: indicators, decisions on results, statements, subcontractors, reviews."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import RadioField, SelectField, StringField, SubmitField, TextAreaField

from assurance.domain.contracts.performance import Standing
from assurance.domain.contracts.periods import Quarter
from assurance.services.contracting.indicators import IndicatorTerms
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import MoneyField, choices
from assurance.web.forms.figures import FigureField
from assurance.web.forms.validators import longest, optional, required


class IndicatorForm(BaseForm):
    """A key performance indicator."""

    title = StringField("What the indicator is", [required("Name the indicator"), longest(200)])
    measured_by = TextAreaField(
        "How it is measured, and from which source", [required("Say how it is measured"), longest(1000)]
    )
    unit = StringField("Unit", [required("Enter the unit"), longest(40)], default="%")
    target = FigureField("Target", [required("Enter the target")], noun="The target")
    floor = FigureField(
        "Floor", [required("Enter the floor")], noun="The floor",
        description="From here on a result still approaches the target. Above the target where less is better.",
    )  # fmt: skip
    consequence = TextAreaField(
        "What follows when performance is too low", [required("Say what follows"), longest(1000)]
    )
    condition_reference = SelectField("Condition of a gate that travels on in it", [optional()])
    submit = SubmitField("Set the indicator")

    def __init__(self, conditions: Sequence[Any], **given: Any) -> None:
        super().__init__(**given)
        listed = [(each.reference, f"{each.reference}: {each.text}"[:90]) for each in conditions]
        self.condition_reference.choices = choices(listed, prompt="None")

    @property
    def terms(self) -> IndicatorTerms:
        """The indicator as it was typed."""
        return IndicatorTerms(
            self.title.data or "", self.measured_by.data or "", self.unit.data or "", self.target.data or Decimal(0),
            self.floor.data or Decimal(0), self.consequence.data or "", self.condition_reference.data or "",
        )  # fmt: skip


class DecideResultForm(BaseForm):
    """Whether a result is accepted, and of an indicator how performance is rated."""

    decision = RadioField(
        "Your decision", [required("Select your decision")],
        choices=choices([("accept", "Accept the result"), ("query", "Send it back with a question")]),
    )  # fmt: skip
    rating = RadioField("How is performance rated?", [optional()], choices=choices(Standing))
    reason = TextAreaField(
        "Reason or question", [optional(), longest(2000)],
        description="Needed when you send it back, or rate otherwise than the figures do.",
    )  # fmt: skip
    submit = SubmitField("Put the decision on record")


class PrepareStatementForm(BaseForm):
    """Up to which quarter a statement is worked out, and what was spent where gain and loss are settled."""

    quarter = RadioField("Up to which quarter?", [required("Select the quarter")])
    actual_spend = MoneyField(
        "What was spent in the whole year", [optional()], noun="The amount",
        description="Only with the fourth quarter, where the contract shares gain and loss.",
    )  # fmt: skip
    submit = SubmitField("Work out the statement")

    def __init__(self, quarters: Sequence[Quarter], **given: Any) -> None:
        super().__init__(**given)
        self.quarter.choices = choices([(f"{each.year}-{each.number}", each.label) for each in quarters])


class IssueStatementForm(VersionedForm):
    """A button that knows which statement the person saw."""

    submit = SubmitField("Issue the statement")


class DecideSubcontractForm(BaseForm):
    """The decision on a subcontractor, with what was looked at."""

    decision = RadioField(
        "Your decision", [required("Select your decision")],
        choices=choices([("approve", "Let it in"), ("refuse", "Refuse it")]),
    )  # fmt: skip
    exclusion_check = TextAreaField(
        "What was looked at for grounds for exclusion, and found", [optional(), longest(2000)],
        description="Needed to let it in. For example: debarment list and declarations of 3 March read; none applies.",
    )  # fmt: skip
    reason = TextAreaField("Reason", [required("Enter the reason"), longest(2000)])
    submit = SubmitField("Put the decision on record")


class ReviewForm(BaseForm):
    """How a year went, and what was decided."""

    summary = TextAreaField("How the year went", [required("Say how the year went"), longest(6000)])
    decisions = TextAreaField("What was decided", [required("Enter what was decided"), longest(6000)])
    submit = SubmitField("Save the review")


class SignReviewForm(VersionedForm):
    """A button that knows which text the person saw."""

    submit = SubmitField("Sign for the authority")
