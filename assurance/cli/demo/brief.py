"""The steps of a programme that is walked quickly: what each party does is told in one data file for the programme."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assurance.cli.demo import call, dialogue, impact, payment, planning, programme, selection, tenders
from assurance.cli.demo.gates import review_briefly
from assurance.cli.demo.play import Scene, Step, london, moving
from assurance.cli.demo.texts import load
from assurance.services.dialogue import decide_competition


@dataclass(frozen=True)
class Brief:
    """One programme by the name of its data file."""

    key: str

    @property
    def said(self) -> dict[str, Any]:
        """What the file says."""
        return load(self.key)

    @property
    def bids(self) -> list[dict[str, Any]]:
        """What it says of each bidder."""
        found: list[dict[str, Any]] = self.said["bids"]
        return found

    def planned(self, *at: datetime, due: date, label: str) -> Iterator[Step]:
        """Plan it, have it assured and publish the call that is due on a day, one act at each instant."""
        acts: Sequence[Callable[[Scene], None]] = (
            planning.start, planning.set_budget, planning.classify, planning.describe_pathways, programme.define,
            programme.involve, planning.set_outcomes, payment.pay_by_results, impact.nobody_loses,
            moving("start_engagement"),
            planning.draft_criteria, planning.summarise_engagement, moving("request_checkpoint_1"),
            review_briefly("checkpoint_1", self.said["assured"], self.said["evidence"]), call.publish(due),
        )  # fmt: skip
        for number, (act, instant) in enumerate(zip(acts, at, strict=True)):
            yield Step(instant, self.key, act, "" if number else label)

    def requests(self, *days: date) -> Iterator[Step]:
        """Let each bidder ask to take part, one a day."""
        for each, day in zip(self.bids, days, strict=True):
            act = selection.ask(each["supplier"], "118000000", each["experience"])
            yield Step(_at(day, 11), self.key, act)

    def select(self, scene: Scene) -> None:
        """Select them all; where that is too few to compete, put on record why it is still competition."""
        selection.judge_briefly(scene, [each["supplier"] for each in self.bids])
        if "competition" in self.said:
            decide_competition(
                scene.session, procurement=scene.procurement, reason=self.said["competition"],
                actor=scene.actor("owner"), now=scene.now,
            )  # fmt: skip

    def sessions(self, round_number: int, *days: date) -> Iterator[Step]:
        """Hold a session of a round with each bidder."""
        for each, day in zip(self.bids, days, strict=True):
            said = {
                "supplier": each["supplier"], "round": round_number, "held_on": day, "minutes": self.said["minutes"],
                "agenda": self.said["agenda"], "attendance": "Demo Dialogue Lead and the bidder",
            }  # fmt: skip
            yield from dialogue.session_steps(self.key, said)

    def effects(self, at: datetime) -> Iterator[Step]:
        """Let each bidder state what its offer does to others."""
        for each in self.bids:
            yield Step(at, self.key, impact.state(each["supplier"], each["years"]))

    def down_select(self, at: datetime) -> Step:
        """Mark everyone by the published criterion and keep everyone."""
        code = next(each["code"] for each in self.said["criteria"] if each.get("is_down_select"))
        decisions = [
            {"supplier": each["supplier"], "keep": True, "reason": each["kept"], "marks": {code: each["down_select"]}}
            for each in self.bids
        ]
        return Step(at, self.key, dialogue.assess(decisions))

    def written(self, supplier: str, day: date) -> Step:
        """Let a bidder write its final tender in the morning of a day."""
        each = next(each for each in self.bids if each["supplier"] == supplier)
        return Step(_at(day, 10), self.key, tenders.write(supplier, each["answers"], each))

    def submitted(self, supplier: str, day: date) -> Step:
        """Let a bidder submit what it wrote, in the afternoon."""
        return Step(_at(day, 15), self.key, tenders.submit(supplier))


def _at(day: date, hour: int) -> datetime:
    return london(day.year, day.month, day.day, hour)
