"""What follows from a call for competition: the earliest deadlines that may be set for requests and for tenders."""

from __future__ import annotations

from datetime import date, timedelta

from assurance.domain.deadlines.circumstances import Circumstances
from assurance.domain.deadlines.dated import Dated
from assurance.domain.deadlines.london import last_second_of, say_day
from assurance.domain.deadlines.periods import Period, request_period, tender_period
from assurance.domain.deadlines.working_days import Calendar, Counted, working_days_calendar

REQUESTS = "earliest deadline for requests to take part"
TENDERS = "earliest deadline for tenders"
CALLED = {
    "psr": "The notice inviting offers was published",
    "pa23": "The tender notice was published",
    "pcr15": "The contract notice was sent",
}
INVITED = "Suppliers are invited to tender"


def dates(regime: str, on: date, given: Circumstances) -> list[Dated]:
    """Give the earliest deadline for requests, and for tenders as early as an invitation can follow."""
    requests, tenders = request_period(regime, given), tender_period(regime, given)
    if requests is None:
        rows = [deadline(regime, TENDERS, CALLED[regime], on, tenders)]
    else:
        first = deadline(regime, REQUESTS, CALLED[regime], on, requests)
        assumed = "if suppliers are invited to tender on the day requests are due"
        rows = [first, deadline(regime, TENDERS, INVITED, first.on, tenders, assumed)]
    return rows + (_information(rows[-1], urgent=given.urgent) if regime == "pcr15" and tenders.days else [])


def deadline(regime: str, what: str, event: str, on: date, period: Period, condition: str = "") -> Dated:
    """Give the first day that may be the deadline under a period which begins on the day after `on`."""
    last = earliest(regime, on, period)
    return Dated(
        what, last.on, why_earliest(event, on, period, last), at=last_second_of(last.on),
        condition=condition or ("" if period.days else "if that time is enough"),
    )  # fmt: skip


def why_earliest(event: str, on: date, period: Period, last: Counted) -> str:
    """Say how the first possible deadline was counted, or that the law sets no minimum."""
    if not period.days:
        return f"{event} on {say_day(on)}. There is no minimum: {period.because} ({period.provision})."
    counted = f"day {period.days} after it: {period.because} ({period.provision})."
    rolled = ""
    if last.skipped:
        skipped = "; ".join(str(each) for each in last.skipped)
        rolled = f" It may not end on {skipped}, which are not working days (regulation 2(4))."
    return f"{event} on {say_day(on)}, a day that is not counted. The deadline may be no sooner than {counted}{rolled}"


def earliest(regime: str, on: date, period: Period) -> Counted:
    """Count the days of a period that begins on the day after `on`; nought leaves the day after.

    Under the Public Contracts Regulations a period has at least two working days and ends on one (reg 2(3) and (4)).
    """
    last = on + timedelta(days=max(period.days, 1))
    if regime != "pcr15" or not period.days:
        return Counted(last, ())
    days = working_days_calendar(Calendar.ENGLAND_AND_WALES)
    return max(days.working_from(last), Counted(days.add(on, 2).on, ()), key=lambda each: each.on)


def _information(tenders: Dated, *, urgent: bool) -> list[Dated]:
    days, provision = (4, "53(7) and 47(3) and (5)") if urgent else (6, "53(6) and 47(3)")
    return [
        Dated(
            "additional information at the latest", tenders.on - timedelta(days=days),
            f"{days} days before tenders are due on {say_day(tenders.on)}, for what was asked in good time; where it "
            f"comes later the deadline is extended (Public Contracts Regulations 2015, regulations {provision}).",
            condition="if tenders are due on the earliest day",
        )
    ]  # fmt: skip
