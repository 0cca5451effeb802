"""A plain number, as a result of an indicator or a minimum mark; reads what was typed and decides nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from assurance.domain.money import plain
from assurance.web.forms.fields import TypedField
from assurance.web.forms.widgets import TextInput

_FIGURE = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)


class FigureField(TypedField):
    """A number with at most two figures after the point, which may be below zero."""

    widget = TextInput(width=10, inputmode="decimal", spellcheck=False)

    def read(self, typed: str) -> Decimal:
        """Refuse what is not such a number."""
        if not _FIGURE.fullmatch(typed):
            raise ValueError(f"{self.noun} must be a number with at most 2 figures after the point, like 62.5")
        return Decimal(typed)

    def show(self, value: Any) -> str:
        """Drop zeros after the point that say nothing."""
        return plain(value)
