"""A third programme, walked quickly to individual scoring and left there, so that evaluators have something to mark."""

from __future__ import annotations

from datetime import date

from assurance.cli.demo import evaluation, tenders
from assurance.cli.demo.brief import Brief
from assurance.cli.demo.play import Step, london, moving
from assurance.cli.demo.sealing import make_key

FRAIL = "frail"
WALK = Brief(FRAIL)
COMPLETE = "All parts are present and words are within the limits."

STEPS = (
    *WALK.planned(
        london(2025, 9, 1, 10), london(2025, 9, 2, 10), london(2025, 9, 2, 11), london(2025, 9, 3, 10),
        london(2025, 9, 3, 15), london(2025, 9, 3, 16), london(2025, 9, 4, 10), london(2025, 9, 4, 10, 30),
        london(2025, 9, 4, 11),
        london(2025, 9, 8, 9), london(2025, 9, 22, 10), london(2025, 9, 26, 10), london(2025, 9, 29, 9),
        london(2025, 10, 6, 14), london(2025, 10, 8, 9),
        due=date(2025, 11, 7), label="a third programme, for evaluators to mark",
    ),
    *WALK.requests(date(2025, 10, 27), date(2025, 10, 28)),
    Step(london(2025, 11, 7, 14), FRAIL, moving("close_call")),
    Step(london(2025, 11, 11, 10), FRAIL, WALK.select, "two selected; why that is still competition is on record"),
    Step(london(2025, 11, 12, 9), FRAIL, moving("open_dialogue")),
    *WALK.sessions(1, date(2025, 11, 18), date(2025, 11, 25)),
    *WALK.effects(london(2025, 11, 27, 10)),
    Step(london(2025, 11, 28, 9), FRAIL, moving("end_round_1")),
    WALK.down_select(london(2025, 12, 1, 15)),
    Step(london(2026, 6, 23, 9), FRAIL, moving("open_round_2")),
    *WALK.sessions(2, date(2026, 6, 30), date(2026, 7, 7)),
    Step(london(2026, 7, 10, 9), FRAIL, moving("close_dialogue", "owner")),
    Step(london(2026, 8, 21, 10), FRAIL, make_key),
    Step(london(2026, 8, 24, 9), FRAIL, tenders.invite(date(2026, 10, 2))),
    WALK.written("alder", date(2026, 9, 28)),
    WALK.submitted("alder", date(2026, 9, 28)),
    WALK.written("dogwood", date(2026, 9, 29)),
    WALK.submitted("dogwood", date(2026, 9, 29)),
    Step(london(2026, 10, 2, 12, 5), FRAIL, moving("close_tenders")),
    Step(london(2026, 10, 2, 14), FRAIL, tenders.open_as("finance")),
    Step(london(2026, 10, 2, 14, 10), FRAIL, tenders.open_as("governance")),
    Step(london(2026, 10, 5, 10), FRAIL, tenders.check({each["supplier"]: COMPLETE for each in WALK.bids})),
    Step(london(2026, 10, 5, 14), FRAIL, evaluation.give_out(WALK.said["assignments"])),
    Step(london(2026, 10, 5, 15), FRAIL, evaluation.invite(london(2026, 10, 30, 17))),
    Step(london(2026, 10, 6, 10), FRAIL, evaluation.accept_all, "the panel accepts its invitation"),
    Step(london(2026, 10, 7, 9), FRAIL, moving("start_scoring"), "two tenders wait for their marks"),
)  # fmt: skip
