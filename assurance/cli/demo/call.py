"""The call for competition: checkpoint 1, the notice, the providers' requests to take part, and the selection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

from assurance.cli.demo import selection
from assurance.cli.demo.gates import review
from assurance.cli.demo.play import MSK, Scene, Step, london, moving
from assurance.cli.demo.texts import load
from assurance.cli.demo.timetable import CALL_ENDS, plan_days
from assurance.services import tendering


def publish(due_on: date) -> Callable[[Scene], None]:
    """Make the act of writing the notice with its deadline at noon, and publishing it."""

    def act(scene: Scene) -> None:
        tendering.write_notice(
            scene.session, procurement=scene.procurement, text=load(scene.programme)["notice"], requests_due_on=due_on,
            requests_due_time=time(12), actor=scene.actor("officer"), now=scene.now,
        )  # fmt: skip
        scene.move("publish_call")

    return act


def _asking(supplier: str) -> Callable[[Scene], None]:
    return selection.ask_in_full(next(each for each in load("suppliers")["suppliers"] if each["key"] == supplier))


STEPS = (
    Step(london(2025, 1, 30, 10), MSK, selection.write_questionnaire, "selection: two marked questions, four go on"),
    Step(london(2025, 2, 10, 14), MSK, review("checkpoint_1"), "verdict: proceed"),
    Step(london(2025, 2, 11, 15), MSK, plan_days, "timetable proposed; every minimum time is kept"),
    Step(london(2025, 2, 11, 16), MSK, publish(CALL_ENDS), "notice published, criteria frozen"),
    Step(london(2025, 2, 24, 11), MSK, _asking("alder"), "Alder asks to take part: subcontracting"),
    Step(london(2025, 3, 3, 10), MSK, _asking("birch"), "Birch asks: contractual joint venture"),
    Step(london(2025, 3, 6, 16), MSK, _asking("dogwood"), "Dogwood asks: alliance"),
    Step(london(2025, 3, 13, 17), MSK, _asking("cedar"), "Cedar asks: corporate joint venture"),
    Step(london(2025, 3, 14, 14), MSK, moving("close_call"), "the call is closed at its deadline"),
    Step(london(2025, 3, 14, 14, 30), MSK, selection.declare_conflicts, "who reads requests has no conflict"),
    Step(london(2025, 3, 14, 15), MSK, selection.give_notice, "Cedar is told of a ground of one subcontractor"),
    Step(london(2025, 3, 18, 10), MSK, selection.name_another, "Cedar names another in time"),
    Step(london(2025, 3, 19, 10), MSK, selection.judge_all, "every answer judged; two turnovers noted and justified"),
    Step(london(2025, 3, 20, 10), MSK, selection.conclude, "all four selected by the published rule, each by letter"),
    Step(london(2025, 3, 21), MSK, moving("open_dialogue"), "four are invited to dialogue"),
)
