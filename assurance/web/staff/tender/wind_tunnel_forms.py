"""What an officer types to try the criteria: dummy bids, one to a row, and the answer to a danger that was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Any

from wtforms import HiddenField, StringField, SubmitField, TextAreaField

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.wind_tunnel import MOST_BIDS, DummyBid, dummy_faults
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import MoneyField
from assurance.web.forms.figures import FigureField
from assurance.web.forms.validators import required

FEWEST_ROWS = 3
_PATH = re.compile(r"bids\[(\d+)\]\.(?:(name|quality)|(prices|marks)\.(.+))")


class DummyBidsForm(BaseForm):
    """Rows of dummy bids; a row with nothing in it is no bid. The boxes are added by `dummy_bids_form`."""

    rows = HiddenField()
    submit = SubmitField("Try the criteria")
    more = SubmitField("Add a bid")

    tree: CriteriaTree
    count: int
    by_marks: bool

    def columns(self, row: int) -> list[Any]:
        """List the boxes of one bid in their order."""
        return [self[name] for name in _names(self.tree, row, by_marks=self.by_marks).values()]

    def filled(self) -> list[int]:
        """List the rows in which anything was typed."""
        return [row for row in range(self.count) if any(each._value().strip() for each in self.columns(row))]

    @property
    def bids(self) -> list[DummyBid]:
        """What was typed, row by row; a box that could not be read is missing."""
        return [self._bid(row) for row in self.filled()]

    def _bid(self, row: int) -> DummyBid:
        names = _names(self.tree, row, by_marks=self.by_marks)
        given = {path: self[name].data for path, name in names.items()}
        figures = {path: value for path, value in given.items() if isinstance(value, Decimal)}

        def part(of: str) -> dict[str, Decimal]:
            return {path.removeprefix(of): value for path, value in figures.items() if path.startswith(of)}

        return DummyBid(given["name"] or "", part("prices."), figures.get("quality"), part("marks."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Name every fault of every row at its box, beside what could not be read at all."""
        super().validate(extra_validators)
        for fault in dummy_faults(self.tree, self.bids):
            self.attach(InvalidInput(fault.path, fault.message))
        for row in self.filled():
            for field in self.columns(row):
                field.errors = [f"Bid {letter(row)}: {each[:1].lower()}{each[1:]}" for each in field.errors]
        return not self.errors

    def attach(self, refusal: InvalidInput) -> None:
        """Put a fault of a bid at its box, unless the box has one already."""
        found = _PATH.fullmatch(refusal.field)
        if found is None:
            super().attach(refusal)
            return
        row = self.filled()[int(found[1])]
        path, message = found[2] or f"{found[3]}.{found[4]}", refusal.message
        if path.startswith("marks.") and not self.by_marks:
            path, message = "quality", "Enter the quality, from 0 to 100 per cent"
        field = self[_names(self.tree, row, by_marks=self.by_marks)[path]]
        field.errors = field.errors or [message]


def _names(tree: CriteriaTree, row: int, *, by_marks: bool) -> dict[str, str]:
    """Name the boxes of one row by what of the bid they hold."""
    names = {"name": f"name_{row}"}
    names |= {f"prices.{each.id}": f"price_{row}_{number}" for number, each in enumerate(tree.prices())}
    if not by_marks:
        return names | {"quality": f"quality_{row}"}
    return names | {f"marks.{each.id}": f"mark_{row}_{number}" for number, each in enumerate(tree.scored())}


def dummy_bids_form(tree: CriteriaTree, count: int, *, by_marks: bool) -> type[DummyBidsForm]:
    """Make the form for so many rows on these criteria."""
    boxes = {name: box for row in range(count) for name, box in _boxes(tree, row, by_marks=by_marks)}
    return type("DummyBidsFormOf", (DummyBidsForm,), {**boxes, "tree": tree, "count": count, "by_marks": by_marks})


def _boxes(tree: CriteriaTree, row: int, *, by_marks: bool) -> Iterator[tuple[str, Any]]:
    names = _names(tree, row, by_marks=by_marks)
    yield names["name"], StringField("Name")
    for each in tree.prices():
        label = each.title or each.id
        yield names[f"prices.{each.id}"], MoneyField(label, noun="The price")
    if not by_marks:
        yield names["quality"], FigureField("Quality (%)", noun="The quality")
        return
    for each in tree.scored():
        label = f"{each.title or each.id} (0 to {each.scale})"
        yield names[f"marks.{each.id}"], FigureField(label, noun="The mark")


def stored(bids: Sequence[DummyBid], tree: CriteriaTree, *, by_marks: bool) -> dict[str, Any]:
    """Give bids to start from by the names of the boxes."""
    found: dict[str, Any] = {}
    for row, bid in enumerate(bids):
        names = _names(tree, row, by_marks=by_marks)
        found[names["name"]] = bid.name
        found |= {names[f"prices.{key}"]: price for key, price in bid.prices.items()}
        if not by_marks:
            found[names["quality"]] = bid.quality
            continue
        for each in tree.scored():
            mark = (bid.quality or Decimal(0)) * Decimal(each.scale or 0) / 100
            found[names[f"marks.{each.id}"]] = round(mark, 2)
    return found


def rows_sent(value: str | None, start: int, *, add: bool) -> int:
    """Say how many rows to show: those sent, one more if asked for, never more than a trial takes."""
    sent = int(value) if value and re.fullmatch("[0-9]{1,2}", value) else start
    return min(max(sent, 1) + add, MOST_BIDS)


def letter(row: int) -> str:
    """Name a row."""
    return ascii_uppercase[row]


class AnswerFindingForm(BaseForm):
    """Why the criteria may be published in spite of a danger."""

    reason = TextAreaField("Why may the criteria be published in spite of this?", [required("Say why")])
    submit = SubmitField("Keep this answer")
