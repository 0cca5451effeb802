"""The providers of today, what bids say they would do to them, and the evidence asked for at checkpoint 2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from assurance.cli.demo.award import PREFERRED
from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import load
from assurance.domain.provision.system_impact import Flow
from assurance.persistence.queries.gate_evidence import list_of_bid
from assurance.persistence.queries.gates import get_last_review
from assurance.persistence.queries.system_impact import list_incumbents
from assurance.services import bids, gate_evidence, system_impact

SAID: Mapping[str, Any] = load("impact")


def register(scene: Scene) -> None:
    """Register the providers of today."""
    for each in SAID["incumbents"]:
        system_impact.save_incumbent(
            scene.session, procurement=scene.procurement, name=each["name"], income=Decimal(each["income"]),
            result=Decimal(each["result"]), dependents=each["dependents"], actor=scene.actor("officer"), now=scene.now,
        )  # fmt: skip


def nobody_loses(scene: Scene) -> None:
    """Say why no provider of today loses."""
    reason = load(scene.programme)["nobody_loses"]
    system_impact.state_nobody_loses(
        scene.session, procurement=scene.procurement, reason=reason, actor=scene.actor("officer"), now=scene.now
    )


def state(supplier: str, years: list[str] | None = None) -> Callable[[Scene], None]:
    """Make the act of stating effects and indicative prices in a round, and giving them to the authority."""

    def act(scene: Scene) -> None:
        common: dict[str, Any] = {"bid": scene.bid(supplier), "actor": scene.actor(supplier), "now": scene.now}
        prices = [Decimal(each) for each in years or SAID[supplier]["years"]]
        bids.save_impact(scene.session, given=_flows(scene, supplier), years=prices, **common)
        bids.state_impact(scene.session, **common)

    return act


def tender(scene: Scene, supplier: str) -> None:
    """Say in the final tender what the bid would do, where anybody is registered."""
    if flows := _flows(scene, supplier):
        bids.save_impact(
            scene.session, bid=scene.bid(supplier), given=flows, years=None, actor=scene.actor(supplier), now=scene.now
        )


def ask_evidence(scene: Scene) -> None:
    """Ask the preferred bidder for proof of what it makes good."""
    review = get_last_review(scene.session, scene.procurement.id, "checkpoint_2")
    gate_evidence.ask(
        scene.session, review=review, line_code="system_impact", due_on=date(2025, 8, 5), bid=scene.bid(PREFERRED),
        what="The letters in which both boards agree to the transition, with the volumes they rest on",
        actor=scene.actor("assurance_finance"), now=scene.now,
    )  # fmt: skip


def give_evidence(scene: Scene) -> None:
    """Give it in words."""
    (request,) = list_of_bid(scene.session, scene.bid(PREFERRED).id)
    gate_evidence.answer(
        scene.session, request=request, actor=scene.actor(PREFERRED), now=scene.now,
        text="Letters of 18 and 21 July 2025, signed by both chief executives, are with the programme office.",
    )  # fmt: skip


def accept_evidence(scene: Scene) -> None:
    """Accept what was given."""
    (request,) = list_of_bid(scene.session, scene.bid(PREFERRED).id)
    gate_evidence.settle(
        scene.session, request=request, accept=True, reason="", actor=scene.actor("assurance_finance"), now=scene.now
    )


def _flows(scene: Scene, supplier: str) -> list[Flow]:
    known = list_incumbents(scene.session, scene.procurement.id)
    return [
        Flow(
            each.code, Decimal(said["displaced"]), Decimal(said["stranded"]), Decimal(said["mitigation"]),
            said["words"],
        )
        for each, said in zip(known, SAID[supplier]["flows"], strict=False)
    ]  # fmt: skip


STEPS = (
    Step(london(2025, 1, 9, 11), MSK, register, "two providers of today may lose income; both are registered"),
    *(
        Step(london(2025, 4, 17, 14, minute), MSK, state(supplier))
        for minute, supplier in enumerate(("alder", "birch", "cedar", "dogwood"))
    ),
    Step(london(2025, 7, 28, 10), MSK, ask_evidence, "a reviewer asks Birch for the letters of both boards"),
    Step(london(2025, 8, 4, 10), MSK, give_evidence),
    Step(london(2025, 8, 6, 10), MSK, accept_evidence),
)
