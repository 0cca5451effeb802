"""The plan for the end of the contract of the demonstration: written in the first quarter of service, and settled."""

from __future__ import annotations

from typing import Any

from assurance.cli.demo.play import MSK, Scene, Step, london
from assurance.cli.demo.texts import load
from assurance.domain.contracts.exit_plan import HandOver, Item
from assurance.persistence.queries.contracts import get_contract
from assurance.persistence.queries.exit_plans import get_exit_plan
from assurance.services.contracting import exiting
from assurance.services.contracting.exiting import PlanTerms


def write(scene: Scene) -> None:
    """Write the plan with every hand-over."""
    said: dict[str, Any] = load("exit")
    common: dict[str, Any] = {"actor": scene.actor("contracts"), "now": scene.now}
    plan = exiting.write(
        scene.session, contract=get_contract(scene.session, scene.procurement.id), version=0,
        terms=PlanTerms(tuple(said["triggers"]), said["step_in"], said["within_months"]), **common,
    )  # fmt: skip
    for each in said["items"]:
        item = Item(HandOver(each["kind"]), True, each["what"], each["owner"], each["receiver"], each["days"])
        exiting.set_item(scene.session, plan=plan, item=item, version=plan.version, **common)
        scene.session.flush()


def settle(scene: Scene) -> None:
    """Settle it."""
    plan = get_exit_plan(scene.session, get_contract(scene.session, scene.procurement.id).id)
    exiting.settle(
        scene.session, plan=plan, version=plan.version, actor=scene.actor("contracts"), now=scene.now
    )  # fmt: skip


STEPS = (
    Step(london(2026, 6, 15, 10), MSK, write, "the exit plan: what is handed over, by whom, to whom, by when"),
    Step(london(2026, 6, 29, 10), MSK, settle),
)
