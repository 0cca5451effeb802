"""An exit plan as a contract manager would write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assurance.domain.contracts.exit_plan import HandOver, Item, Trigger
from assurance.persistence.models import ExitPlan
from assurance.services.contracting import exiting
from assurance.services.contracting.exiting import PlanTerms
from tests.factories.running import Running

TERMS = PlanTerms((Trigger.NOTICE.value, Trigger.LOSSES.value), "The trust runs the clinics from the first day.")
ITEM = Item(HandOver.SERVICES, True, "Everybody in treatment, with their records", "Alder Care", "Test Board", 30)


def write_exit_plan(running: Running, kinds: Sequence[HandOver] = tuple(HandOver)) -> ExitPlan:
    """Write the plan with one hand-over of each of some kinds; nobody has settled it yet."""
    common = {"actor": running.actor("contracts"), "now": running.now}
    plan = exiting.write(running.session, contract=running.contract, terms=TERMS, version=0, **common)
    for kind in kinds:
        running.session.flush()
        exiting.set_item(
            running.session, plan=plan, item=replace(ITEM, kind=kind), version=plan.version, **common
        )  # fmt: skip
    running.session.flush()
    return plan
