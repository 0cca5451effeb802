"""What is typed in the plan for the end of a contract."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField

from assurance.domain.contracts.exit_plan import MOST_DAYS, MOST_MONTHS, HandOver, Item, Trigger
from assurance.services.contracting.exiting import PlanTerms
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.fields import WholeNumberField, choices
from assurance.web.forms.validators import longest, optional, required


class ExitTermsForm(VersionedForm):
    """What brings the plan into force, and how care goes on."""

    triggers = SelectMultipleField("What brings the plan into force", choices=choices(Trigger))
    step_in = TextAreaField(
        "How care goes on from the first day", [required("Say how care goes on from the first day"), longest(6000)],
        description="Who steps in, who is told, and who answers for the people in treatment until all is handed over.",
    )  # fmt: skip
    within_months = WholeNumberField(
        "Months after the first day of the service by which the plan is settled", [required("Enter the months")],
        least=1, most=MOST_MONTHS, noun="The months",
    )  # fmt: skip
    submit = SubmitField("Save")

    @property
    def terms(self) -> PlanTerms:
        """What was typed."""
        return PlanTerms(tuple(self.triggers.data or ()), self.step_in.data or "", self.within_months.data or 0)


class ExitItemForm(VersionedForm):
    """One hand-over, or why there is nothing of its kind."""

    kind = SelectField("What kind", [required("Select the kind")], choices=choices(HandOver))
    is_nothing = BooleanField("There is nothing of this kind, so that only the reason is needed")
    what = TextAreaField(
        "What is handed over, or why nothing is",
        [required("Say what is handed over, or why nothing is"), longest(4000)],
    )
    owner = StringField(
        "Who hands it over",
        [optional(), longest(120)],
        description="A post, not a committee. Leave it and the next two empty where there is nothing to hand over.",
    )
    receiver = StringField("Who takes it over", [optional(), longest(120)])
    days = WholeNumberField(
        "Days it may take", [optional()], most=MOST_DAYS, noun="The days",
        description="From the day on which the plan comes into force.",
    )  # fmt: skip
    submit = SubmitField("Save the hand-over")

    @property
    def item(self) -> Item:
        """What was typed."""
        return Item(
            HandOver(self.kind.data), not self.is_nothing.data, self.what.data or "", self.owner.data or "",
            self.receiver.data or "", self.days.data,
        )  # fmt: skip


class SettleExitForm(VersionedForm):
    """A button that knows which plan the person saw."""

    submit = SubmitField("Settle the plan")


class ReviewExitForm(VersionedForm):
    """What a yearly look at the plan found."""

    found = TextAreaField(
        "What was looked at and found", [required("Say what was looked at and found"), longest(4000)],
        description="Where something does not hold any more, change the plan and settle it again instead.",
    )  # fmt: skip
    submit = SubmitField("Put it on record")
