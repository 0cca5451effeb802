"""What each bid would be paid under the published model, what stands behind its risk, and how its money flows down.

The same reckoning as on the pages, from the same rows and the same random numbers: nobody can get other figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.domain.contracts.backing import Backing, held_against
from assurance.domain.contracts.figures import Drawn, Figures, reckon
from assurance.domain.contracts.model import PaymentModel
from assurance.domain.contracts.model_form import model_data, risk_words, year_words
from assurance.domain.contracts.simulation import Spread
from assurance.domain.money import percent, plain
from assurance.domain.provision.cascade import findings
from assurance.packs.wording import fixed
from assurance.persistence.queries.bids import Parts, get_parts
from assurance.persistence.queries.payment import chain_of, find_model, promises_of

if TYPE_CHECKING:
    from assurance.persistence.models import Bid, BidBacking, Procurement

Row = tuple[str, ...]
Scale = tuple[Decimal, Decimal]
MILLION = Decimal(1_000_000)
CHART_WIDTH = 640


@dataclass(frozen=True, slots=True)
class BidPayment:
    """One bid under the model."""

    name: str
    is_priced: bool
    """By its own prices; else by the published values."""
    years: tuple[Row, ...]
    """Year, worst case, P10, P50, P90, best case, earned on outcomes, in whole pounds; the term last."""
    assumed: tuple[Row, ...]
    """Outcome, weight, likeliest in year 1 and in the last year, drawn in the last year from, to."""
    behind: str
    chain: str
    findings: Row


@dataclass(frozen=True, slots=True)
class PaymentSection:
    """The model as it was published, and every bid under it."""

    terms: Row
    sharing: Row
    assumptions: str
    bids: tuple[BidPayment, ...]
    chart: tuple[Row, ...]
    """Each bid over the whole term, drawn on one scale: name, where worst, P10, P50, P90 and best lie, its figures."""
    ticks: tuple[Row, ...]
    """Where the scale has a mark, and what it says."""


def gather_payment(session: Session, procurement: Procurement, bids: Sequence[Bid]) -> PaymentSection | None:
    """Gather the section; None where no payment model was published."""
    model = find_model(session, procurement)
    if model is None:
        return None
    reckoned = [(bid, parts, _figures(session, bid, parts, model)) for bid, parts in _read(session, bids)]
    terms = [(bid.organisation.name, figures.simulation.term) for bid, _, figures in reckoned]
    scale = _scale([each for _, each in terms])
    return PaymentSection(
        terms=tuple(year_words(model)),
        sharing=tuple(risk_words(model)),
        assumptions=_assumptions(reckon(model)),
        bids=tuple(_bid(bid, parts, figures, model) for bid, parts, figures in reckoned),
        chart=tuple(_bar(name, each, scale) for name, each in terms),
        ticks=tuple((_place(at, scale), f"£{fixed(at / MILLION, 1)}m") for at in _marks(scale)),
    )


def payment_data(session: Session, procurement: Procurement) -> dict[str, Any] | None:
    """Write the published model as plain JSON; None where there is none."""
    model = find_model(session, procurement)
    return None if model is None else model_data(model)


def _read(session: Session, bids: Sequence[Bid]) -> list[tuple[Bid, Parts]]:
    return [(bid, get_parts(session, bid.id)) for bid in bids]


def _figures(session: Session, bid: Bid, parts: Parts, model: PaymentModel) -> Figures:
    return reckon(model.priced_by(list(parts.schedules.values())), promises_of(session, bid, parts))


def _bid(bid: Bid, parts: Parts, figures: Figures, model: PaymentModel) -> BidPayment:
    chain = chain_of(bid.organisation.name, parts.subcontractors, model)
    years = [_row(f"Year {at}", each) for at, each in enumerate(figures.simulation.years, start=1)]
    return BidPayment(
        name=bid.organisation.name,
        is_priced=figures.model != model,
        years=(*years, _row("Whole term", figures.simulation.term)),
        assumed=tuple(_assumed(each) for each in figures.drawn),
        behind=held_against(_stated(parts.backing), figures.downside),
        chain=chain.summary,
        findings=tuple(findings(chain)),
    )


def _row(name: str, each: Spread) -> Row:
    return (name, *(fixed(figure, 0) for figure in (each.worst, each.p10, each.p50, each.p90, each.best, each.earned)))


def _scale(terms: Sequence[Spread]) -> Scale:
    """Return the least and the most that any bid may be paid over the term."""
    least = min((each.worst for each in terms), default=Decimal(0))
    most = max((each.best for each in terms), default=Decimal(0))
    return (least, most) if most > least else (least, least + 1)


def _marks(scale: Scale) -> list[Decimal]:
    least, most = scale
    return [least + (most - least) * part / 4 for part in range(5)]


def _place(amount: Decimal, scale: Scale) -> str:
    """Return how far from the left an amount is drawn, in units of the drawing."""
    least, most = scale
    return fixed((amount - least) / (most - least) * CHART_WIDTH, 1)


def _bar(name: str, each: Spread, scale: Scale) -> Row:
    places = (_place(amount, scale) for amount in (each.worst, each.p10, each.p50, each.p90, each.best))
    worst, low, half, high, best = (
        fixed(amount / MILLION, 1) for amount in (each.worst, each.p10, each.p50, each.p90, each.best)
    )
    words = f"£{worst}m to £{best}m, eight draws of ten £{low}m to £{high}m, half of them above £{half}m"
    return (name, *places, words)


def _assumed(each: Drawn) -> Row:
    name = f"{each.measure.name} (not promised: steady steps)" if each.is_assumed else each.measure.name
    last = each.years[-1]
    figures = (each.years[0].likely, last.likely, last.least, last.most)
    return (name, percent(each.measure.weight * 100), *(plain(figure) for figure in figures))


def _stated(row: BidBacking | None) -> Backing | None:
    if row is None:
        return None
    return Backing(row.reserves_amount, row.guarantee_amount, row.guarantor, row.evidence)


def _assumptions(figures: Figures) -> str:
    assumed = figures.simulation.assumptions
    spread = percent(assumed.spend_spread * Decimal(100))
    return (
        f"{assumed.draws:,} futures are drawn, the same for every bid (seed {assumed.seed}). A result is drawn from a "
        "triangle from today’s result to the target with the promise likeliest; a promise beyond either end moves that "
        "end, and all or nothing is drawn as far beyond the promise as the promise is beyond today. Spending is drawn "
        f"from {spread} below to {spread} above the value of the year, most likely at it. Each outcome and each year "
        "has luck of its own."
    )
