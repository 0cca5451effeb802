"""What follows from an award: the notice of it, the contract where it is published, and how long records are kept."""

from __future__ import annotations

from datetime import date, timedelta

from assurance.domain.deadlines.circumstances import Circumstances
from assurance.domain.deadlines.dated import Dated
from assurance.domain.deadlines.london import last_second_of, say_day
from assurance.domain.deadlines.working_days import Calendar, working_days_calendar

NOTICE = "award notice at the latest"
YEARS_KEPT = 3


def dates(regime: str, on: date, given: Circumstances) -> list[Dated]:
    """Give the last days for what must be published after an award, and until when records are kept."""
    if regime == "psr":
        return [_psr_notice(on)]
    if regime == "pa23":
        return _pa23(on, light_touch=given.light_touch)
    return _pcr15(on)


def _psr_notice(on: date) -> Dated:
    return _until(
        NOTICE, on + timedelta(days=30),
        f"The contract was awarded on {say_day(on)}; the notice is submitted for publication within 30 days "
        "(Provider Selection Regime Regulations 2023, regulation 11(17)(b)). Every day is counted, worked or not.",
    )  # fmt: skip


def _pa23(on: date, *, light_touch: bool) -> list[Dated]:
    notice, contract, letter = (120, 180, "a") if light_touch else (30, 90, "b")
    kind = "a light touch contract" if light_touch else "a contract"
    begin = f"{say_day(on)}, the day {kind} was entered into, is day 1"
    return [
        _until(
            "contract details notice at the latest", on + timedelta(days=notice - 1),
            f"{begin} of {notice} days, before the end of which the notice is published (Procurement Act 2023, section "
            f"53(1)({letter})). Every day is counted, worked or not.",
        ),
        _until(
            "contract published at the latest", on + timedelta(days=contract - 1),
            f"{begin} of {contract} days, before the end of which a copy of the contract is published (Procurement Act "
            f"2023, section 53(3)({letter})). Every day is counted, worked or not.",
            condition="estimated value above £5 million",
        ),
        _until(
            "records kept until", years_after(on, YEARS_KEPT) - timedelta(days=1),
            f"{begin} of three years in which records of material decisions and of communication with suppliers are "
            "kept (Procurement Act 2023, section 98(4)(b)).",
        ),
    ]  # fmt: skip


def _pcr15(on: date) -> list[Dated]:
    last = working_days_calendar(Calendar.ENGLAND_AND_WALES).working_from(on + timedelta(days=30))
    skipped = "; ".join(str(each) for each in last.skipped)
    rolled = f" It does not end on {skipped}, which are not working days (regulation 2(4))." if skipped else ""
    return [
        _until(
            NOTICE, last.on,
            f"The contract was awarded on {say_day(on)}, a day that is not counted; the notice is sent not later than "
            f"30 days after (Public Contracts Regulations 2015, regulation 50(1)).{rolled}",
        ),
        _until(
            "records kept until", years_after(on, YEARS_KEPT),
            f"The documentation of all stages is kept at least 3 years from the award on {say_day(on)} (Public "
            "Contracts Regulations 2015, regulation 84(9)).",
        ),
    ]  # fmt: skip


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March where the year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _until(what: str, on: date, why: str, condition: str = "") -> Dated:
    return Dated(what, on, why, at=last_second_of(on), condition=condition)
