"""Reads and writes the criteria of `assurance-evaluation/1`; the tree as a whole is judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from assurance.domain.evaluation.criterion import HIGHEST, MIN_MAX, Criterion, Kind
from assurance.domain.evaluation.methods import Method
from assurance.domain.evaluation.pricing import DEFAULT_FORMULA, FORMULAS
from assurance.domain.money import plain
from assurance.domain.reading import Reader

KINDS = {"children": Kind.GROUP, "scale": Kind.SCORED, "price": Kind.PRICE, "pass_fail": Kind.PASS_FAIL}
DEEPEST = 8


def read_criteria(
    reader: Reader, value: Any, path: str, depth: int = 1, method: Method | None = None
) -> tuple[Criterion, ...]:
    """Read a list of criteria and all under them, noting each fault at its path; weights may be left out if ignored."""
    if depth > DEEPEST:
        reader.fault(path, f"criteria are nested more than {DEEPEST} deep")
        return ()
    return tuple(
        _read_criterion(reader, each, f"{path}[{number}]", depth, method or Method())
        for number, each in enumerate(reader.items(value, path))
    )


def _read_criterion(reader: Reader, value: Any, path: str, depth: int, method: Method) -> Criterion:
    unweighted = method.ignores_weights or (isinstance(value, dict) and "pass_fail" in value)
    required = {"id"} if unweighted else {"id", "weight"}
    data = reader.keys(value, path, required, {"title", "weight", "minimum", "normalise", *KINDS})
    kind = _read_kind(reader, data, path)
    formula, parameters = _read_formula(reader, data["price"], f"{path}.price") if "price" in data else ("", {})

    def number(key: str) -> Decimal | None:
        return reader.number(data[key], f"{path}.{key}") if key in data else None

    return Criterion(
        id=reader.text(data["id"], f"{path}.id") if "id" in data else "",
        title=reader.text(data["title"], f"{path}.title") if "title" in data else "",
        weight=number("weight") or Decimal(0),
        kind=kind,
        children=_read_children(reader, data, path, depth, method),
        scale=_whole_if_it_is(number("scale")),
        minimum=number("minimum"),
        price_formula=formula or DEFAULT_FORMULA,
        price_parameters=parameters,
        normalise=_read_normalise(reader, data["normalise"], path) if "normalise" in data else "",
    )


def _read_children(
    reader: Reader, data: Mapping[str, Any], path: str, depth: int, method: Method
) -> tuple[Criterion, ...]:
    if "children" not in data:
        return ()
    return read_criteria(reader, data["children"], f"{path}.children", depth + 1, method)


def _whole_if_it_is(scale: Decimal | None) -> int | Decimal | None:
    return scale if scale is None or scale != scale.to_integral_value() else int(scale)


def _read_normalise(reader: Reader, value: Any, path: str) -> str:
    if value not in (HIGHEST, MIN_MAX):
        reader.fault(f"{path}.normalise", f'must be "{HIGHEST}" or "{MIN_MAX}"')
        return ""
    return str(value)


def _read_kind(reader: Reader, data: Mapping[str, Any], path: str) -> Kind:
    given = [key for key in KINDS if key in data]
    if data and len(given) != 1:
        had = " and ".join(given) or "none"
        reader.fault(path, f"a criterion has exactly one of children, scale, price, pass_fail; this has {had}")
    if "pass_fail" in data and data["pass_fail"] is not True:
        reader.fault(f"{path}.pass_fail", "must be true")
    return KINDS[given[0]] if given else Kind.SCORED


def _read_formula(reader: Reader, value: Any, path: str) -> tuple[str, dict[str, Decimal]]:
    data = reader.mapping(value, path)
    name = data.get("formula", DEFAULT_FORMULA)
    if not isinstance(name, str) or name not in FORMULAS:
        reader.fault(f"{path}.formula", f'"{name}" is none of: {", ".join(FORMULAS)}')
        return DEFAULT_FORMULA, {}
    known = {parameter.name for parameter in FORMULAS[name].parameters}
    reader.keys(data, path, set(), {"formula"} | known)
    return name, {key: reader.number(data[key], f"{path}.{key}") for key in data if key in known}


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
        data["scale"] = _scale_data(criterion.scale)
    elif criterion.kind is Kind.PRICE:
        given = {name: plain(value) for name, value in criterion.price_parameters.items()}
        data["price"] = {"formula": criterion.price_formula} | given
    else:
        data["pass_fail"] = True
    if criterion.normalise:
        data["normalise"] = criterion.normalise
    return data


def _scale_data(scale: int | Decimal | None) -> int | str | None:
    return plain(scale) if isinstance(scale, Decimal) else scale
