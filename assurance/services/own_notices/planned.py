"""Before the call: the pipeline notice and the planned procurement notice, and what the latter shortens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON, say_day
from assurance.domain.notices import kinds
from assurance.domain.notices.own import qualifies, qualifying_window
from assurance.domain.procedures.regimes import Regime
from assurance.persistence.models import Procurement
from assurance.persistence.queries.notices import list_of_procurement
from assurance.services import audit, notice_content, timetable
from assurance.services.notices import parts
from assurance.services.notices.sections import Section, section

PLANNED = "planned_notice"


def _pipeline(session: Session, procurement: Procurement, subject: str, now: datetime, text: str) -> list[Section]:
    return [
        section("What this is", "Information about a public contract that the authority plans to tender (section 93)."),
        section(kinds.WHAT, parts.subject_matter(session, procurement)),
        section(kinds.VALUE, notice_content.estimated_value(session, procurement)),
        section("Planned dates", timetable.indicative(session, procurement)),
        section(kinds.PROCEDURE, "A competitive flexible procedure is planned (section 20(2)(b))."),
        section("Special regime", parts.LIGHT_TOUCH if procurement.given.light_touch else ""),
    ]


def _planned(session: Session, procurement: Procurement, subject: str, now: datetime, text: str) -> list[Section]:
    first, last = qualifying_window(now.astimezone(LONDON).date())
    return [
        section("What this is", "The authority intends to publish a tender notice about this contract (section 15)."),
        section(kinds.WHAT, parts.subject_matter(session, procurement)),
        section(kinds.VALUE, notice_content.estimated_value(session, procurement)),
        section("Planned dates", timetable.indicative(session, procurement)),
        section("How suppliers may work together", notice_content.integration_forms(procurement)),
        section(
            "What follows from this notice",
            f"If the tender notice is published between {say_day(first)} and {say_day(last)}, this is a qualifying "
            "planned procurement notice, and the tendering period may be as short as 10 days (section 54).",
        ),
    ]


def count_planned_notice(session: Session, procurement: Procurement, actor: Actor, now: datetime, reason: str) -> None:
    """Let a planned procurement notice that qualifies shorten the tendering period, when the call is published."""
    if procurement.procedure.regime is not Regime.PA23 or PLANNED in procurement.circumstances:
        return
    published = [each for each in list_of_procurement(session, procurement.id) if each.kind == "uk3"]
    today = now.astimezone(LONDON).date()
    days = [each.published_at.astimezone(LONDON).date() for each in published if each.corrects_id is None]
    if not any(qualifies(day, today) for day in days):
        return
    procurement.circumstances = [*procurement.circumstances, PLANNED]
    audit.record(session, tag="notice:qualifies", actor=actor, now=now, procurement=procurement, subject="uk3")


OWN_WRITERS = {"uk1": _pipeline, "uk3": _planned}
