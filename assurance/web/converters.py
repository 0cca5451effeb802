"""How parts of an address are read: a whole number is one that the databases can hold, anything larger is not there."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""The largest whole number that both databases keep in a column and compare one with."""


class HeldInteger(IntegerConverter):
    """A whole number no larger than the databases hold, so that asking them for it is no fault."""

    def __init__(self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int = LARGEST) -> None:  # noqa: A002 -- the names that rules of addresses use
        super().__init__(map, fixed_digits=fixed_digits, min=min, max=max)


def init_app(app: Flask) -> None:
    """Read the whole numbers of every address so; before the pages are registered."""
    app.url_map.converters["int"] = HeldInteger
