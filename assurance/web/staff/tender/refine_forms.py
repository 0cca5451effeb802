"""What is typed to refine published criteria: only the fields that may be refined, each with what was published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, SubmitField, TextAreaField

from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.drafting import CriterionDraft
from assurance.domain.evaluation.refinement import REFINABLE
from assurance.domain.money import percent, plain
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.forms.fields import PercentField, WholeNumberField, choices
from assurance.web.forms.figures import FigureField
from assurance.web.forms.validators import optional, required
from assurance.web.staff.tender.criterion_forms import FIELDS


class RefineCriterionForm(VersionedForm):
    """One published criterion; the fields its kind does not have are taken away when the form is made."""

    weight_percent = PercentField("Weight in its group", [required("Enter the weight")])
    question = TextAreaField("What the bidder is asked")
    sub_criteria = TextAreaField("Points the answer must cover, one a line", [optional()])
    guidance = TextAreaField("Guidance for bidders", [optional()])
    word_limit = WholeNumberField("Limit of words for the answer", [optional()], least=1, most=50_000)
    minimum = FigureField("Minimum", [optional()], noun="The minimum")
    submit = SubmitField("Keep this change")

    def __init__(self, kind: Kind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shown = [name for name in REFINABLE if name in FIELDS[kind]]
        for name in REFINABLE:
            if name not in self.shown:
                del self[name]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by the names in `REFINABLE`."""
        found = {name: self[name].data for name in self.shown}
        found |= {name: found[name] or "" for name in ("question", "guidance") if name in found}
        if "sub_criteria" in found:
            found["sub_criteria"] = tuple((found["sub_criteria"] or "").splitlines())
        return found


class ExplainRefinementForm(VersionedForm):
    """Why the criteria are refined."""

    reason = TextAreaField(
        "Why the criteria are refined", [required("Give the reason")],
        description="At least 20 characters. It is published with the refinement and every bidder reads it.",
    )  # fmt: skip
    submit = SubmitField("Save the reason")


class DiscardRefinementForm(BaseForm):
    """Close the draft without publishing it."""

    submit = SubmitField("Discard the refinement")


class BeginRefinementForm(BaseForm):
    """Begin a draft."""

    submit = SubmitField("Begin a refinement")


class PublishRefinementForm(VersionedForm):
    """Publish what somebody else prepared, as it was read."""

    submit = SubmitField("Publish the refinement")


def order_form(options: Iterable[tuple[str, str]]) -> type[VersionedForm]:
    """Make the form of the order of the published tie-break rules: one place for each."""
    listed = list(options)
    places = {
        f"rule_{number}": SelectField(f"Rule {number + 1}", choices=choices(listed)) for number in range(len(listed))
    }
    return type("RefineOrderForm", (VersionedForm,), {**places, "submit": SubmitField("Keep this order")})


def typed(draft: CriterionDraft) -> dict[str, Any]:
    """Give a criterion by the names of the boxes."""
    return {name: getattr(draft, name) for name in REFINABLE} | {"sub_criteria": "\n".join(draft.sub_criteria)}


def published_words(draft: CriterionDraft) -> dict[str, str]:
    """Say what was published, for the hint of each box."""
    least = "none" if draft.minimum is None else plain(draft.minimum)
    limit = "none" if draft.word_limit is None else f"{draft.word_limit:,}"
    return {
        "weight_percent": f"Published: {percent(draft.weight_percent)}. The weights of a group sum to 100.",
        "minimum": f"Published: {least}. A bid below it is eliminated; reaching it is enough.",
        "word_limit": f"Published: {limit}",
    }
