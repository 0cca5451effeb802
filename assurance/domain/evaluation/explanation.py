"""Says a result in sentences: who leads and by how much, where the lead comes from, and why others are out.

It reads figures that are already decided and rounds them for people, to two places; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from assurance.domain.evaluation.criteria import CriteriaTree, Kind
from assurance.domain.evaluation.criteria_faults import EARLIEST, LOWEST_PRICE
from assurance.domain.evaluation.result import BidResult, Reason, Result, Tie
from assurance.domain.money import evened, round_out

RULE_WORDS = {LOWEST_PRICE: "the lower price", EARLIEST: "the earlier arrival"}


def explain(result: Result, tree: CriteriaTree, names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Explain a result in sentences; `names` gives the name to print for each bid id."""
    return tuple(_Teller(result, tree, names or {}).sentences())


class _Teller:
    def __init__(self, result: Result, tree: CriteriaTree, names: Mapping[str, str]) -> None:
        self.result, self.tree, self.names = result, tree, names

    def sentences(self) -> Iterator[str]:
        ranked = self.result.ranked
        if not ranked:
            yield "No bid is left to rank."
        elif len(self.result.leaders) > 1:
            leaders = _listed([self.name(bid_id) for bid_id in self.result.leaders])
            yield f"{leaders} share the first place with {_points(ranked[0].total)} points each."
        elif len(ranked) == 1:
            yield f"{self.name(ranked[0].id)} is the only bid ranked, with {_points(ranked[0].total)} points."
        else:
            yield from self.lead(ranked[0], ranked[1])
        yield from (self.tie(tie) for tie in self.result.ties)
        yield from (self.out(bid) for bid in self.result.eliminated)

    def lead(self, first: BidResult, second: BidResult) -> Iterator[str]:
        lead = (first.total or Fraction(0)) - (second.total or Fraction(0))
        ahead, most, next_most = _compared(lead, first.total, second.total)
        yield f"{self.name(first.id)} leads {self.name(second.id)} by {ahead}: {most} points to {next_most}."
        judged = [each for each in self.tree.criteria if each.is_judged]
        pairs = [_compared(first.figures[each.id].weighted, second.figures[each.id].weighted) for each in judged]
        parts = [
            f"{own} to {other} on {each.title or each.id}" for each, (own, other) in zip(judged, pairs, strict=True)
        ]
        yield f"It earned {_listed(parts)}."

    def tie(self, tie: Tie) -> str:
        bids = _listed([self.name(bid_id) for bid_id in tie.bids])
        if tie.rule is None:
            return f"{bids} have equal totals and no published tie-break separates them."
        words = RULE_WORDS.get(tie.rule, f"the higher percentage on {self.title(tie.rule)}")
        return f"{bids} have equal totals; {words} separates them."

    def out(self, bid: BidResult) -> str:
        return f"{self.name(bid.id)} is out: {'; '.join(self.why(reason) for reason in bid.reasons)}."

    def why(self, reason: Reason) -> str:
        title, criterion = self.title(reason.criterion), self.tree.find(reason.criterion)
        if reason.rule == "pass_fail":
            return f"it does not meet {title}"
        if reason.rule == "select":
            return f"it earned {reason.found} per cent on {title} and the cut fell at {reason.required}"
        is_marks = criterion is not None and criterion.kind is Kind.SCORED
        unit = "" if is_marks else " per cent"
        return f"it reached {reason.found}{unit} on {title}, where {reason.required}{unit} was required"

    def name(self, bid_id: str) -> str:
        return self.names.get(bid_id, bid_id)

    def title(self, criterion_id: str) -> str:
        criterion = self.tree.find(criterion_id)
        return (criterion.title if criterion else "") or criterion_id


def _points(value: Fraction | None) -> str:
    """Round for people, but never show a difference that exists as nothing."""
    exact = value or Fraction(0)
    shown = round_out(exact, 2)
    return "less than 0.01" if shown == "0" and exact > 0 else shown


def _compared(*values: Fraction | None) -> list[str]:
    """Round figures that stand beside each other, with as many decimals for each."""
    return evened([_points(each) for each in values])


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
