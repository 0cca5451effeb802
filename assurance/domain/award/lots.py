"""Which bidder is awarded which lot, where nobody may have more than a published number of them.

An authority may limit how many lots one supplier is awarded if it says so in the call, together with an objective way
to choose where the limit would be exceeded (Procurement Act 2023 section 23(4); Public Contracts Regulations 2015
regulation 46(4) to (6)). Two such ways are known here. Totals are exact; nothing is decided by chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assurance.domain.errors import InvalidInput

MOST_COMBINATIONS = 200_000


class LotRule(StrEnum):
    """The published way to choose where a bidder leads in more lots than it may have."""

    IN_ORDER = "in_order"
    BEST_SUM = "best_sum"

    @property
    def label(self) -> str:
        """The way in the words of a notice."""
        return _WORDS[self][0]

    @property
    def meaning(self) -> str:
        """What it does, so that a bidder can foresee it."""
        return _WORDS[self][1]


_WORDS = {
    LotRule.IN_ORDER: (
        "Lots in their published order",
        "Lots are taken in the order of their numbers. Each goes to the highest-ranked bid whose bidder is below "
        "the limit with the lots taken before.",
    ),
    LotRule.BEST_SUM: (
        "The combination with the highest sum of totals",
        "Of all ways to award as many lots as the limit allows, the one with the highest sum of the winners’ totals is "
        "taken; of equal ones, the one that gives the lower-numbered lot to the bid ranked higher.",
    ),
}


@dataclass(frozen=True, slots=True)
class RankedLot:
    """One lot with its bidders, best first, each with the total of its bid in points."""

    number: int
    ranking: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A bidder ranked above the winner of a lot, and why it was passed over."""

    lot: int
    bidder: str
    why: str


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who is awarded each lot; a lot that nobody within the limit bid for has no winner."""

    winners: dict[int, str | None]
    passed: tuple[Passed, ...]


def allocate(lots: Sequence[RankedLot], limit: int, rule: LotRule) -> Allocation:
    """Award the lots under the limit by the published way.

    Raises `InvalidInput` for a limit below one, for two lots with one number, and where there are more ways to award
    the lots than can be compared.
    """
    if limit < 1:
        raise InvalidInput("limit", "A bidder may be awarded one lot at least")
    ordered = sorted(lots, key=lambda lot: lot.number)
    if len({lot.number for lot in ordered}) != len(ordered):
        raise InvalidInput("number", "Two lots have the same number")
    chosen = _in_order(ordered, limit) if rule is LotRule.IN_ORDER else _best_sum(ordered, limit)
    winners = {lot.number: bidder for lot, bidder in zip(ordered, chosen, strict=True)}
    return Allocation(winners, tuple(_passed(ordered, winners, limit, rule)))


def _in_order(lots: Sequence[RankedLot], limit: int) -> tuple[str | None, ...]:
    held: Counter[str] = Counter()
    chosen = []
    for lot in lots:
        winner = next((bidder for bidder, _ in lot.ranking if held[bidder] < limit), None)
        if winner is not None:
            held[winner] += 1
        chosen.append(winner)
    return tuple(chosen)


def _best_sum(lots: Sequence[RankedLot], limit: int) -> tuple[str | None, ...]:
    ways = 1
    for lot in lots:
        ways *= len(lot.ranking) + 1
    if ways > MOST_COMBINATIONS:
        raise InvalidInput("rule", f"There are {ways:,} ways to award these lots, too many to compare")
    # Ways come with the higher-ranked bids of lower-numbered lots first; only a better one replaces the best so far.
    best: tuple[int, Decimal, tuple[str | None, ...]] = (-1, Decimal(0), ())
    for chosen, awarded, total in _ways(lots, limit, Counter()):
        if (awarded, total) > best[:2]:
            best = (awarded, total, chosen)
    return best[2]


def _ways(
    lots: Sequence[RankedLot], limit: int, held: Counter[str]
) -> Iterator[tuple[tuple[str | None, ...], int, Decimal]]:
    """Yield every way to award the lots, with how many are awarded and the sum of the totals."""
    if not lots:
        yield (), 0, Decimal(0)
        return
    for bidder, points in lots[0].ranking:
        if held[bidder] < limit:
            for rest, awarded, total in _ways(lots[1:], limit, held + Counter({bidder: 1})):
                yield (bidder, *rest), awarded + 1, total + points
    for rest, awarded, total in _ways(lots[1:], limit, held):
        yield (None, *rest), awarded, total


def _passed(lots: Sequence[RankedLot], winners: dict[int, str | None], limit: int, rule: LotRule) -> Iterator[Passed]:
    held = Counter(winner for winner in winners.values() if winner is not None)
    for lot in lots:
        for bidder, _ in lot.ranking:
            if bidder == winners[lot.number]:
                break
            others = sorted(number for number, winner in winners.items() if winner == bidder)
            named = " and ".join(f"lot {number}" for number in others)
            limited = f"the limit is {limit} {'lot' if limit == 1 else 'lots'}"
            why = f"It is awarded {named}; {limited}" if held[bidder] >= limit else f"{rule.label}; {limited}"
            yield Passed(lot.number, bidder, why)
