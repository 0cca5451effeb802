"""Which bidder is awarded which lot, where nobody may have more than a published number of them.

An authority may limit how many lots one supplier is awarded if it says so in the call, together with an objective way
to choose where the limit would be exceeded (Procurement Act 2023 section 23(4); Public Contracts Regulations 2015
regulation 46(4) to (6)). Two such ways are known here. Totals are exact; nothing is decided by chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assurance.domain.errors import InvalidInput

MOST_STATES = 50_000
"""How many states of the limit are compared at most; eight lots with six bidders each come to some hundreds."""


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
    awarded: str | None = None
    """Whom it is settled for already; that stands, whatever becomes of the other lots."""


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

    Lots that are settled count towards the limit first. Raises `InvalidInput` for a limit below one, for two lots with
    one number, and where there are more cases than can be compared.
    """
    if limit < 1:
        raise InvalidInput("limit", "A bidder may be awarded one lot at least")
    ordered = sorted(lots, key=lambda lot: lot.number)
    if len({lot.number for lot in ordered}) != len(ordered):
        raise InvalidInput("number", "Two lots have the same number")
    held = Counter(lot.awarded for lot in ordered if lot.awarded is not None)
    still_open = [lot for lot in ordered if lot.awarded is None]
    choose = _in_order if rule is LotRule.IN_ORDER else _best_sum
    chosen = {lot.number: each for lot, each in zip(still_open, choose(still_open, limit, held), strict=True)}
    winners = {lot.number: lot.awarded or chosen[lot.number] for lot in ordered}
    return Allocation(winners, tuple(_passed(ordered, winners, limit, rule)))


def _in_order(lots: Sequence[RankedLot], limit: int, held: Mapping[str, int]) -> tuple[str | None, ...]:
    now_held, chosen = Counter(held), []
    for lot in lots:
        winner = next((bidder for bidder, _ in lot.ranking if now_held[bidder] < limit), None)
        if winner is not None:
            now_held[winner] += 1
        chosen.append(winner)
    return tuple(chosen)


Way = tuple[int, Decimal, tuple[str | None, ...]]
"""How many lots are awarded, the sum of the totals, and to whom each lot goes."""


def _best_sum(lots: Sequence[RankedLot], limit: int, held: Mapping[str, int]) -> tuple[str | None, ...]:
    """Find the best way from each lot on, once for each room that is left to the bidders below the limit.

    Higher-ranked bids of lower-numbered lots are tried first, and only a better way replaces the best so far.
    """
    names = sorted({bidder for lot in lots for bidder, _ in lot.ranking})
    place = {name: at for at, name in enumerate(names)}
    ahead = [[sum(name in dict(lot.ranking) for lot in lots[at:]) for name in names] for at in range(len(lots) + 1)]
    known: dict[tuple[int, tuple[int, ...]], Way] = {}

    def best_from(at: int, room: tuple[int, ...]) -> Way:
        if at == len(lots):
            return 0, Decimal(0), ()
        state = (at, tuple(map(min, room, ahead[at])))  # more room than lots ahead is no room more
        if state not in known:
            if len(known) >= MOST_STATES:
                raise InvalidInput("rule", f"There are more than {MOST_STATES:,} cases of these lots to compare")
            ways = (_taken(each, best_from, at, state[1], place) for each in (*lots[at].ranking, None))
            known[state] = max((way for way in ways if way is not None), key=lambda way: way[:2])
        return known[state]

    return best_from(0, tuple(limit - held.get(name, 0) for name in names))[2]


def _taken(
    bid: tuple[str, Decimal] | None,
    best_from: Callable[[int, tuple[int, ...]], Way],
    at: int,
    room: tuple[int, ...],
    place: Mapping[str, int],
) -> Way | None:
    """Return the best way in which a lot goes to a bid, or to nobody; None where its bidder has no room left."""
    if bid is None:
        awarded, total, rest = best_from(at + 1, room)
        return awarded, total, (None, *rest)
    (bidder, points), mine = bid, place[bid[0]]
    if room[mine] < 1:
        return None
    awarded, total, rest = best_from(at + 1, (*room[:mine], room[mine] - 1, *room[mine + 1 :]))
    return awarded + 1, total + points, (bidder, *rest)


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
