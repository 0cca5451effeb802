"""Rules about the least time a regime gives to ask to take part and to tender."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from assurance.domain.case import Case
from assurance.domain.deadlines import LONDON, Counted, say_day
from assurance.domain.deadlines.after_call import earliest
from assurance.domain.deadlines.london import last_second_of
from assurance.domain.deadlines.periods import Period, request_period, tender_period
from assurance.domain.errors import Objection
from assurance.domain.procedures.regimes import Regime
from assurance.domain.procedures.rules.wording import when

CaseRule = Callable[[Case], Objection | None]


def time_for_requests(regime: Regime) -> CaseRule:
    """Make the rule that objects to a call whose deadline for requests comes sooner than the regime allows."""

    def rule(case: Case) -> Objection | None:
        return _too_soon(
            regime, case, case.call.requests_due_at, request_period(regime, case.call.circumstances),
            "Requests to take part are", "staff.tender.notice",
        )  # fmt: skip

    return rule


def time_for_tenders(regime: Regime) -> CaseRule:
    """Make the rule that objects to an invitation whose deadline comes sooner than the regime allows."""

    def rule(case: Case) -> Objection | None:
        return _too_soon(
            regime, case, case.tenders.tenders_due_at, tender_period(regime, case.call.circumstances),
            "Final tenders are", "staff.tender.invitation",
        )  # fmt: skip

    return rule


def earliest_day(regime: Regime, now: datetime, period: Period) -> Counted:
    """Return the first day that may be the deadline of a period that begins with a notice sent now."""
    return earliest(regime, now.astimezone(LONDON).date(), period)


def _too_soon(
    regime: Regime, case: Case, due: datetime | None, period: Period | None, what: str, endpoint: str
) -> Objection | None:
    if due is None or period is None or not period.days:
        return None
    first = earliest_day(regime, case.now, period).on
    if due >= last_second_of(first).replace(second=0):
        return None
    return Objection(
        "period",
        f"{what} due at {when(due)}, which leaves less than the {period.days} days the law gives: {period.because}",
        f"Set the deadline at the end of {say_day(first)} or later",
        period.provision,
        endpoint,
    )
