"""Turns ranking, letters and standstill into what the award pages show. Asks the domain; decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from assurance.domain.case import AwardFacts
from assurance.domain.deadlines import Standstill, standstill_over
from assurance.domain.stages import BidStage

Ranked = Sequence[tuple[Any, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Place:
    """One ranked bid."""

    rank: int
    name: str
    total: Decimal
    stage: BidStage


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One bidder who is told the outcome, with the letter prepared for it, if any."""

    bid: Any
    letter: Any

    @property
    def state(self) -> tuple[str, str]:
        """The status of the letter and the words for it."""
        if self.letter is None:
            return "not_started", "Not prepared"
        return ("published", "Issued") if self.letter.issued_at else ("draft", "Prepared")


@dataclass(frozen=True, slots=True)
class StandstillState:
    """The dates of standstill and whether it is over now, with the reason."""

    dates: Standstill
    is_over: bool
    reason: str


def places(ranked: Ranked) -> list[Place]:
    """List the ranked bids, best first."""
    return [Place(entry["rank"], bid.organisation.name, Decimal(entry["total"]), bid.stage) for bid, entry in ranked]


def contenders(ranked: Ranked, passed: Collection[int] = ()) -> list[tuple[Any, dict[str, Any]]]:
    """List the ranked bids still taking part, best first, without those that the limit on lots passes over."""
    return [(bid, entry) for bid, entry in ranked if bid.stage is BidStage.RANKED and bid.organisation_id not in passed]


def reserve_choices(ranked: Ranked) -> list[tuple[str, str]]:
    """Offer as reserve whoever is ranked next."""
    following = ranked[1:]
    best = min((entry["rank"] for _, entry in following), default=None)
    return [
        (bid.public_id, f"{bid.organisation.name}, ranked {entry['rank']}")
        for bid, entry in following
        if entry["rank"] == best
    ]


def letter_rows(bids: Sequence[Any], letters: Sequence[Any]) -> list[LetterRow]:
    """Pair each bidder who is told the outcome, or was, with its letter."""
    by_bid = {letter.bid_id: letter for letter in letters}
    told = {bid.id: bid for bid in bids} | {letter.bid_id: letter.bid for letter in letters}
    ordered = sorted(told.values(), key=lambda bid: (bid.organisation.name, bid.id))
    return [LetterRow(bid, by_bid.get(bid.id)) for bid in ordered]


def standstill_state(facts: AwardFacts, now: datetime) -> StandstillState | None:
    """Say how standstill stands, or None before the intention to award is published."""
    dates = facts.standstill
    if dates is None:
        return None
    over, reason = standstill_over(now, dates, facts.representations_outstanding, facts.last_further_decision_on)
    return StandstillState(dates, over, reason)


def letter_price(content: dict[str, Any]) -> Decimal | None:
    """Give the price a letter names, exact, or None when it names none."""
    return Decimal(content["price"]["amount"]) if content["price"] else None
