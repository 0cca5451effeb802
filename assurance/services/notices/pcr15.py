"""Notices under the Public Contracts Regulations 2015: the contract notice and that of its award, or of none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.notices import kinds
from assurance.persistence.models import Procurement
from assurance.services import lots, timetable
from assurance.services import notice_content as content
from assurance.services import notice_outcome as outcome
from assurance.services.notices import parts
from assurance.services.notices.sections import Section, Writer, section

REVIEW = (
    "Review procedures: the High Court of England and Wales. Proceedings are started within 30 days of when the "
    "economic operator first knew or ought to have known that there were grounds for them (regulation 92)."
)
SELECTION = (
    "Candidates show their economic and financial standing and their technical and professional ability, and declare "
    "that no ground for exclusion applies to them (regulations 57, 58 and 60)."
)


def _contract(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    return [
        section(kinds.WHAT, parts.subject_matter(session, procurement)),
        section(kinds.VALUE, content.estimated_value(session, procurement)),
        section("Outcomes on which payment depends", content.outcomes(session, procurement)),
        section(kinds.PROCEDURE, _dialogue(procurement)),
        section("Lots", lots.in_words(session, procurement)),
        section("How economic operators may work together", content.integration_forms(procurement)),
        section("Conditions for participation", parts.conditions(session, procurement, SELECTION)),
        section(kinds.TAKE_PART, parts.take_part(procurement)),
        section("Indicative timetable", timetable.indicative(session, procurement)),
        section(kinds.CRITERIA, content.criteria(session, procurement)),
        section(kinds.ASSESSED, content.assessment(session, procurement)),
        section("Review", REVIEW),
    ]


def _dialogue(procurement: Procurement) -> str:
    """Say that it is a competitive dialogue in successive stages (regulation 30(7) and (12))."""
    lines = [
        "Competitive dialogue under regulation 30. The contract is awarded on the sole basis of the best price-quality "
        "ratio (regulation 30(5)).",
        "The dialogue takes place in successive stages: after the first the number of solutions may be reduced by the "
        "award criteria published here (regulation 30(12)). Final tenders are asked for after it is concluded.",
    ]
    if procurement.given.light_touch:
        lines.append("The contract is for social and other specific services (regulations 74 to 76).")
    return "\n".join(lines)


def _award(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    told = (
        parts.decided(session, procurement), parts.entered_into(session, procurement),
        outcome.contract(session, procurement), parts.subcontracted(session, procurement),
    )  # fmt: skip
    return [
        section(kinds.WHAT, parts.subject_matter(session, procurement)),
        section(kinds.PROCEDURE, "Competitive dialogue under regulation 30."),
        section(kinds.CRITERIA, content.criteria(session, procurement)),
        section(kinds.TENDERS, _received(session, procurement)),
        section(kinds.SUPPLIER, parts.supplier(session, procurement)),
        section(kinds.CONTRACT, "\n".join(each for each in told if each)),
        section("Review", REVIEW),
    ]


def _received(session: Session, procurement: Procurement) -> str:
    return "\n".join([*parts.counted(session, procurement), "All tenders were received by electronic means."])


def _none(session: Session, procurement: Procurement, now: datetime, reason: str) -> list[Section]:
    words = (
        f"On {say_day(now.astimezone(LONDON).date())} the authority decided not to award a contract (regulation 55). "
        "The contract is not awarded."
    )
    return [
        section("What was to be bought", parts.subject_matter(session, procurement)),
        section(kinds.PROCEDURE, "Competitive dialogue under regulation 30."),
        section(kinds.DECISION, parts.ended(session, procurement, words)),
        section(kinds.REASON, reason.strip()),
    ]


WRITERS: dict[str, Writer] = {
    "contract_notice": _contract,
    "contract_award_notice": _award,
    "contract_award_notice_none": _none,
}
