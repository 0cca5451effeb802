"""The result of an evaluation: exact figures inside, `assurance-result/1` as the form all can check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from assurance.domain.money import round_out


class Status(StrEnum):
    """Whether a bid is in the ranking."""

    RANKED = "ranked"
    ELIMINATED = "eliminated"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a bid earned on one criterion: `percent` of that criterion, `weighted` in points of the whole."""

    percent: Fraction
    weighted: Fraction
    mark: Decimal | None = None
    price: Decimal | None = None

    def as_data(self) -> dict[str, str]:
        """Give the figures as strings, rounded once."""
        data = {} if self.mark is None else {"mark": round_out(self.mark)}
        if self.price is not None:
            data["price"] = round_out(self.price)
        return data | {"percent": round_out(self.percent), "weighted": round_out(self.weighted)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a bid is out: the criterion, the rule, what it required and what was found."""

    criterion: str
    rule: str
    required: str
    found: str

    def as_data(self) -> dict[str, str]:
        """Give the reason as plain JSON."""
        return {
            "criterion": self.criterion,
            "rule": self.rule,
            "required": self.required,
            "found": self.found,
        }


@dataclass(frozen=True, slots=True)
class BidResult:
    """How one bid came out. An eliminated bid has reasons and no total."""

    id: str
    status: Status
    rank: int | None = None
    total: Fraction | None = None
    figures: Mapping[str, Figures] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    figure: Fraction | None = None
    """What the bid ranks by under a method other than the weighted sum; the lowest is first."""

    def as_data(self) -> dict[str, Any]:
        """Give the bid's result as plain JSON."""
        data: dict[str, Any] = {"id": self.id, "rank": self.rank, "status": self.status.value}
        if self.total is None:
            return data | {"reasons": [reason.as_data() for reason in self.reasons]}
        criteria = {key: figures.as_data() for key, figures in self.figures.items()}
        figure = {} if self.figure is None else {"figure": round_out(self.figure)}
        return data | {"total": round_out(self.total)} | figure | {"criteria": criteria}


@dataclass(frozen=True, slots=True)
class Tie:
    """Bids with equal totals, and the published rule that separated them, or None if they share a rank."""

    bids: tuple[str, ...]
    rule: str | None

    def as_data(self) -> dict[str, Any]:
        """Give the tie as plain JSON."""
        return {"bids": list(self.bids), "rule": self.rule}


@dataclass(frozen=True, slots=True)
class Result:
    """Every bid, ranked ones first and best first, then the eliminated by id."""

    bids: tuple[BidResult, ...]
    ties: tuple[Tie, ...] = ()
    selected: tuple[str, ...] | None = None

    @property
    def ranked(self) -> tuple[BidResult, ...]:
        """List the bids still in, best first."""
        return tuple(bid for bid in self.bids if bid.status is Status.RANKED)

    @property
    def eliminated(self) -> tuple[BidResult, ...]:
        """List the bids that are out."""
        return tuple(bid for bid in self.bids if bid.status is Status.ELIMINATED)

    @property
    def unresolved_ties(self) -> tuple[Tie, ...]:
        """List the ties no published rule separated."""
        return tuple(tie for tie in self.ties if tie.rule is None)

    @property
    def ranking(self) -> tuple[str, ...]:
        """List the ids of the bids still in, best first."""
        return tuple(bid.id for bid in self.ranked)

    @property
    def leaders(self) -> tuple[str, ...]:
        """List the ids of rank 1: one, several that share it, or none if every bid is out."""
        return tuple(bid.id for bid in self.ranked if bid.rank == 1)

    def find(self, bid_id: str) -> BidResult | None:
        """Find one bid's result, or None."""
        return next((bid for bid in self.bids if bid.id == bid_id), None)

    def as_data(self) -> dict[str, Any]:
        """Give the whole result as `assurance-result/1`."""
        data: dict[str, Any] = {
            "format": "assurance-result/1",
            "bids": [bid.as_data() for bid in self.bids],
            "ranking": list(self.ranking),
            "ties": [tie.as_data() for tie in self.ties],
        }
        return data if self.selected is None else data | {"selected": list(self.selected)}
