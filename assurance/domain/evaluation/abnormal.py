"""Bids that look abnormally low: which are looked into, why in words and figures, and when a question may be decided.

No figure rejects a bid. A flag only obliges the authority to ask, or to record why it need not, and a bid is rejected
only after its bidder has had a real chance to explain (PCR 2015 reg 69, Procurement Act 2023 s 19(4); the PSR is
silent, and the same is good practice under its duty to be fair, reg 4). Everything is exact until it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from assurance.domain.deadlines import LONDON, add_working_days, say_day
from assurance.domain.errors import InvalidInput
from assurance.domain.money import format_gbp, round_out

LEAST_OF_BUDGET = 70
"""Per cent of the budget for the term below which a price is looked into: practice, not statute."""

DAYS_TO_ANSWER = 2
"""Working days a bidder has at least; what is reasonable depends on the question, so the officer may give more."""

LONGEST_WAIT = timedelta(days=60)
"""A later date is taken for a slip of the pen."""

PRICE, PROMISE = "price", "promise"
ACCEPTED, REJECTED = "accepted", "rejected"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From where on a price is looked into: per cent below the mean, and the budget for the whole term if known."""

    percent: int
    budget: Decimal | None = None


def low_prices(prices: Mapping[str, Decimal], threshold: Threshold) -> dict[str, tuple[str, ...]]:
    """Return the bids to look into with each reason; `prices` holds the whole price of every bid still in.

    Exactly the threshold is not below it. A single bid is its own mean and can only be low against the budget.
    """
    if not prices:
        return {}
    mean = sum((Fraction(price) for price in prices.values()), Fraction(0)) / len(prices)
    found = {}
    for bid_id, price in prices.items():
        reasons = (*_below_mean(price, mean, len(prices), threshold), *_below_budget(price, threshold))
        if reasons:
            found[bid_id] = reasons
    return found


def _below_mean(price: Decimal, mean: Fraction, bids: int, threshold: Threshold) -> tuple[str, ...]:
    below = (1 - Fraction(price) / mean) * 100
    if below <= threshold.percent:
        return ()
    return (
        f"{format_gbp(price)} is {_more_than(below, threshold.percent)} below {_pounds(mean)}, the mean of the {bids} "
        f"bids still in; more than {threshold.percent}% is looked into",
    )


def _below_budget(price: Decimal, threshold: Threshold) -> tuple[str, ...]:
    if not threshold.budget:
        return ()
    share = Fraction(price) / Fraction(threshold.budget) * 100
    if share >= LEAST_OF_BUDGET:
        return ()
    return (
        f"{format_gbp(price)} is {_less_than(share)} of the budget of {format_gbp(threshold.budget)} for the whole "
        f"term; less than {LEAST_OF_BUDGET}% is looked into",
    )


def _more_than(below: Fraction, percent: int) -> str:
    shown = round_out(below, 2)
    return f"just over {percent}%" if shown == str(percent) else f"{shown}%"


def _less_than(share: Fraction) -> str:
    shown = round_out(share, 2)
    return f"just under {LEAST_OF_BUDGET}%" if shown == str(LEAST_OF_BUDGET) else f"{shown}%"


def _pounds(amount: Fraction) -> str:
    """Write an exact amount to the penny."""
    pounds, _, pence = round_out(amount, 2).partition(".")
    return f"£{int(pounds):,}" + (f".{pence:0<2}" if pence else "")


def earliest_due(now: datetime) -> date:
    """Return the first day on which an answer may be due: after whole working days to write it in."""
    return add_working_days(now.astimezone(LONDON).date(), DAYS_TO_ANSWER).on


def check_due(due: datetime, now: datetime) -> None:
    """Raise `InvalidInput` at `due_on` unless the bidder has a reasonable time to answer."""
    if due <= now:
        raise InvalidInput("due_on", "The answer must be due in the future")
    first = earliest_due(now)
    if due.astimezone(LONDON).date() < first:
        raise InvalidInput(
            "due_on", f"Give the bidder at least {DAYS_TO_ANSWER} working days: {say_day(first)} or later"
        )  # fmt: skip
    if due - now > LONGEST_WAIT:
        raise InvalidInput("due_on", f"The answer must be due within {LONGEST_WAIT.days} days")


def may_decide(*, answered: bool, due: datetime, now: datetime) -> bool:
    """Say whether a question may be decided: after its answer, or once the time to answer has passed."""
    return answered or now >= due


def is_late(answered_at: datetime | None, due: datetime) -> bool:
    """Say whether an answer came at or after the moment it was due."""
    return answered_at is not None and answered_at >= due
