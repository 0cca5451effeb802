"""Says in words what is published beside titles and weights: formulas with their figures, normalisation, the method."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from assurance.domain.evaluation.criterion import HIGHEST, MIN_MAX
from assurance.domain.evaluation.document import read_method
from assurance.domain.evaluation.method_words import SENTENCES
from assurance.domain.evaluation.methods import METHODS
from assurance.domain.evaluation.pricing import FORMULAS, Parameter
from assurance.domain.money import format_gbp, plain

NORMALISED: Mapping[str, str] = MappingProxyType(
    {HIGHEST: "Set against the highest of the bids", MIN_MAX: "Set between the highest and lowest of the bids"}
)


def formula_words(name: str, parameters: Mapping[str, Any]) -> str:
    """Say a price formula with its figures: those published, or the usual ones."""
    formula = FORMULAS[name]
    return "; ".join([formula.label, *(_figure(each, parameters.get(each.name)) for each in formula.parameters)])


def _figure(parameter: Parameter, given: Any) -> str:
    value = parameter.default if given is None else Decimal(given)
    label = parameter.label.removesuffix(" (£)")
    label = f"{label[:1].lower()}{label[1:]}"
    if value is None:
        return f"{label}: not set yet"
    shown = format_gbp(value) if "£" in parameter.label else plain(value)
    return f"{label}: {shown}{', the usual figure' if given is None else ''}"


def normalise_words(normalise: str) -> str:
    """Say how a percentage is set against the other bids’, or nothing where it is not."""
    return NORMALISED.get(normalise, "")


def method_words(stored: Mapping[str, Any]) -> str:
    """Say how bids are ranked, with what one per cent of quality is worth where that counts."""
    method = read_method(stored)
    worth = method.value_per_point
    said = f"{METHODS[method.name].label}. {SENTENCES[method.name]}"
    return said if worth is None else f"{said} One per cent of quality is worth {format_gbp(worth)}."
