"""The shortest time that must be given for requests to take part and for tenders, as tables with their provisions.

Read in their text: Procurement Act 2023 s54; Public Contracts Regulations 2015 regs 27 to 30, 47, 53 and 76; Provider
Selection Regime Regulations 2023 regs 4 and 11, which set no time. Periods are calendar days. A period that Public
Contracts Regulations end on a day that is not worked ends on the next that is (reg 2(4)); the Act has no such rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assurance.domain.deadlines.circumstances import Circumstances, Way, way_of


@dataclass(frozen=True, slots=True)
class Period:
    """A minimum number of days after a notice or an invitation; nought where the law sets none."""

    days: int
    because: str
    provision: str


Row = tuple[Callable[[Circumstances], bool], Period]

_PSR_NONE = Period(
    0,
    "the Regulations set none, and the time must be fair and proportionate",
    "Provider Selection Regime Regulations 2023, regulation 4(1)(b)",
)
_S54_3, _S54_4 = "Procurement Act 2023, section 54(3)", "Procurement Act 2023, section 54(4)"

PA23_PARTICIPATION: tuple[Row, ...] = (
    (lambda c: c.light_touch, Period(0, "a light touch contract has none", _S54_3)),
    (lambda c: c.urgent, Period(10, "urgency makes 25 days impractical", _S54_3)),
    (lambda c: True, Period(25, "the participation period where nothing shortens it", _S54_3)),
)
PA23_TENDERING: tuple[Row, ...] = (
    (lambda c: c.light_touch, Period(0, "a light touch contract has none", _S54_4)),
    (lambda c: c.agreed_period, Period(0, "the tendering period is agreed with the pre-selected suppliers", _S54_4)),
    (lambda c: c.preselected, Period(10, "only pre-selected suppliers may tender", _S54_4)),
    (lambda c: c.planned_notice, Period(10, "a qualifying planned procurement notice was published", _S54_4)),
    (lambda c: c.urgent, Period(10, "urgency makes any longer period impractical", _S54_4)),
    (
        lambda c: c.electronic and c.documents_together,
        Period(25, "tenders are submitted electronically and all documents come with the tender notice", _S54_4),
    ),
    (
        lambda c: c.electronic,
        Period(30, "tenders are submitted electronically, but some documents come after the tender notice", _S54_4),
    ),
    (
        lambda c: c.documents_together,
        Period(30, "tenders may not be submitted electronically; all documents come with the tender notice", _S54_4),
    ),
    (lambda c: True, Period(35, "tenders may not be submitted electronically and some documents come later", _S54_4)),
)
"""The shortest minimum of the rows that apply is the one to keep (section 54(3) and (4), opening words)."""


def request_period(regime: str, given: Circumstances) -> Period | None:
    """Return the least time for requests to take part after the call, or None where tenders follow it directly."""
    if way_of(regime, given) is Way.OPEN:
        return None
    if regime == "psr":
        return _PSR_NONE
    if regime == "pa23":
        return _shortest(PA23_PARTICIPATION, given)
    return _pcr_requests(given)


def tender_period(regime: str, given: Circumstances) -> Period:
    """Return the least time for tenders after the invitation, or after the call where tenders follow it directly."""
    if regime == "psr":
        return _PSR_NONE
    if regime == "pa23":
        return _shortest(PA23_TENDERING, given)
    return _pcr_tenders(given)


def _shortest(rows: tuple[Row, ...], given: Circumstances) -> Period:
    return min((period for applies, period in rows if applies(given)), key=lambda period: period.days)


def _pcr(provision: str) -> str:
    return f"Public Contracts Regulations 2015, regulation {provision}"


_PCR_LIGHT = Period(
    0, "for social and other specific services time limits must be reasonable and proportionate", _pcr("76(6)")
)


def _pcr_requests(given: Circumstances) -> Period:
    if given.light_touch:
        return _PCR_LIGHT
    way = given.way or Way.DIALOGUE
    if way is Way.DIALOGUE:
        return Period(30, "nothing shortens the time for requests in a competitive dialogue", _pcr("30(2)"))
    number = 28 if way is Way.RESTRICTED else 29
    if given.urgent:
        return Period(15, "substantiated urgency makes 30 days impracticable", _pcr(f"{number}(10)(a)"))
    return Period(30, "the time for requests where it is not urgent", _pcr(f"{number}({2 if number == 28 else 4})"))


def _pcr_tenders(given: Circumstances) -> Period:
    if given.light_touch:
        return _PCR_LIGHT
    way = given.way or Way.DIALOGUE
    if way is Way.DIALOGUE:
        return Period(0, "the time for final tenders in a dialogue takes account of their complexity", _pcr("47(1)"))
    period = _pcr_open(given) if way is Way.OPEN else _pcr_invited(given, 28 if way is Way.RESTRICTED else 29)
    if given.documents_together or given.urgent or not period.days:
        return period
    return Period(
        period.days + 5, f"{period.because}, and 5 days more for documents not open online",
        f"{period.provision}, with regulation 53(5)",
    )  # fmt: skip


def _pcr_open(given: Circumstances) -> Period:
    if given.urgent:
        return Period(15, "substantiated urgency makes 35 days impracticable", _pcr("27(5)"))
    if given.planned_notice:
        return Period(15, "a prior information notice was published in time", _pcr("27(4)"))
    if given.electronic:
        return Period(30, "35 days, less 5 because tenders may be submitted electronically", _pcr("27(2) and (6)"))
    return Period(35, "the time for tenders where nothing shortens it", _pcr("27(2)"))


def _pcr_invited(given: Circumstances, number: int) -> Period:
    if given.agreed_period:
        return Period(0, "the time is agreed with all selected candidates", _pcr(f"{number}(7)"))
    if given.urgent:
        return Period(10, "substantiated urgency makes 30 days impracticable", _pcr(f"{number}(10)(b)"))
    if given.preselected:
        return Period(10, "a sub-central authority without an agreement with the candidates", _pcr(f"{number}(8)"))
    if given.planned_notice:
        return Period(10, "a prior information notice was published in time", _pcr(f"{number}(6)"))
    if given.electronic:
        return Period(
            25, "30 days, less 5 because tenders may be submitted electronically", _pcr(f"{number}(5) and (9)")
        )
    return Period(30, "the time for tenders where nothing shortens it", _pcr(f"{number}(5)"))
