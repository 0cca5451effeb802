"""The part of a call about financial standing: which yearly turnover is asked for, and why where it is above twice."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assurance.domain.money import format_gbp, round_out
from assurance.domain.selection.questionnaire import Asks
from assurance.domain.selection.standing import MOST_WITHOUT_REASONS
from assurance.persistence.models import Procurement
from assurance.persistence.queries.selection import get_questionnaire


def turnover(session: Session, procurement: Procurement) -> str:
    """Say which turnover is asked for, with the reasons of one above twice the yearly value; nothing if none is."""
    asked = get_questionnaire(session, procurement)
    required = asked.requirement
    if not required.annual_value or not any(each.asks is Asks.TURNOVER for each in asked.questions):
        return ""
    lines = [
        f"A yearly turnover of {format_gbp(required.least)} is asked for: {round_out(required.multiple, 2)} times the "
        f"expected yearly value of the contract. A lower one does not exclude by itself."
    ]
    if required.multiple > MOST_WITHOUT_REASONS:
        lines.append(f"Why more than twice the yearly value is asked for: {required.reasons.strip()}")
    return "\n".join(lines)
