"""What an officer types to write one criterion: the fields of its kind, and nothing of other kinds taken in silence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, SubmitField, TextAreaField

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.criterion import HIGHEST, MIN_MAX
from assurance.domain.evaluation.drafting import CriterionDraft, draft_faults, fits
from assurance.domain.evaluation.pricing import FORMULAS
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import MoneyField, PercentField, WholeNumberField, choices
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
    Kind.GROUP: ("title", "weight_percent", "guidance", "minimum", "normalise"),
    Kind.SCORED: (
        "title", "weight_percent", "question", "sub_criteria", "guidance", "evaluator_guidance", "word_limit",
        "minimum", "is_down_select", "normalise",
    ),
    Kind.PRICE: ("title", "weight_percent", "question", "guidance", "price_formula"),
    Kind.PASS_FAIL: ("title", "question", "guidance"),
}  # fmt: skip
"""What is asked for each kind, in the order of the page; the figures of the formulas come after the formula."""

NORMALISE: dict[str, str] = {
    "": "No: what a bid earns here depends on its own answer alone",
    HIGHEST: "Against the highest: the best bid earns everything, the others in proportion to it",
    MIN_MAX: "Between the extremes: the best bid earns everything and the weakest nothing",
}
RELATIVE = (
    "Setting quality against the other bids makes it relative: a bid that joins or leaves can change who wins. "
    "It counts only if it is published."
)


def parameter_field(formula: str, parameter: str) -> str:
    """Name the field of a figure; two formulas may each have one of the same name."""
    return f"{formula}_{parameter}".replace("-", "_")


class EditCriterionForm(BaseForm):
    """One criterion; the fields its kind does not have are taken away when the form is made."""

    title = StringField("Title", [required("Enter a title"), longest(200)])
    weight_percent = PercentField(
        "Weight", [required("Enter the weight")], description="Per cent of the group it stands in, or of the whole"
    )
    question = TextAreaField("What the bidder is asked")
    sub_criteria = TextAreaField(
        "Points the answer must cover", [optional()],
        description="One a line, at most 20, in the order they are read. They are published, and the panel "
        "discusses each by name.",
    )  # fmt: skip
    guidance = TextAreaField(
        "Guidance for bidders", [optional()], description="What evaluators will look for. It is published."
    )
    evaluator_guidance = TextAreaField(
        "Guidance for evaluators only", [optional()],
        description="Help with marking. Bidders never see it, so it must not add to what is published.",
    )  # fmt: skip
    word_limit = WholeNumberField("Limit of words for the answer", [optional()], least=1, most=50_000)
    minimum = FigureField("Minimum", [optional()], noun="The minimum")
    is_down_select = BooleanField("Also marked in the down-selection between the dialogue rounds")
    normalise = RadioField(
        "Is it set against the other bids?", choices=choices(NORMALISE.items()), default="", description=RELATIVE,
    )  # fmt: skip
    price_formula = SelectField(
        "Formula",
        choices=choices([(each.name, each.label) for each in FORMULAS.values()]),
        default=next(iter(FORMULAS)),
    )
    seen_version = HiddenField()
    """The fingerprint of what the page showed, so that nobody overwrites what somebody else wrote meanwhile."""
    submit = SubmitField("Save the criterion")

    def __init__(self, kind: Kind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        self.shown = FIELDS[kind]
        self.strangers = list(dict.fromkeys(self._take_away()))
        if "minimum" in self.shown:
            unit = "per cent of the group" if kind is Kind.GROUP else "marks"
            self.minimum.description = f"In {unit}. A bid below it is eliminated; reaching it is enough."

    def _take_away(self) -> Iterator[str]:
        """Take the fields of other kinds away, giving what was typed into them as refusals."""
        others = {name for names in FIELDS.values() for name in names} - set(self.shown)
        if self.kind is not Kind.PRICE:
            others |= set(PARAMETERS)
        for name in sorted(others):
            typed = [each for each in self[name].raw_data or () if str(each).strip()]
            if typed:
                yield fits(self.kind, "price_parameters" if name in PARAMETERS else name)
            del self[name]

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse fields of other kinds and figures of other formulas, and name every figure that is at fault."""
        fine = super().validate(extra_validators)
        if self.strangers:
            self.form_errors.append(". ".join(self.strangers))  # the summary shows one line for the form as a whole
        if self.kind is Kind.PRICE and not self.price_formula.errors:
            self._judge_figures()
        return fine and not self.errors

    def _judge_figures(self) -> None:
        chosen = {parameter_field(self.price_formula.data, name): name for name in self._parameters()}
        for field in self.figures():
            if field.name not in chosen and field.data is not None:
                field.errors = ["Only another formula uses this figure: leave it empty, or choose that formula"]
        unread = {name for field, name in chosen.items() if self[field].errors}
        draft = CriterionDraft("-", price_formula=self.price_formula.data or "", price_parameters=self._given())
        for fault in draft_faults(Kind.PRICE, draft, 0):
            if fault.path.removeprefix("price_parameters.") not in unread:
                self.attach(InvalidInput(fault.path, fault.message))

    def attach(self, refusal: InvalidInput) -> None:
        """Put a refusal of a figure at the box of the formula that was chosen."""
        name = refusal.field.removeprefix("price_parameters.")
        if name != refusal.field:
            refusal = InvalidInput(parameter_field(self.price_formula.data, name), refusal.message)
        super().attach(refusal)

    def figures(self) -> list[Field]:
        """List the boxes of all figures of formulas."""
        return [self[name] for name in PARAMETERS if name in self]

    def _parameters(self) -> list[str]:
        formula = FORMULAS.get(self.price_formula.data)
        return [each.name for each in formula.parameters] if formula else []

    def _given(self) -> dict[str, Decimal]:
        typed = {name: self[parameter_field(self.price_formula.data, name)].data for name in self._parameters()}
        return {name: value for name, value in typed.items() if value is not None}

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by the names the service knows; a text that was not sent is an empty one."""
        texts = ("question", "guidance", "evaluator_guidance", "normalise")
        found = {name: self[name].data for name in self.shown}
        found |= {name: self[name].data or "" for name in texts if name in self.shown}
        if "sub_criteria" in self.shown:
            found["sub_criteria"] = (self.sub_criteria.data or "").splitlines()
        if self.kind is Kind.PRICE:
            found["price_parameters"] = self._given()
        return found


class AddCriterionForm(EditCriterionForm):
    """A new criterion with its short name and its place in the tree."""

    code = StringField(
        "Short name", [required("Enter a short name"), longest(40)],
        description="Letters, figures, dots and dashes, such as clinical-model. It cannot be changed later.",
    )  # fmt: skip
    parent_code = SelectField("Where it stands")


class PlaceCriterionForm(BaseForm):
    """The group a criterion stands in."""

    parent_code = SelectField("Move it with everything under it")
    submit = SubmitField("Move the criterion")


def _add_figures() -> Iterator[str]:
    """Give the form a box for each figure of each formula, and return their names."""
    for formula in FORMULAS.values():
        for each in formula.parameters:
            name = parameter_field(formula.name, each.name)
            is_usual = each.default is not None
            kind = MoneyField if "£" in each.label else FigureField
            label = each.label.removesuffix(" (£)")
            box = kind(
                label, [optional()] if is_usual else [], noun=f"“{label}”",
                description=f"Empty means {each.default}" if is_usual else "",
            )  # fmt: skip
            setattr(EditCriterionForm, name, box)
            yield name


PARAMETERS = tuple(_add_figures())
"""The names of the boxes for the figures of formulas."""
