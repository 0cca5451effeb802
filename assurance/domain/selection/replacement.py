"""Nobody is declined for somebody it relies on before it was told and had time to put another in the place.

Section 28 of the Procurement Act 2023 is the pattern: notice, then a reasonable opportunity. How long is reasonable
is the officer’s choice; what the notice says is kept, and the opportunity ends at the moment it names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assurance.domain.errors import InvalidInput, Objection
from assurance.domain.procedures.rules.wording import when
from assurance.domain.selection.grounds import Finding

PROVISION = "Procurement Act 2023 section 28, as the pattern for PSR 2023 regulation 20"
SHORTEST = timedelta(days=5)
"""A choice of ours, not law: under five days nobody finds and checks another provider."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A bidder was told that a ground applies to somebody it relies on, and until when it may name another."""

    name: str
    given_at: datetime
    answer_by: datetime
    answered_at: datetime | None = None
    """When the bidder named another, or said that it names none."""

    def is_over(self, now: datetime) -> bool:
        """Say whether the bidder has answered or its time is up; the moment named is still the bidder’s."""
        return self.answered_at is not None or now > self.answer_by


def check_notice(given_at: datetime, answer_by: datetime) -> None:
    """Refuse a notice that leaves the bidder less than the shortest time."""
    if answer_by - given_at < SHORTEST:
        raise InvalidInput("answer_on", f"Give the bidder at least {SHORTEST.days} days to name somebody else")


def decline_objections(found: Iterable[Finding], notices: Iterable[Notice], now: datetime) -> tuple[Objection, ...]:
    """Object to declining for those a bidder relies on, once for each, until its opportunity was given and is over."""
    told = {notice.name: notice for notice in notices}
    names = dict.fromkeys(each.name for each in found if each.is_replaceable)
    return tuple(objection for name in names if (objection := _objection(name, told.get(name), now)) is not None)


def _objection(name: str, notice: Notice | None, now: datetime) -> Objection | None:
    if notice is None:
        return Objection(
            "replacement",
            f"The bidder has not been told that a ground applies to {name}",
            "Give notice, and time to name somebody else",
            PROVISION,
        )
    if notice.is_over(now):
        return None
    return Objection(
        "replacement",
        f"The bidder may name somebody else in place of {name} until {when(notice.answer_by)}",
        "Wait until it has answered or its time is up",
        PROVISION,
    )
