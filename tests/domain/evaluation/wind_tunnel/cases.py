"""Criteria and dummy bids the trial tests share; the figures are those of the domain reference."""

from __future__ import annotations

from decimal import Decimal

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.methods import Method
from assurance.domain.evaluation.publication import Publication
from assurance.domain.evaluation.wind_tunnel import DummyBid, Finding, Trial

MILLION = 1_000_000


def criteria(
    quality: int, formula: str = "lowest-over-price", *, normalise: str = "", minimum: str = "", **parameters: str
) -> Publication:
    """Quality in two scored parts and one price."""
    parts = tuple(
        Criterion(code, title, Decimal(weight), Kind.SCORED, scale=5)
        for code, title, weight in (("clinical", "Clinical model", 60), ("workforce", "Workforce", 40))
    )
    least = Decimal(minimum) if minimum else None
    group = Criterion(
        "quality", "Quality", Decimal(quality), Kind.GROUP, children=parts, normalise=normalise, minimum=least
    )
    given = {name: Decimal(value) for name, value in parameters.items()}
    price = Criterion(
        "price", "Price", Decimal(100 - quality), Kind.PRICE, price_formula=formula, price_parameters=given
    )
    return Publication(CriteriaTree((group, price)))


def bids(*given: tuple[float | int, float | int], unit: int = MILLION) -> list[DummyBid]:
    """Name bids A, B, C by price in millions and quality in per cent."""
    return [
        DummyBid("ABCDEFGHIJKL"[n], {"price": Decimal(str(price)) * unit}, Decimal(str(quality)))
        for n, (price, quality) in enumerate(given)
    ]


def three() -> list[DummyBid]:
    """The three bids under which eleven ways of ranking name three winners at 70 to 30."""
    return bids((40, 62), (44, 72), (50, 80))


def by_method(publication: Publication, name: str, value: str = "") -> Publication:
    """Rank by another method."""
    method = Method(name, Decimal(value) if value else None)
    return Publication(publication.tree, method)


def found(trial: Trial, code: str) -> Finding:
    """Return the one finding that answers a question."""
    (finding,) = [each for each in trial.findings if each.code == code]
    return finding
