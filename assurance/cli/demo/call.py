"""The call for competition: checkpoint 1, the notice, the providers' requests to take part, and the selection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

from assurance.cli.demo.gates import review
from assurance.cli.demo.play import MSK, Scene, Step, london, moving
from assurance.cli.demo.texts import load
from assurance.cli.demo.timetable import CALL_ENDS, plan_days
from assurance.services import bids, selection, tendering


def publish(due_on: date) -> Callable[[Scene], None]:
    """Make the act of writing the notice with its deadline at noon, and publishing it."""

    def act(scene: Scene) -> None:
        tendering.write_notice(
            scene.session, procurement=scene.procurement, text=load(scene.programme)["notice"], requests_due_on=due_on,
            requests_due_time=time(12), actor=scene.actor("officer"), now=scene.now,
        )  # fmt: skip
        scene.move("publish_call")

    return act


def ask(supplier: str, turnover: str, experience: str) -> Callable[[Scene], None]:
    """Make the act of a provider's lead asking to take part."""

    def act(scene: Scene) -> None:
        lead = scene.actor(supplier)
        bid = bids.start_request(scene.session, procurement=scene.procurement, actor=lead, now=scene.now)
        bids.save_request(
            scene.session, bid=bid, annual_turnover_amount=Decimal(turnover), has_no_exclusion_ground=True,
            experience=experience, actor=lead, now=scene.now,
        )  # fmt: skip
        bids.send_request(scene.session, bid=bid, actor=lead, now=scene.now)

    return act


def select_all(scene: Scene) -> None:
    """Decide each request with its reason; here every one is selected."""
    for supplier in load("suppliers")["suppliers"]:
        selection.decide(
            scene.session, bid=scene.bid(supplier["key"]), select=True, reason=supplier["selection"],
            actor=scene.actor("officer"), now=scene.now,
        )  # fmt: skip


def _asking(supplier: str) -> Callable[[Scene], None]:
    said = next(each for each in load("suppliers")["suppliers"] if each["key"] == supplier)
    return ask(supplier, said["turnover"], said["experience"])


STEPS = (
    Step(london(2025, 2, 10, 14), MSK, review("checkpoint_1"), "verdict: proceed"),
    Step(london(2025, 2, 11, 15), MSK, plan_days, "timetable proposed; every minimum time is kept"),
    Step(london(2025, 2, 11, 16), MSK, publish(CALL_ENDS), "notice published, criteria frozen"),
    Step(london(2025, 2, 24, 11), MSK, _asking("alder"), "Alder asks to take part: subcontracting"),
    Step(london(2025, 3, 3, 10), MSK, _asking("birch"), "Birch asks: contractual joint venture"),
    Step(london(2025, 3, 6, 16), MSK, _asking("dogwood"), "Dogwood asks: alliance"),
    Step(london(2025, 3, 13, 17), MSK, _asking("cedar"), "Cedar asks: corporate joint venture"),
    Step(london(2025, 3, 14, 14), MSK, moving("close_call"), "the call is closed at its deadline"),
    Step(london(2025, 3, 20, 10), MSK, select_all, "all four selected; two turnovers noted and justified"),
    Step(london(2025, 3, 21), MSK, moving("open_dialogue"), "four are invited to dialogue"),
)
