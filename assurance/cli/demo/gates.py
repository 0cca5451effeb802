"""A sitting at a gate: two reviewers rate the lines, set conditions, sign, and the verdict follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assurance.cli.demo.papers import paper
from assurance.cli.demo.play import Scene
from assurance.cli.demo.texts import load
from assurance.persistence.queries.gates import get_condition, get_last_review
from assurance.services import gate_conditions, gates, proof
from assurance.services.intake import Intake, judged

REVIEWERS = ("assurance_clinical", "assurance_finance")


def review(code: str) -> Callable[[Scene], None]:
    """Make the act of holding a sitting at a gate from first rating to verdict."""

    def act(scene: Scene) -> None:
        for number, (line, said) in enumerate(load("gates")[code].items()):
            _rate(scene, code, line, said, REVIEWERS[number % len(REVIEWERS)])
        for condition in load("gates").get(f"{code}_conditions", ()):
            _set_condition(scene, code, condition)
        conclude(scene, code)

    return act


def review_briefly(code: str, reason: str, evidence: str) -> Callable[[Scene], None]:
    """Make the act of rating every line of a gate green with the same short reason, for a minor programme."""

    def act(scene: Scene) -> None:
        found = get_last_review(scene.session, scene.procurement.id, code)
        for line in [each.code for each in found.lines]:
            _rate(scene, code, line, {"rating": "green", "reason": reason, "evidence": evidence}, REVIEWERS[0])
        conclude(scene, code)

    return act


def conclude(scene: Scene, code: str) -> None:
    """Sign as both reviewers and give the verdict that follows."""
    for key in REVIEWERS:
        sitting = get_last_review(scene.session, scene.procurement.id, code)
        gates.sign(scene.session, review=sitting, actor=scene.actor(key), now=scene.now)
    gates.conclude(scene.session, review=sitting, actor=scene.actor(REVIEWERS[0]), now=scene.now)


def meet(number: int) -> Callable[[Scene], None]:
    """Make the act of meeting a condition of checkpoint 2 with its evidence; conditions are numbered as set."""

    def act(scene: Scene) -> None:
        said = load("gates")["checkpoint_2_conditions"][number - 1]
        condition = get_condition(scene.session, scene.procurement.id, f"C-{number:03}")
        if condition.needs_document:
            _show(scene, condition, said)
        gate_conditions.meet_condition(
            scene.session, condition=condition, evidence=said["met_evidence"], actor=scene.actor(said["met_by"]),
            now=scene.now,
        )  # fmt: skip

    return act


def _show(scene: Scene, condition: Any, said: dict[str, Any]) -> None:
    """Add the document that shows that a condition is met."""
    intake, actor = Intake.at_hand(scene.play.files), scene.actor(said["met_by"])
    content = paper(said["document"], "Nothing in it is real.")
    with judged(
        intake, reference=scene.procurement.reference, bid_id=proof.name_of(condition), content=[content],
        name=f"{said['document']}.pdf",
    ) as file:  # fmt: skip
        proof.attach(scene.session, shown=condition, file=file, intake=intake, actor=actor, now=scene.now)


def _rate(scene: Scene, code: str, line: str, said: dict[str, str], reviewer: str) -> None:
    gates.rate_line(
        scene.session, review=get_last_review(scene.session, scene.procurement.id, code), line_code=line,
        rating=said["rating"], reason=said["reason"], evidence_seen=said["evidence"], actor=scene.actor(reviewer),
        now=scene.now,
    )  # fmt: skip


def _set_condition(scene: Scene, code: str, said: dict[str, Any]) -> None:
    gate_conditions.add_condition(
        scene.session, review=get_last_review(scene.session, scene.procurement.id, code), line_code=said["line"],
        text=said["text"], owner=said["owner"], evidence_required=said["evidence"],
        due_on=said["due_on"], blocks=said["blocks"],
        needs_document="document" in said, actor=scene.actor("assurance_finance"), now=scene.now,
    )  # fmt: skip
