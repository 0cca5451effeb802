"""Notices that somebody publishes on their own and no step does: when, by whom, and how often.

A planned procurement notice qualifies, and shortens the tendering period, where the tender notice follows it at least
40 days and not more than 12 months later (Procurement Act 2023 s15(3)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from assurance.domain.authority.permissions import Permission
from assurance.domain.notices.kinds import KINDS, NoticeKind
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import Stage

BEFORE_CALL = (Stage.PLANNING, Stage.ENGAGEMENT, Stage.CHECKPOINT_1)
UNDER_CONTRACT = (Stage.CHECKPOINT_3, Stage.LIVE)
QUALIFIES_AFTER = timedelta(days=40)
QUALIFIES_FOR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class OwnNotice:
    """One kind of notice that is published on its own."""

    kind: NoticeKind
    stages: tuple[Stage, ...]
    """In which it may be published."""
    permission: Permission
    """Of whoever publishes it, and therefore does not approve it."""
    asks_text: bool = False
    """It says something that no stored field says, which is written and approved with it."""


def _own(code: str, stages: tuple[Stage, ...], permission: Permission, *, asks_text: bool = False) -> OwnNotice:
    return OwnNotice(KINDS[code], stages, permission, asks_text)


_RUN, _CONTRACT = Permission.PROCUREMENT_RUN, Permission.CONTRACT_PREPARE
OWN: dict[str, OwnNotice] = {
    each.kind.code: each
    for each in (
        _own("uk1", BEFORE_CALL, _RUN),
        _own("uk3", BEFORE_CALL, _RUN),
        _own("uk8", UNDER_CONTRACT, _CONTRACT),
        _own("uk9", UNDER_CONTRACT, _CONTRACT),
        _own("uk10", UNDER_CONTRACT, _CONTRACT),
        _own("uk11", UNDER_CONTRACT, _CONTRACT, asks_text=True),
        _own("psr_modification", UNDER_CONTRACT, _CONTRACT),
        _own("pcr15_modification", UNDER_CONTRACT, _CONTRACT),
    )
}


def own_of(regime: Regime) -> list[OwnNotice]:
    """List the notices that a law knows beside those of the steps, in the order of a procurement's life."""
    return [each for each in OWN.values() if each.kind.regime is regime]


def qualifies(published_on: date, called_on: date) -> bool:
    """Say whether a planned procurement notice shortens the tendering period of a call on a day."""
    if called_on - published_on < QUALIFIES_AFTER:
        return False
    return called_on <= _a_year_after(published_on)


def qualifying_window(published_on: date) -> tuple[date, date]:
    """Return the first and the last day on which a tender notice would be shortened by a notice of a day."""
    return published_on + QUALIFIES_AFTER, _a_year_after(published_on)


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + QUALIFIES_FOR_MONTHS // 12)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
