"""The timetable of the programme: proposed from working days and allowances, then set to the days that are known."""

from __future__ import annotations

from datetime import date

from assurance.cli.demo.play import Scene
from assurance.cli.demo.texts import load
from assurance.domain.deadlines import LONDON
from assurance.domain.stages import Stage
from assurance.domain.timetable.direction import Direction
from assurance.services import timetable

CALL_ENDS = date(2025, 3, 14)


def plan_days(scene: Scene) -> None:
    """Have every stage proposed from today on; the call begins today, and the start of the service is agreed."""
    officer, today = scene.actor("officer"), scene.now.astimezone(LONDON).date()
    timetable.propose(
        scene.session, procurement=scene.procurement, direction=Direction.FORWARDS, anchor_on=today, actor=officer,
        now=scene.now,
    )  # fmt: skip
    service = load("contract")["starts_on"]
    known = ((Stage.CHECKPOINT_1, today, today), (Stage.CALL, today, CALL_ENDS), (Stage.LIVE, service, service))
    for stage, first, last in known:
        timetable.change(
            scene.session, procurement=scene.procurement, stage=stage, starts_on=first, ends_on=last, actor=officer,
            now=scene.now,
        )  # fmt: skip
