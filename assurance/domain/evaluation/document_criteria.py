"""Reads and writes the criteria of `assurance-evaluation/1`; the tree as a whole is judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from assurance.domain.evaluation.criterion import Criterion, Kind
from assurance.domain.evaluation.pricing import DEFAULT_FORMULA, FORMULAS
from assurance.domain.money import plain
from assurance.domain.reading import Reader

KINDS = {"children": Kind.GROUP, "scale": Kind.SCORED, "price": Kind.PRICE, "pass_fail": Kind.PASS_FAIL}
DEEPEST = 8


def read_criteria(reader: Reader, value: Any, path: str, depth: int = 1) -> tuple[Criterion, ...]:
    """Read a list of criteria and everything under them, noting each fault at its path."""
    if depth > DEEPEST:
        reader.fault(path, f"criteria are nested more than {DEEPEST} deep")
        return ()
    return tuple(
        _read_criterion(reader, each, f"{path}[{number}]", depth)
        for number, each in enumerate(reader.items(value, path))
    )


def _read_criterion(reader: Reader, value: Any, path: str, depth: int) -> Criterion:
    required = {"id"} if isinstance(value, dict) and "pass_fail" in value else {"id", "weight"}
    data = reader.keys(value, path, required, {"title", "weight", "minimum", "normalise", *KINDS})
    kind = _read_kind(reader, data, path)
    if "normalise" in data:
        reader.fault(f"{path}.normalise", "not supported yet")

    def number(key: str) -> Decimal | None:
        return reader.number(data[key], f"{path}.{key}") if key in data else None

    return Criterion(
        id=reader.text(data["id"], f"{path}.id") if "id" in data else "",
        title=reader.text(data["title"], f"{path}.title") if "title" in data else "",
        weight=number("weight") or Decimal(0),
        kind=kind,
        children=read_criteria(reader, data["children"], f"{path}.children", depth + 1) if "children" in data else (),
        scale=reader.whole(data["scale"], f"{path}.scale") if "scale" in data else None,
        minimum=number("minimum"),
        price_formula=_read_formula(reader, data["price"], f"{path}.price") if "price" in data else DEFAULT_FORMULA,
    )


def _read_kind(reader: Reader, data: Mapping[str, Any], path: str) -> Kind:
    given = [key for key in KINDS if key in data]
    if data and len(given) != 1:
        had = " and ".join(given) or "none"
        reader.fault(path, f"a criterion has exactly one of children, scale, price, pass_fail; this has {had}")
    if "pass_fail" in data and data["pass_fail"] is not True:
        reader.fault(f"{path}.pass_fail", "must be true")
    return KINDS[given[0]] if given else Kind.SCORED


def _read_formula(reader: Reader, value: Any, path: str) -> str:
    data = reader.mapping(value, path)
    name = data.get("formula", DEFAULT_FORMULA)
    if not isinstance(name, str) or name not in FORMULAS:
        reader.fault(f"{path}.formula", f'"{name}" is not supported yet; use one of: {", ".join(FORMULAS)}')
        return DEFAULT_FORMULA
    reader.keys(data, path, set(), {"formula"})
    return name


def criteria_data(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """Give criteria as plain JSON in the form `read_criteria` takes."""
    return [_criterion_data(criterion) for criterion in criteria]


def _criterion_data(criterion: Criterion) -> dict[str, Any]:
    data: dict[str, Any] = {"id": criterion.id}
    if criterion.title:
        data["title"] = criterion.title
    data["weight"] = plain(criterion.weight)
    if criterion.minimum is not None:
        data["minimum"] = plain(criterion.minimum)
    if criterion.kind is Kind.GROUP:
        data["children"] = criteria_data(criterion.children)
    elif criterion.kind is Kind.SCORED:
        data["scale"] = criterion.scale
    elif criterion.kind is Kind.PRICE:
        data["price"] = {"formula": criterion.price_formula}
    else:
        data["pass_fail"] = True
    return data
