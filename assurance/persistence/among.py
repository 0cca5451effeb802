"""Asks whether a column has one of many numbers, which go to the database as one value however many they are.

`in_` writes a parameter for each: with a thousand of them to write the question takes longer than to answer it, and
each length is another question to prepare.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Dialect, Integer, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator, TypeEngine


class Numbers(TypeDecorator[list[int]]):
    """Whole numbers as one value: an array where there are arrays, else JSON."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose what the database takes."""
        return dialect.type_descriptor(ARRAY(Integer()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> Any:
        """Write them as that."""
        return value if dialect.name == "postgresql" or value is None else json.dumps(value)


class _Among(ColumnElement[bool]):
    """A column and the numbers, written in the words of each database."""

    type = Boolean()
    inherit_cache = True
    _is_implicitly_boolean = True
    _traverse_internals = [  # noqa: RUF012 -- SQLAlchemy's own spelling
        ("column", InternalTraversal.dp_clauseelement),
        ("numbers", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: Any, numbers: Any) -> None:
        self.column, self.numbers = column, numbers


def among(column: Any, numbers: Iterable[int]) -> ColumnElement[bool]:
    """Return the condition that a column has one of these numbers; with none of them it never holds."""
    return _Among(column.expression, bindparam(None, list(numbers), type_=Numbers(), unique=True))


@compiles(_Among)
def _in_json(element: _Among, compiler: Any, **more: Any) -> str:
    column, numbers = compiler.process(element.column, **more), compiler.process(element.numbers, **more)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: Any, **more: Any) -> str:
    column, numbers = compiler.process(element.column, **more), compiler.process(element.numbers, **more)
    return f"{column} = ANY({numbers})"
