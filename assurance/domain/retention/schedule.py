"""From when a kind of record is kept, until when, and what keeps it longer than that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from assurance.domain.deadlines import say_day
from assurance.domain.deadlines.after_award import years_after
from assurance.domain.procedures.regimes import Regime
from assurance.domain.retention.classes import Kind, Period, period


@dataclass(frozen=True, slots=True)
class Ends:
    """The days that periods run from; None while there is none."""

    decided_on: date | None = None
    """The day the contract was signed by both parties, or the procurement was abandoned."""
    contract_ends_on: date | None = None
    """The last day of the contract with every extension; None without a contract."""


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of record of a procurement, with its period and its dates."""

    kind: Kind
    period: Period
    begins_on: date | None
    until: date | None
    """The last day it is kept; None while its period has not begun."""
    why: str

    def is_due(self, today: date) -> bool:
        """Say whether it may be erased today, as far as its period goes."""
        return self.until is not None and today > self.until


@dataclass(frozen=True, slots=True)
class Open:
    """What is not settled about a procurement, counted: while any of it is, nothing is erased."""

    holds: int = 0
    claims: int = 0
    representations: int = 0
    requests: int = 0
    """Requests for information that are not answered."""

    def why(self) -> tuple[str, ...]:
        """Say what keeps the records, in words; empty where nothing does."""
        said = (
            (self.holds, "A hold is placed on them, and keeps them until another person ends it"),
            (self.claims, "A claim in court has not ended"),
            (self.representations, "A representation is not settled"),
            (self.requests, "A request for information is not answered"),
        )
        return tuple(words for number, words in said if number)


def schedule(regime: Regime, ends: Ends, own: dict[Kind, tuple[int, str]] | None = None) -> tuple[Held, ...]:
    """Return every kind of record with its period; a procurement without a contract has no record of one."""
    kinds = [each for each in Kind if each is not Kind.CONTRACT or ends.contract_ends_on]
    return tuple(_held(kind, period(kind, regime, (own or {}).get(kind)), ends) for kind in kinds)


def _held(kind: Kind, kept: Period, ends: Ends) -> Held:
    begins_on = ends.contract_ends_on if kind is Kind.CONTRACT else ends.decided_on
    if begins_on is None:
        return Held(kind, kept, None, None, f"{kind.begins}. That day has not come.")
    until = years_after(begins_on, kept.years)
    years = "1 year" if kept.years == 1 else f"{kept.years} years"
    return Held(kind, kept, begins_on, until, f"{years} from {say_day(begins_on)}. {kept.source}.")


def contract_ends(starts_on: date, years: int, extension_years: int) -> date:
    """Return the last day of a contract that runs for its whole term with every extension."""
    return years_after(starts_on, years + extension_years) - timedelta(days=1)
