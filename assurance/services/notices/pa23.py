"""Notices under the Procurement Act 2023 with what the Procurement Regulations 2024 ask each to contain."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.money import percent, round_out
from assurance.domain.notices import kinds
from assurance.persistence.models import Procurement
from assurance.persistence.queries.awards import list_letters
from assurance.persistence.queries.contract_running import list_indicators
from assurance.persistence.queries.contracts import find_contract, total_price
from assurance.persistence.queries.planning import list_outcomes
from assurance.services import lots, timetable
from assurance.services import notice_content as content
from assurance.services import notice_outcome as outcome
from assurance.services.notices import parts
from assurance.services.notices.sections import Section, Writer, section

NAMES_LOSERS_ABOVE = Decimal(5_000_000)
"""Above this estimated value the award notice names who was assessed and not chosen (reg 27(2)(o))."""
MOST_MATERIAL = 3
"""Key performance indicators described in the contract details notice (reg 32(2)(r))."""

CONDITIONS = (
    "Suppliers show that they have the legal and financial capacity and the technical ability to perform the contract "
    "(section 22): their turnover, their experience and a declaration on every exclusion ground. No excluded supplier "
    "is admitted, and whether a supplier, an associated person or an intended subcontractor is excluded or excludable, "
    "or on the debarment list, is considered before suppliers are selected (sections 26 to 28)."
)


def _tender(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    return [
        section(kinds.WHAT, parts.subject_matter(session, procurement)),
        section(kinds.VALUE, content.estimated_value(session, procurement)),
        section("Outcomes on which payment depends", content.outcomes(session, procurement)),
        section(kinds.PROCEDURE, _process(procurement)),
        section("Lots", lots.in_words(session, procurement)),
        section("How suppliers may work together", content.integration_forms(procurement)),
        section("Conditions of participation", parts.conditions(session, procurement, CONDITIONS)),
        section(kinds.TAKE_PART, parts.take_part(procurement)),
        section("Indicative timetable", timetable.indicative(session, procurement)),
        section(kinds.CRITERIA, content.criteria(session, procurement)),
        section(kinds.ASSESSED, content.assessment(session, procurement)),
    ]


def _process(procurement: Procurement) -> str:
    """Describe the procedure as designed (regulation 19(2)(b) and (c))."""
    lines = [
        "This tender notice is for the award of a public contract through a competitive flexible procedure in "
        "accordance with section 20(1) and (2)(b) of the Procurement Act 2023.",
        "The process: requests to participate and selection; a first round of dialogue; an intermediate assessment "
        "against the published criteria, after which the number of suppliers may be limited (section 20(4) to (6)); a "
        "second round of dialogue; final tenders, assessed once. Dialogue may include negotiation until it is closed.",
    ]
    if procurement.given.light_touch:
        lines.append(parts.LIGHT_TOUCH)
    if procurement.given.urgent:
        lines.append("The participation period is shortened: a state of urgency makes the usual one impractical.")
    if procurement.criteria_may_be_refined:
        lines.append("The authority may rely on section 24 to refine the award criteria, as said below.")
    return "\n".join(lines)


def _award(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    return [
        section(kinds.WHAT, parts.subject_matter(session, procurement)),
        section(kinds.SUPPLIER, parts.supplier(session, procurement)),
        section(kinds.VALUE, outcome.agreed_value(session, procurement)),
        section(kinds.DECISION, parts.decided(session, procurement)),
        section("Assessment summaries", _summaries(session, procurement)),
        section(kinds.TENDERS, _tenders(session, procurement)),
        section(kinds.PROCEDURE, _used(procurement)),
        section(kinds.STANDSTILL, _standstill(procurement)),
    ]


def _summaries(session: Session, procurement: Procurement) -> str:
    """Say when the summaries were provided: all at the same instant, before this notice (section 50(3))."""
    sent = [each.issued_at for each in list_letters(session, procurement.id) if each.issued_at]
    if not sent:
        return ""
    return (
        "An assessment summary was provided to each supplier that submitted an assessed tender, to all at the same "
        f"time, on {say_day(max(sent).astimezone(LONDON).date())}."
    )


def _tenders(session: Session, procurement: Procurement) -> str:
    """Count tenders, and above £5 million name who was assessed and not chosen (regulation 27(2)(n) and (o))."""
    chosen = outcome.chosen(session, procurement)
    lines = parts.counted(session, procurement)
    if (total_price(session, chosen.id) or Decimal(0)) <= NAMES_LOSERS_ABOVE:
        return "\n".join(lines)
    others = [bid for bid in parts.assessed(session, procurement) if bid.id != chosen.id]
    if others:
        lines.append("Assessed and not awarded the contract:")
        lines += [content.described(session, bid.organisation) for bid in others]
    return "\n".join(lines)


def _used(procurement: Procurement) -> str:
    lines = ["A competitive flexible procedure was used (section 20(2)(b))."]
    if procurement.given.light_touch:
        lines.append(parts.LIGHT_TOUCH)
    return "\n".join(lines)


def _standstill(procurement: Procurement) -> str:
    dates = procurement.standstill
    if dates is None:
        return ""
    return (
        f"The standstill period ends at midnight at the end of {say_day(dates.last_day)} (section 51). The contract is "
        f"not entered into before {say_day(dates.earliest_award_on)}.\n" + "\n".join(dates.why[:2])
    )


def _details(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    signed = parts.entered_into(session, procurement)
    return [
        section(kinds.WHAT, parts.subject_matter(session, procurement)),
        section(kinds.SUPPLIER, parts.supplier(session, procurement)),
        section(kinds.CONTRACT, "\n".join(each for each in (signed, outcome.contract(session, procurement)) if each)),
        section("Key performance indicators", _indicators(session, procurement)),
        section(kinds.PROCEDURE, _used(procurement)),
        section("Conflicts of interest", outcome.conflicts(session, procurement)),
    ]


def _indicators(session: Session, procurement: Procurement) -> str:
    """Describe three indicators: those the contract sets, or else the outcomes that weigh most in what is paid."""
    contract = find_contract(session, procurement.id)
    if measures := list_indicators(session, contract.id)[:MOST_MATERIAL] if contract else []:
        return "\n".join(
            f"{each.title}: target {round_out(each.target, 2)}{'' if each.unit == '%' else ' '}{each.unit}. "
            f"{each.consequence}"
            for each in measures
        )
    ranked = sorted(list_outcomes(session, procurement.id), key=lambda each: (-each.weight_percent, each.position))
    lines = [
        f"{each.name}: target {round_out(each.target, 2)}{'' if each.unit == '%' else ' '}{each.unit}, weight "
        f"{percent(each.weight_percent)}"
        for each in ranked[:MOST_MATERIAL]
    ]
    return "\n".join(lines)


def _termination(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    words = (
        f"On {say_day(now.astimezone(LONDON).date())} the authority decided to terminate the procurement before a "
        "contract is awarded (section 55)."
    )
    return [
        section("What was to be bought", parts.subject_matter(session, procurement)),
        section(kinds.DECISION, parts.ended(session, procurement, words)),
        section(kinds.REASON, reason.strip()),
    ]


WRITERS: dict[str, Writer] = {"uk4": _tender, "uk6": _award, "uk7": _details, "uk12": _termination}
