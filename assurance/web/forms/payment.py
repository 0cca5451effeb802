"""What a person tries in a payment model: other shares or promises, spending, luck. Nothing typed here is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, SubmitField

from assurance.domain.contracts.measures import Measure
from assurance.domain.contracts.model import PaymentModel
from assurance.domain.contracts.simulation import DEFAULT_SPREAD
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import PercentField
from assurance.web.forms.figures import FigureField
from assurance.web.forms.validators import required

HUNDRED = Decimal(100)


class TryForm(BaseForm):
    """Assumptions to try; made by `try_form`, with a box for each year."""

    spread = PercentField(
        "How far spending may lie from the value of the year, either way", [required("Enter a percentage, 0 for none")],
        noun="The percentage",
    )  # fmt: skip
    together = BooleanField("Good and bad luck strike all outcomes and years at once")
    submit = SubmitField("Work it out")

    term: int
    measures: Sequence[Measure]
    """The outcomes of which other promises can be tried."""
    tries_shares: bool

    @property
    def shares(self) -> list[Decimal]:
        """The outcome share of each year as a fraction."""
        return [Decimal(self[f"share_{year}"].data or 0) / HUNDRED for year in range(1, self.term + 1)]

    @property
    def promises(self) -> dict[str, tuple[Decimal, ...]]:
        """What is promised on each outcome, by its code."""
        return {each.code: tuple(box.data for box in self.boxes(at)) for at, each in enumerate(self.measures)}

    def boxes(self, at: int) -> list[Any]:
        """List the boxes of one outcome, year by year."""
        return [self[f"promise_{at}_{year}"] for year in range(1, self.term + 1)]

    @property
    def assumptions(self) -> dict[str, Any]:
        """What is assumed of spending and of luck."""
        return {"spread": Decimal(self.spread.data or 0) / HUNDRED, "together": bool(self.together.data)}


def try_form(model: PaymentModel, promises: Mapping[str, Sequence[Decimal]] | None = None) -> TryForm:
    """Make the form for a model: of its shares, or where promises are given of those, filled with what stands."""
    term = len(model.years)
    measures = model.measures if promises is not None else ()
    boxes: dict[str, Any] = {"term": term, "measures": measures, "tries_shares": promises is None}
    filled: dict[str, Any] = {"spread": DEFAULT_SPREAD * HUNDRED}
    for year in range(1, term + 1):
        if promises is None:
            boxes[f"share_{year}"] = PercentField(f"Year {year}", [required("Enter the share")], noun="The share")
            filled[f"share_{year}"] = model.years[year - 1].outcome_share * HUNDRED
        for at, each in enumerate(measures):
            box = FigureField(f"Year {year}", [required("Enter the result")], noun="The result")
            boxes[f"promise_{at}_{year}"] = box
            filled[f"promise_{at}_{year}"] = (promises or {})[each.code][year - 1]
    form: TryForm = type("TryFormOfModel", (TryForm,), boxes)(data=filled)
    return form
