"""What of the timetable bidders are told with the call (PCR 2015 regulation 30(7): an indicative timeframe)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assurance.domain.deadlines import say_day
from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement
from assurance.persistence.queries.timetable import find_timetable

TOLD: dict[Stage, str] = {
    Stage.SELECTION: "Providers are selected",
    Stage.DIALOGUE_1: "First round of dialogue",
    Stage.DIALOGUE_2: "Second round of dialogue",
    Stage.FINAL_TENDERS: "Final tenders are written",
    Stage.STANDSTILL: "Bidders are told the outcome, and standstill",
    Stage.LIVE: "The service starts",
}
"""The stages that bidders plan by, in their words."""
MAY_CHANGE = "These days are planned and may change. A deadline that was told moves only later, and everybody is told."


def indicative(session: Session, procurement: Procurement) -> str:
    """Write the planned days of what is still to come for bidders, or nothing where nothing is planned."""
    table = find_timetable(session, procurement.id)
    planned = {each.stage: each for each in table.stages} if table else {}
    lines = []
    for stage, words in TOLD.items():
        if (each := planned.get(stage)) is not None:
            end = f" to {say_day(each.ends_on)}" if each.ends_on != each.starts_on else ""
            lines.append(f"{words}: {say_day(each.starts_on)}{end}.")
    return "\n".join([*lines, MAY_CHANGE]) if lines else ""
