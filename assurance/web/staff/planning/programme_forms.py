"""What an officer types about the programme beside its pathways: definitions, service users, the envelope by year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from assurance.domain.provision.definitions import LONGEST_MEANING, LONGEST_SOURCE, LONGEST_TERM
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import MoneyField
from assurance.web.forms.figures import FigureField
from assurance.web.forms.validators import longest, optional, required


class RedefineForm(BaseForm):
    """What a term means, and where that comes from."""

    meaning = TextAreaField("What it means", [required("Say what the term means"), longest(LONGEST_MEANING)])
    source = StringField(
        "Where the meaning comes from", [required("Say where the meaning comes from"), longest(LONGEST_SOURCE)],
        description="For example: NHS Data Model and Dictionary, read on 6 January 2025.",
    )  # fmt: skip
    submit = SubmitField("Save as a new version")


class DefineForm(RedefineForm):
    """A term that is new."""

    term = StringField("Term", [required("Enter the term"), longest(LONGEST_TERM)])
    submit = SubmitField("Add the definition")


class TakeOverForm(BaseForm):
    """Terms of the starting list."""

    terms = SelectMultipleField("Terms to take over", [InputRequired("Select at least one term")])
    submit = SubmitField("Take over")


class InvolvementForm(VersionedForm):
    """Who of those who use the care was involved, and what changed because of it."""

    who = StringField(
        "Who was involved", [required("Say who was involved"), longest(200)],
        description="People who use the care, and those who look after them; how many, and no names.",
    )  # fmt: skip
    how = StringField("How", [required("Say how they were involved"), longest(200)])
    said = TextAreaField(
        "What they said keeps them well", [required("Say what they said"), longest(4000)],
        description="In their own words where you can.",
    )  # fmt: skip
    changed = TextAreaField("What changed because of it", [required("Say what changed"), longest(4000)])
    submit = SubmitField("Save the record")


class EnvelopeForm(VersionedForm):
    """How the envelope of each contract year follows from the budget; made by `envelope_form`."""

    social_amount = MoneyField(
        "What social care pools with the health budget, a year", [optional()], noun="The amount",
        description="In the prices of the baseline year. Leave it empty where nothing is pooled.",
    )  # fmt: skip
    rate_per_head = MoneyField(
        "Rate for each person, a year", [optional()], noun="The rate",
        description="Only where the envelope follows a rate by head and not the categories chosen.",
    )  # fmt: skip
    submit = SubmitField("Save the envelope")

    term: int

    @property
    def years(self) -> list[Any]:
        """The boxes of the years."""
        return [self[f"growth_{number}"] for number in range(1, self.term + 1)]

    @property
    def growth(self) -> list[Decimal]:
        """Growth as it was typed; an empty box is no growth."""
        return [each.data or Decimal(0) for each in self.years]


def envelope_form(term: int, *, version: int, kept: Any, growth: Sequence[Decimal]) -> EnvelopeForm:
    """Make the form for a term of so many years, filled with what is kept."""
    boxes: dict[str, Any] = {
        f"growth_{number}": FigureField(f"Year {number}", [optional()], noun=f"Growth in year {number}")
        for number in range(1, term + 1)
    }
    filled: dict[str, Any] = {f"growth_{number}": each for number, each in enumerate(growth, start=1)}
    if kept is not None:
        filled |= {"social_amount": kept.social_amount or None, "rate_per_head": kept.rate_per_head}
    form: EnvelopeForm = type("EnvelopeFormOfTerm", (EnvelopeForm,), {**boxes, "term": term})(
        version=version, data=filled
    )
    return form
