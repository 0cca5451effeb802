"""All of a result's sensitivity in one place, and as plain JSON beside `assurance-result/1`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assurance.domain.evaluation.result import Result
from assurance.domain.evaluation.sensitivity.flips import Flip, smallest_flips
from assurance.domain.evaluation.sensitivity.omissions import (
    Evaluators,
    Marks,
    WithoutBid,
    without_each_bid,
    without_each_evaluator,
)
from assurance.domain.evaluation.sensitivity.published import is_weighted_sum
from assurance.domain.evaluation.sensitivity.rounding import Margin, margin
from assurance.domain.evaluation.sensitivity.shares import DEFAULT_DRAWS, DEFAULT_SEED, Shares, random_weights
from assurance.domain.evaluation.sensitivity.variants import Variant, other_formulas, other_methods
from assurance.domain.evaluation.sensitivity.weights import QualityWeight, quality_weight
from assurance.domain.money import plain, round_out

if TYPE_CHECKING:
    from assurance.domain.evaluation.document import Evaluation


@dataclass(frozen=True, slots=True)
class Report:
    """What would change the winner. A part is None or empty where its question has no meaning."""

    result: Result
    formulas: tuple[Variant, ...]
    methods: tuple[Variant, ...]
    quality: QualityWeight | None
    without_bid: tuple[WithoutBid, ...]
    evaluators: Evaluators | None
    """None without the individual marks."""
    flips: tuple[Flip, ...]
    margin: Margin | None
    shares: Shares | None

    def as_data(self) -> dict[str, Any]:
        """Give the report as plain JSON, figures rounded once."""
        data: dict[str, Any] = {
            "formulas": [_variant("formula", each) for each in self.formulas],
            "methods": [_variant("method", each) for each in self.methods],
            "quality_weight": _quality(self.quality) if self.quality else None,
            "without_bid": [
                {"bid": each.bid, "winners": list(each.leaders), "changes_order": each.changes_order}
                for each in self.without_bid
            ],
            "smallest_mark_change": [_flip(each) for each in self.flips],
            "margin": _margin(self.margin) if self.margin else None,
            "random_weights": _shares(self.shares) if self.shares else None,
        }
        return data if self.evaluators is None else data | {"without_evaluator": _evaluators(self.evaluators)}


def analyse(
    evaluation: Evaluation, marks: Marks | None = None, *, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED
) -> Report:
    """Work out everything that would change the winner; raises `FaultsFound` where there is no result.

    `marks` are the individual marks behind the agreed ones, where they are known.
    """
    result = evaluation.result()
    return Report(
        result=result,
        formulas=other_formulas(evaluation, result),
        methods=other_methods(evaluation, result),
        quality=quality_weight(evaluation, result),
        without_bid=without_each_bid(evaluation, result),
        evaluators=without_each_evaluator(evaluation, marks) if marks else None,
        flips=smallest_flips(evaluation),
        margin=margin(evaluation.tree, result) if is_weighted_sum(evaluation) else None,
        shares=random_weights(evaluation, result, draws=draws, seed=seed),
    )


def _variant(kind: str, row: Variant) -> dict[str, Any]:
    data: dict[str, Any] = {kind: row.name, "status": row.status.value, "winners": list(row.leaders)}
    if row.parameters:
        parameters = {
            key: {name: plain(value) for name, value in given.items()} for key, given in row.parameters.items()
        }
        data |= {"parameters": parameters, "parameters_from": row.source.value}
    return data | {"why": row.why} if row.why else data


def _quality(quality: QualityWeight) -> dict[str, Any]:
    ranges = [
        {"from": round_out(each.low), "to": round_out(each.high), "winners": list(each.leaders)}
        for each in quality.ranges
    ]
    nearest = quality.nearest
    change = nearest and {
        "at": round_out(nearest.at),
        "change": round_out(nearest.change),
        "winners": list(nearest.leaders),
    }
    return {"published": round_out(quality.published), "ranges": ranges, "nearest_change": change}


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "bid": flip.bid,
        "criterion": flip.criterion,
        "found": plain(flip.found),
        "needed": plain(flip.needed),
        "size": plain(flip.size),
        "winners": list(flip.leaders),
    }


def _margin(found: Margin) -> dict[str, Any]:
    rounded = [{"places": each.places, "winners": list(each.leaders)} for each in found.rounded]
    return {"first": found.first, "second": found.second, "points": round_out(found.points), "rounded": rounded}


def _shares(shares: Shares) -> dict[str, Any]:
    wins = {bid_id: round_out(share) for bid_id, share in shares.wins.items()}
    return {"draws": shares.draws, "seed": shares.seed, "shares": wins}


def _evaluators(found: Evaluators) -> dict[str, Any]:
    rows = [
        {"evaluator": each.evaluator, "winners": list(each.leaders), "changes_first": each.changes_first}
        for each in found.without
    ]
    return {"by_mean_of_all": list(found.leaders), "without": rows}
