"""What a bidder types of its effects on the providers of today, and of its indicative prices by year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import SubmitField, TextAreaField

from assurance.domain.provision.price_schedule import year_field
from assurance.domain.provision.system_impact import Flow, Incumbent
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.fields import MoneyField
from assurance.web.forms.validators import longest, optional, required

AMOUNTS = (
    ("displaced", "Income that moves away", "A year, at full effect"),
    ("stranded", "Cost that stays behind", "Of the cost behind that income, what the provider cannot save"),
    ("mitigation", "What your bid makes good", "A year; 0 if nothing"),
)
WORDS = "words"


class ImpactForm(VersionedForm):
    """Flows by provider of today and, in a round, a price for each year; made by `impact_form`."""

    submit = SubmitField("Save")

    term: int
    incumbents: Sequence[Incumbent]

    @property
    def years(self) -> list[Any]:
        """The boxes of the years; none in the final tender."""
        return [self[year_field(year)] for year in range(1, self.term + 1)]

    def boxes_of(self, incumbent: Incumbent) -> list[Any]:
        """The boxes of amounts of one provider."""
        return [self[f"{name}_{incumbent.code}"] for name, _, _ in AMOUNTS]

    def words_of(self, incumbent: Incumbent) -> Any:
        """The box of words of one provider."""
        return self[f"{WORDS}_{incumbent.code}"]

    @property
    def flows(self) -> list[Flow]:
        """What was typed, provider by provider."""
        return [self._flow(each) for each in self.incumbents]

    def _flow(self, incumbent: Incumbent) -> Flow:
        displaced, stranded, mitigation = (box.data for box in self.boxes_of(incumbent))
        return Flow(incumbent.code, displaced, stranded, mitigation, self.words_of(incumbent).data or "")

    @property
    def prices(self) -> list[Decimal] | None:
        """The price of each year, or None where they are not asked."""
        return [box.data for box in self.years] if self.term else None


def impact_form(
    incumbents: Sequence[Incumbent], kept: Any, flows: Sequence[Flow], term: int, **more: Any
) -> ImpactForm:
    """Make the form for the providers of today; `term` is the number of years to price, 0 for none."""
    boxes: dict[str, Any] = {"term": term, "incumbents": incumbents}
    filled: dict[str, Any] = {}
    stated = {flow.incumbent: flow for flow in flows}
    for each in incumbents:
        for name, label, hint in AMOUNTS:
            said = required(f"Enter {label[:1].lower()}{label[1:]} of {each.name}, 0 if none")
            boxes[f"{name}_{each.code}"] = MoneyField(label, [said], noun=f"{label} of {each.name}", description=hint)
        boxes[f"{WORDS}_{each.code}"] = TextAreaField(
            f"How it is made good at {each.name}, and what becomes of the services that depend on it",
            [optional(), longest(2000)],
        )
        if each.code in stated:
            filled |= {f"{name}_{each.code}": getattr(stated[each.code], name) for name, _, _ in AMOUNTS}
            filled[f"{WORDS}_{each.code}"] = stated[each.code].words
    for year in range(1, term + 1):
        boxes[year_field(year)] = MoneyField(f"Year {year}", [required(f"Enter the price of year {year}")])
    if kept is not None and kept.years:
        filled |= {year_field(at): price for at, price in enumerate(kept.years, start=1)}
    made = type("ImpactFormOfBid", (ImpactForm,), boxes)
    form: ImpactForm = made(version=kept.version if kept else 0, data=filled, **more)
    return form
