"""A payment model as plain data for records and packs, and in the words that are published with the call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from assurance.domain.contracts.measures import Measure
from assurance.domain.contracts.model import PaymentModel
from assurance.domain.contracts.payment_form import read_risk_share
from assurance.domain.contracts.risk_share import COMMISSIONER, Corridor, RiskShare
from assurance.domain.faults import Fault
from assurance.domain.money import format_gbp, percent, plain
from assurance.domain.reading import Reader

FORMAT = "assurance-payment-model/1"


def risk_data(risk: RiskShare | None) -> dict[str, Any]:
    """Write how gain and loss are shared, in the form of `gain_share`; nothing where they are not."""
    if risk is None:
        return {}
    if isinstance(risk, Corridor):
        bands = [{"up_to": plain(each.up_to), "provider_share": plain(each.provider_share)} for each in risk.bands]
        return {"bands": bands, "beyond": plain(risk.beyond)}
    return {"shares": {party: plain(share) for party, share in risk.shares}}


def read_risk(data: dict[str, Any]) -> RiskShare | None:
    """Read what `risk_data` wrote; raise `FaultsFound` when it is not that."""
    if not data:
        return None
    reader = Reader()
    risk = read_risk_share(reader, data, "risk")
    reader.finish()
    return risk


def model_data(model: PaymentModel) -> dict[str, Any]:
    """Write a model as `assurance-payment-model/1`: fractions from 0 to 1, pounds, all as exact decimals in text."""
    return {
        "format": FORMAT,
        "years": [
            {
                "value": plain(each.value), "outcome_share": plain(each.outcome_share), "phase": each.phase.value,
                "settled": plain(each.settled),
            }
            for each in model.years
        ],
        "indicators": [_measure(each) for each in model.measures],
        "gain_share": risk_data(model.risk),
        "limit": None if model.limit is None else plain(model.limit),
        "population": model.population,
    }  # fmt: skip


def problems(model: PaymentModel, term: int) -> tuple[str, ...]:
    """Say in words what keeps payments from being computed by a model over a term of so many years."""
    found = [_said(fault) for fault in model.faults()]
    if len(model.years) != term:
        found.insert(0, f"The model has {len(model.years)} years and the contract {term}: set it again")
    return tuple(found)


def _said(fault: Fault) -> str:
    if fault.path == "indicators":
        return f"The outcomes cannot be paid on yet: {fault.message}"
    return f"{fault.path}: {fault.message}"


def _measure(each: Measure) -> dict[str, Any]:
    figures = {name: getattr(each, name) for name in ("baseline", "threshold", "target")}
    return {
        "id": each.code, "name": each.name, "unit": each.unit, "weight": plain(each.weight), "rule": each.rule.value,
        **{name: None if figure is None else plain(figure) for name, figure in figures.items()},
        "members": [{"name": name, "denominator": plain(people)} for name, people in each.network],
    }  # fmt: skip


def risk_words(model: PaymentModel) -> list[str]:
    """Say in sentences how a saving and an overspend are shared."""
    if model.risk is None:
        return ["A saving or an overspend is not shared: the commissioner keeps the one and bears the other."]
    said = list(_band_words(model.risk)) if isinstance(model.risk, Corridor) else list(_split_words(model.risk.shares))
    if model.limit is not None:
        said.append(
            f"Nothing is shared of what lies further than {percent(model.limit * 100)} from the value of the year."
        )
    return said


def year_words(model: PaymentModel) -> list[str]:
    """Say in one sentence for each year how it is paid."""
    said = []
    for number, year in enumerate(model.years, start=1):
        settled = f"; {percent(year.settled * 100)} of gain or loss is settled" if model.risk is not None else ""
        said.append(
            f"Year {number}: {format_gbp(year.value)}, of which {percent(year.outcome_share * 100)} depends on "
            f"outcomes; {year.phase.label.lower()}{settled}."
        )
    return said


def _band_words(corridor: Corridor) -> Iterator[str]:
    before = "0%"
    for band in corridor.bands:
        end = percent(band.up_to * 100)
        yield (
            f"Of a saving or an overspend from {before} to {end} of the value of the year the provider has "
            f"{percent(band.provider_share * 100)}."
        )
        before = end
    if corridor.beyond:
        yield f"Of what lies beyond {before} the provider has {percent(corridor.beyond * 100)}."
    else:
        yield f"What lies beyond {before} is the commissioner’s alone."


def _split_words(shares: Sequence[tuple[str, Decimal]]) -> Iterator[str]:
    parts = [f"{percent(share * 100)} {_falls_to(party)}" for party, share in shares]
    yield f"Of every saving and overspend {', '.join(parts[:-1])} and {parts[-1]}."


def _falls_to(party: str) -> str:
    return "is the commissioner’s" if party == COMMISSIONER else f"falls to the {party.replace('_', ' ')}"
