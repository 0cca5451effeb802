"""A fourth programme, left while final tenders are written: one is in, one is ready to submit, one is hardly begun."""

from __future__ import annotations

from datetime import date

from assurance.cli.demo import tenders
from assurance.cli.demo.brief import Brief
from assurance.cli.demo.play import Scene, Step, london, moving
from assurance.cli.demo.sealing import make_key
from assurance.services import bids

DIABETES = "diabetes"
WALK = Brief(DIABETES)


def begin(scene: Scene) -> None:
    """Let the last bidder keep the start of one answer."""
    bid, code = scene.bid("cedar"), "footcare"
    text = next(each["answers"][code] for each in WALK.bids if each["supplier"] == "cedar")
    bids.save_answer(
        scene.session, bid=bid, criterion=scene.criterion(code), text=text, is_ready=False, actor=scene.actor("cedar"),
        now=scene.now,
    )  # fmt: skip


STEPS = (
    *WALK.planned(
        london(2025, 12, 1, 10), london(2025, 12, 2, 10), london(2025, 12, 2, 11), london(2025, 12, 3, 10),
        london(2025, 12, 3, 15), london(2025, 12, 3, 16), london(2025, 12, 4, 10), london(2025, 12, 4, 10, 30),
        london(2025, 12, 4, 11),
        london(2025, 12, 8, 9), london(2026, 1, 26, 10), london(2026, 1, 30, 10), london(2026, 2, 2, 9),
        london(2026, 2, 9, 14), london(2026, 2, 11, 9),
        due=date(2026, 3, 13), label="a fourth programme, for bidders to tender for",
    ),
    *WALK.requests(date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)),
    Step(london(2026, 3, 13, 14), DIABETES, moving("close_call")),
    Step(london(2026, 3, 17, 10), DIABETES, WALK.select, "three selected"),
    Step(london(2026, 3, 18, 9), DIABETES, moving("open_dialogue")),
    *WALK.sessions(1, date(2026, 3, 24), date(2026, 3, 25), date(2026, 3, 30)),
    *WALK.effects(london(2026, 4, 8, 10)),
    Step(london(2026, 4, 9, 9), DIABETES, moving("end_round_1")),
    WALK.down_select(london(2026, 4, 13, 15)),
    Step(london(2026, 4, 15, 9), DIABETES, moving("open_round_2")),
    *WALK.sessions(2, date(2026, 4, 21), date(2026, 4, 27), date(2026, 4, 28)),
    Step(london(2026, 5, 11, 9), DIABETES, moving("close_dialogue", "owner")),
    Step(london(2026, 9, 21, 10), DIABETES, make_key),
    Step(london(2026, 9, 22, 9), DIABETES, tenders.invite(date(2026, 11, 6)), "three are invited to tender"),
    WALK.written("dogwood", date(2026, 10, 12)),
    WALK.submitted("dogwood", date(2026, 10, 12)),
    WALK.written("birch", date(2026, 10, 14)),
    Step(london(2026, 10, 16, 10), DIABETES, begin, "tenders are being written, until 6 November"),
)  # fmt: skip
