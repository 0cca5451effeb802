"""What follows from an intention to award and from a further decision: standstill, and when the contract may follow."""

from __future__ import annotations

from datetime import date, timedelta

from assurance.domain.deadlines.circumstances import USUAL, Circumstances
from assurance.domain.deadlines.dated import Dated
from assurance.domain.deadlines.london import last_second_of, say_day
from assurance.domain.deadlines.standstill import Standstill, standstill_after, wait_after_decision
from assurance.domain.deadlines.standstill_rules import PA23, PCR15, PCR15_BY_POST, PSR, StandstillRule

RULES: dict[str, StandstillRule] = {"psr": PSR, "pa23": PA23, "pcr15": PCR15}
CONDITIONS = {
    "psr": "no representation outstanding",
    "pa23": "no claim notified, and no longer standstill in the contract award notice",
    "pcr15": "no claim that suspends the award",
}


def dates(regime: str, on: date, given: Circumstances) -> list[Dated]:
    """Give the rows of standstill and the earliest award."""
    if given.no_standstill:
        return [_at_once(on)]
    rule = PCR15_BY_POST if given.by_post else RULES[regime]
    return rows_of(standstill_after(rule, on), given)


def rows_of(found: Standstill, given: Circumstances = USUAL) -> list[Dated]:
    """Give the rows of a standstill as it stands, extended or not."""
    rule, (begins, until, award) = found.rule, found.why
    if given.light_touch and rule.regime == "pa23":
        until += " The contract is a light touch contract: this is the shortest standstill it may provide for (s51(5))."
    ends = "representations until" if rule.takes_representations else "standstill ends"
    return [
        Dated("standstill begins", found.begins_on, begins),
        Dated(ends, found.last_day, until, at=found.representations_until),
        Dated("earliest award", found.earliest_award_on, award, condition=CONDITIONS[rule.regime]),
    ]


def _at_once(on: date) -> Dated:
    return Dated(
        "earliest award", on,
        f"The contract award notice was published on {say_day(on)}, and must be before the contract is "
        "entered into (Procurement Act 2023, section 50(1)); a light touch contract needs no standstill (section "
        "51(3)(f)).", condition="the contract award notice provides for no standstill",
    )  # fmt: skip


def dates_of_further_decision(regime: str, on: date, given: Circumstances) -> list[Dated]:
    """Give until when standstill stays open after a further decision, and the earliest award."""
    wait = wait_after_decision(PSR, on)
    days = PSR.working_days_after_decision
    why = (
        f"Providers were told of the further decision on {say_day(on)}; no fewer than {days} working days must pass, "
        f"the last of which is {say_day(wait.on)} ({PSR.condition_provision}). {wait.skipped_sentence}"
    )
    after = (
        f"The day after {say_day(wait.on)}, if the time for representations is over too, each of them is answered and "
        f"no further decision is intended ({PSR.condition_provision})."
    )
    return [
        Dated("standstill stays open until", wait.on, why, at=last_second_of(wait.on)),
        Dated("earliest award", wait.on + timedelta(days=1), after, condition="no further decision intended"),
    ]
