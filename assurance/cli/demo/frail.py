"""A third programme, walked quickly to individual scoring and left there, so that evaluators have something to mark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from assurance.cli.demo import call, dialogue, evaluation, impact, planning, programme, selection, tenders
from assurance.cli.demo.gates import review_briefly
from assurance.cli.demo.play import Scene, Step, london, moving
from assurance.cli.demo.sealing import make_key
from assurance.cli.demo.texts import load
from assurance.services.dialogue import decide_competition

FRAIL = "frail"
SAID = load(FRAIL)
BIDS: list[dict[str, Any]] = SAID["bids"]
COMPLETE = "All parts are present and words are within the limits."


def select_both(scene: Scene) -> None:
    """Select both, and put on record why two are still genuine competition."""
    selection.judge_briefly(scene, [each["supplier"] for each in BIDS])
    decide_competition(
        scene.session, procurement=scene.procurement, reason=SAID["competition"], actor=scene.actor("owner"),
        now=scene.now,
    )  # fmt: skip


def _requests() -> Iterator[Step]:
    for number, each in enumerate(BIDS):
        act = selection.ask(each["supplier"], "118000000", each["experience"])
        yield Step(london(2025, 10, 27 + number, 11), FRAIL, act)


def _sessions(round_number: int, *days: date) -> Iterator[Step]:
    for each, day in zip(BIDS, days, strict=True):
        said = {
            "supplier": each["supplier"], "round": round_number, "held_on": day, "minutes": SAID["minutes"],
            "agenda": "A week in the life of one person; questions.", "attendance": "Demo Dialogue Lead and the bidder",
        }  # fmt: skip
        yield from dialogue.session_steps(FRAIL, said)


def _down_select() -> list[dict[str, Any]]:
    return [
        {"supplier": each["supplier"], "keep": True, "reason": each["kept"], "marks": {"home": each["down_select"]}}
        for each in BIDS
    ]


def _tenders() -> Iterator[Step]:
    for number, each in enumerate(BIDS):
        write = tenders.write(each["supplier"], each["answers"], each)
        yield Step(london(2026, 9, 28 + number, 10), FRAIL, write)
        yield Step(london(2026, 9, 28 + number, 15), FRAIL, tenders.submit(each["supplier"]))


STEPS = (
    Step(london(2025, 9, 1, 10), FRAIL, planning.start, "a third programme, for evaluators to mark"),
    Step(london(2025, 9, 2, 10), FRAIL, planning.set_budget),
    Step(london(2025, 9, 2, 11), FRAIL, planning.classify),
    Step(london(2025, 9, 3, 10), FRAIL, planning.describe_pathways),
    Step(london(2025, 9, 3, 15), FRAIL, programme.define),
    Step(london(2025, 9, 3, 16), FRAIL, programme.involve),
    Step(london(2025, 9, 4, 10), FRAIL, planning.set_outcomes),
    Step(london(2025, 9, 4, 11), FRAIL, impact.nobody_loses),
    Step(london(2025, 9, 8, 9), FRAIL, moving("start_engagement")),
    Step(london(2025, 9, 22, 10), FRAIL, planning.draft_criteria),
    Step(london(2025, 9, 26, 10), FRAIL, planning.summarise_engagement),
    Step(london(2025, 9, 29, 9), FRAIL, moving("request_checkpoint_1")),
    Step(london(2025, 10, 6, 14), FRAIL, review_briefly("checkpoint_1", SAID["assured"], SAID["evidence"])),
    Step(london(2025, 10, 8, 9), FRAIL, call.publish(date(2025, 11, 7))),
    *_requests(),
    Step(london(2025, 11, 7, 14), FRAIL, moving("close_call")),
    Step(london(2025, 11, 11, 10), FRAIL, select_both, "two selected; why that is still competition is on record"),
    Step(london(2025, 11, 12, 9), FRAIL, moving("open_dialogue")),
    *_sessions(1, date(2025, 11, 18), date(2025, 11, 25)),
    *(Step(london(2025, 11, 27, 10), FRAIL, impact.state(each["supplier"], each["years"])) for each in BIDS),
    Step(london(2025, 11, 28, 9), FRAIL, moving("end_round_1")),
    Step(london(2025, 12, 1, 15), FRAIL, dialogue.assess(_down_select())),
    Step(london(2026, 6, 23, 9), FRAIL, moving("open_round_2")),
    *_sessions(2, date(2026, 6, 30), date(2026, 7, 7)),
    Step(london(2026, 7, 10, 9), FRAIL, moving("close_dialogue", "owner")),
    Step(london(2026, 8, 21, 10), FRAIL, make_key),
    Step(london(2026, 8, 24, 9), FRAIL, tenders.invite(date(2026, 10, 2))),
    *_tenders(),
    Step(london(2026, 10, 2, 12, 5), FRAIL, moving("close_tenders")),
    Step(london(2026, 10, 2, 14), FRAIL, tenders.open_as("finance")),
    Step(london(2026, 10, 2, 14, 10), FRAIL, tenders.open_as("governance")),
    Step(london(2026, 10, 5, 10), FRAIL, tenders.check({each["supplier"]: COMPLETE for each in BIDS})),
    Step(london(2026, 10, 5, 14), FRAIL, evaluation.give_out(SAID["assignments"])),
    Step(london(2026, 10, 5, 15), FRAIL, evaluation.invite(london(2026, 10, 30, 17))),
    Step(london(2026, 10, 6, 10), FRAIL, evaluation.accept_all, "the panel accepts its invitation"),
    Step(london(2026, 10, 7, 9), FRAIL, moving("start_scoring"), "two tenders wait for their marks"),
)
