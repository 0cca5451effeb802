"""What an officer types to write a scale, a method, a notice and deadlines; criteria have a module of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, SubmitField, TextAreaField

from assurance.domain.evaluation.methods import COEFFICIENT, METHODS
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, MoneyField, TimeField, WholeNumberField, choices
from assurance.web.forms.validators import longest, optional, required


def scale_form(top: int) -> type[BaseForm]:
    """Make the form of a scale from 0 to `top`: a label and a meaning for each mark."""
    fields: dict[str, Any] = {"__doc__": "What each mark means."}
    for mark in range(top + 1):
        fields[f"label_{mark}"] = StringField(
            f"Mark {mark}: label", [required(f"Enter a label for mark {mark}"), longest(60)]
        )
        fields[f"text_{mark}"] = TextAreaField(f"Mark {mark}: what it means", [required(f"Say what mark {mark} means")])
    return type("SetScaleForm", (BaseForm,), {**fields, "submit": SubmitField("Save the scale")})


def tie_break_form(options: Iterable[tuple[str, str]]) -> type[VersionedForm]:
    """Make the form of the tie-break rules: as many places as there are rules to choose, at most four."""
    listed = list(options)
    places = {
        f"rule_{number}": SelectField(f"Rule {number + 1}", choices=choices(listed, prompt="None"))
        for number in range(min(4, len(listed)))
    }
    return type("SetTieBreakForm", (VersionedForm,), {**places, "submit": SubmitField("Save the rules")})


class SetMethodForm(VersionedForm):
    """How bids are ranked, and what goes with it."""

    method = RadioField(
        "Method", choices=choices([(each.name, each.label) for each in METHODS.values() if each.name != COEFFICIENT])
    )
    value_per_point = MoneyField(
        "What one per cent of quality is worth", [optional()],
        description="In pounds over the whole contract. Only where the price is lowered by what the quality is worth.",
    )  # fmt: skip
    price_opens_after_quality = BooleanField("Prices stay closed until the marks on quality are final")
    low_price_percent = WholeNumberField(
        "Look into a price this far below the mean of the bids", [required("Enter how far below the mean")],
        least=1, most=90, noun="How far below the mean",
        description="In per cent, from 1 to 90. It is not published and eliminates nobody: the bidder is asked first.",
    )  # fmt: skip
    submit = SubmitField("Save the method")


class WriteNoticeForm(VersionedForm):
    """The notice inviting offers and when requests to take part are due."""

    text = TextAreaField("Text of the notice", [required("Enter the text of the notice")])
    requests_due_on = DateField(
        "Last day for requests to take part", [required("Enter the last day")], noun="The last day"
    )
    requests_due_time = TimeField("Time on that day, in London", [required("Enter the time")], noun="The time")
    may_be_refined = BooleanField("The criteria may be refined until final tenders are invited")
    submit = SubmitField("Save the notice")


class SetTenderDeadlineForm(VersionedForm):
    """When final tenders are due."""

    due_on = DateField("Last day for final tenders", [required("Enter the last day")], noun="The last day")
    due_time = TimeField("Time on that day, in London", [required("Enter the time")], noun="The time")
    submit = SubmitField("Set the deadline")
