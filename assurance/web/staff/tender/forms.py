"""What an officer types to write criteria, a scale, a notice and deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, SelectField, StringField, SubmitField, TextAreaField

from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.pricing import FORMULAS
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import DateField, PercentField, TimeField, WholeNumberField, choices
from assurance.web.forms.figures import FigureField
from assurance.web.forms.validators import longest, optional, required

KINDS: dict[Kind, tuple[str, str]] = {
    Kind.GROUP: ("Group", "Holds other criteria and is judged by them"),
    Kind.SCORED: ("Scored", "Evaluators mark the answer on the scale, with reasons"),
    Kind.PRICE: ("Price", "Marked by a published formula from the price"),
    Kind.PASS_FAIL: ("Pass or fail", "Met or not; not meeting it ends the bid"),
}
"""Each kind in the words shown to people, and what it means."""

FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.GROUP: ("title", "weight_percent", "minimum"),
    Kind.SCORED: ("title", "weight_percent", "question", "guidance", "word_limit", "minimum", "is_down_select"),
    Kind.PRICE: ("title", "weight_percent", "question", "guidance", "price_formula"),
    Kind.PASS_FAIL: ("title", "question", "guidance"),
}
"""What is asked for each kind, in the order of the page."""


class EditCriterionForm(BaseForm):
    """One criterion; the fields its kind does not have are taken away when the form is made."""

    title = StringField("Title", [required("Enter a title"), longest(200)])
    weight_percent = PercentField(
        "Weight", [required("Enter the weight")], description="Per cent of the group it stands in, or of the whole"
    )
    question = TextAreaField("What the bidder is asked")
    guidance = TextAreaField("What evaluators should look for", [optional()])
    word_limit = WholeNumberField("Limit of words for the answer", [optional()], least=1, most=50_000)
    minimum = FigureField("Minimum", [optional()], noun="The minimum")
    price_formula = SelectField(
        "Formula",
        choices=choices([(each.name, each.label) for each in FORMULAS.values()]),
        default=next(iter(FORMULAS)),
    )
    is_down_select = BooleanField("Also marked in the down-selection between the dialogue rounds")
    submit = SubmitField("Save the criterion")

    def __init__(self, kind: Kind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shown = FIELDS[kind]
        for name in set(FIELDS[Kind.SCORED] + FIELDS[Kind.PRICE]) - set(self.shown):
            del self[name]
        if "minimum" in self.shown:
            unit = "per cent of the group" if kind is Kind.GROUP else "marks"
            self.minimum.description = f"In {unit}. A bid below it is eliminated; reaching it is enough."

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by the names the service knows; a text that was not sent is an empty one."""
        texts = {name: self[name].data or "" for name in ("question", "guidance") if name in self.shown}
        return {name: self[name].data for name in self.shown} | texts


class AddCriterionForm(EditCriterionForm):
    """A new criterion with its short name and its place in the tree."""

    code = StringField(
        "Short name", [required("Enter a short name"), longest(40)],
        description="Letters, figures, dots and dashes, such as clinical-model. It cannot be changed later.",
    )  # fmt: skip
    parent_code = SelectField("Where it stands")


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


class WriteNoticeForm(VersionedForm):
    """The notice inviting offers and when requests to take part are due."""

    text = TextAreaField("Text of the notice", [required("Enter the text of the notice")])
    requests_due_on = DateField(
        "Last day for requests to take part", [required("Enter the last day")], noun="The last day"
    )
    requests_due_time = TimeField("Time on that day, in London", [required("Enter the time")], noun="The time")
    submit = SubmitField("Save the notice")


class SetTenderDeadlineForm(VersionedForm):
    """When final tenders are due."""

    due_on = DateField("Last day for final tenders", [required("Enter the last day")], noun="The last day")
    due_time = TimeField("Time on that day, in London", [required("Enter the time")], noun="The time")
    submit = SubmitField("Set the deadline")
