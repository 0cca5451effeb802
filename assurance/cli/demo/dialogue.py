"""Two rounds of dialogue: a session a week, minutes both sides agree, what is told to whom, and the down-selection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from assurance.cli.demo import confidences
from assurance.cli.demo.play import MSK, Scene, Step, london, moving
from assurance.cli.demo.texts import load
from assurance.persistence.queries.dialogue import list_sessions_of_bid
from assurance.services import dialogue

Said = dict[str, Any]


def hold(said: Said) -> Callable[[Scene], None]:
    """Make the act of holding a session with one participant."""

    def act(scene: Scene) -> None:
        dialogue.hold_session(
            scene.session, bid=scene.bid(said["supplier"]), round=said["round"], held_at=scene.now,
            place=load("dialogue")["place"], agenda=said["agenda"], attendance=said["attendance"],
            actor=scene.actor("dialogue"), now=scene.now,
        )  # fmt: skip

    return act


def write(said: Said) -> Callable[[Scene], None]:
    """Make the act of writing the minutes, the day after."""

    def act(scene: Scene) -> None:
        dialogue.write_minutes(
            scene.session, session_row=_last(scene, said), minutes=said["minutes"], version=None,
            actor=scene.actor("dialogue"), now=scene.now,
        )  # fmt: skip

    return act


def agree(said: Said, key: str) -> Callable[[Scene], None]:
    """Make the act of agreeing the minutes for one side."""

    def act(scene: Scene) -> None:
        dialogue.agree_minutes(scene.session, session_row=_last(scene, said), actor=scene.actor(key), now=scene.now)

    return act


def session_steps(programme: str, said: Said, label: str = "") -> Iterator[Step]:
    """Give the steps of one session: held on its day, minutes the next, both agreements the day after."""
    day: date = said["held_on"]

    def at(later: int, hour: int) -> Any:
        on = day + timedelta(days=later)
        return london(on.year, on.month, on.day, hour)

    yield Step(at(0, 10), programme, hold(said), label)
    yield Step(at(1, 11), programme, write(said))
    yield Step(at(2, 9), programme, agree(said, "dialogue"))
    yield Step(at(2, 14), programme, agree(said, said["supplier"]))


def assess(decisions: list[Said]) -> Callable[[Scene], None]:
    """Make the act of marking each participant by the published criteria and deciding who goes on."""

    def act(scene: Scene) -> None:
        lead = scene.actor("dialogue")
        for said in decisions:
            for code, (mark, reason) in said["marks"].items():
                dialogue.mark_down_select(
                    scene.session, bid=scene.bid(said["supplier"]), criterion=scene.criterion(code), mark=mark,
                    reason=reason, actor=lead, now=scene.now,
                )  # fmt: skip
        scene.session.flush()
        for said in decisions:
            dialogue.decide_down_select(
                scene.session, bid=scene.bid(said["supplier"]), keep=said["keep"], reason=said["reason"], actor=lead,
                now=scene.now,
            )  # fmt: skip

    return act


def _last(scene: Scene, said: Said) -> Any:
    return list_sessions_of_bid(scene.session, scene.bid(said["supplier"]).id)[-1]


def _sessions() -> Iterator[Step]:
    for said in load("dialogue")["sessions"]:
        label = f"session with {said['supplier'].title()}, minutes agreed by both sides"
        yield from session_steps(MSK, said, label)


STEPS = (
    *_sessions(),
    Step(london(2025, 4, 22, 9, 30), MSK, moving("end_round_1"), "first round over, after Easter"),
    Step(london(2025, 4, 24, 15), MSK, assess(load("dialogue")["down_select"]), "assessed by published criteria"),
    Step(london(2025, 4, 25), MSK, moving("open_round_2"), "Dogwood is eliminated; three go on"),
    Step(london(2025, 5, 16, 16), MSK, moving("close_dialogue", "owner"), "the owner concludes the dialogue"),
    *confidences.STEPS,
)
