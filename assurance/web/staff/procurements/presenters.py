"""Turns a procurement into what its hub page shows. Asks the domain; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, url_for

from assurance.domain.authority.policy import permits
from assurance.domain.case import Case
from assurance.domain.errors import Objection
from assurance.domain.procedures import CURRENT, get_procedure
from assurance.domain.procedures.regimes import Regime
from assurance.persistence.queries.procurements import stage_states
from assurance.web.guards import actor


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move the table allows from here, with what objects to it and whether this person may take it."""

    trigger: str
    label: str
    consequence: str
    provision: str
    objections: tuple[Objection, ...]
    is_mine: bool
    href: str


def open_moves(procurement: Any, case: Case) -> list[OpenMove]:
    """List the moves possible from the stage, the ordinary ones before abandonment."""
    lifecycle = get_procedure(procurement.procedure_code, procurement.procedure_version).lifecycle
    return [
        OpenMove(
            trigger=move.trigger,
            label=move.label,
            consequence=move.consequence,
            provision=move.provision,
            objections=lifecycle.objections(move.trigger, case),
            is_mine=permits(actor(), move.permission, g.reach),
            href=url_for("staff.procurements.move", ref=procurement.reference, trigger=move.trigger),
        )
        for move in lifecycle.open_moves(procurement.stage)
    ]


def regime_hints() -> dict[str, str]:
    """Say under each regime which procedure it means and when it is the right one."""
    return {
        regime.value: f"{CURRENT[regime].label}. {when}"
        for regime, when in (
            (Regime.PSR, "Health care services in England: the usual one for a programme of care."),
            (Regime.PA23, "Services that are not health care services, or mixed contracts whose main part is not."),
            (Regime.PCR15, "Only for procurements begun before 24 February 2025."),
        )
    }


CIRCUMSTANCE_HINTS = {
    "light_touch": "Social and other services that the Procurement Act or the 2015 Regulations treat lightly.",
    "urgent": "The authority can show that it is so. Say why in the notice.",
    "planned_notice": "Between 40 days and 12 months before the tender notice; 35 days under the 2015 Regulations.",
    "agreed_period": "Possible for an authority that is not central government.",
}


def path(procurement: Any, changes: list[Any]) -> list[dict[str, str]]:
    """Return the stages for the drawn path."""
    return [{"label": stage.label, "state": state} for stage, state in stage_states(procurement.stage, changes)]
