"""Who answers for what a form of working brings: the bidders in their tenders, the authority for the preferred one."""

from __future__ import annotations

from collections.abc import Mapping

from assurance.cli.demo.award import PREFERRED
from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import load
from assurance.domain.provision.consequences import Kept
from assurance.services import integration_questions

SAID: Mapping[str, Mapping[str, Mapping[str, str]]] = load("form_questions")


def tender(scene: Scene, supplier: str) -> None:
    """Answer every question of the form that a bidder chose."""
    for code, each in SAID[supplier].items():
        integration_questions.answer_in_tender(
            scene.session, bid=scene.bid(supplier), code=code, kept=Kept(**each), actor=scene.actor(supplier),
            now=scene.now,
        )  # fmt: skip


def own(scene: Scene) -> None:
    """Name at the authority who answers for the preferred bidder’s form, and what they say."""
    for code, each in SAID["authority"].items():
        integration_questions.answer_for_authority(
            scene.session, bid=scene.bid(PREFERRED), code=code, kept=Kept(**each), actor=scene.actor("officer"),
            now=scene.now,
        )  # fmt: skip


def add(scene: Scene) -> None:
    """Add as the preferred bidder what the tender left open."""
    for code, each in SAID["later"].items():
        integration_questions.add_as_preferred(
            scene.session, bid=scene.bid(PREFERRED), code=code, kept=Kept(**each), actor=scene.actor(PREFERRED),
            now=scene.now,
        )  # fmt: skip


STEPS = (
    Step(london(2025, 8, 1, 10), MSK, own, "the authority names who answers for tax, guarantee, registration"),
    Step(london(2025, 9, 19, 10), MSK, add, "Birch adds the opinion on tax and the signed guarantee"),
)
