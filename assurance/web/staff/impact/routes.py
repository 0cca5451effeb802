"""The ledger of effects: who may lose by the programme, and what each bid would do to them. Reading it is on record."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.stages import BidStage
from assurance.persistence.queries import system_impact as queries
from assurance.persistence.queries.awards import list_bids_seen_at
from assurance.persistence.queries.facts.award import CHOSEN_STAGES
from assurance.services import audit, impacts, system_impact
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.impact import presenters
from assurance.web.transaction import apart, db

blueprint = Blueprint("impact", __name__, url_prefix="/procurements/<ref>/impact")
SHOWN = (BidStage.IN_DIALOGUE, BidStage.INVITED, BidStage.RANKED, BidStage.RESERVE, *CHOSEN_STAGES)
"""Bids whose effects are looked at: those in dialogue by what they stated there, later those that are ranked."""


@blueprint.get("/")
@requires(Permission.IMPACT_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """The providers of today, and for each bid what would become of them."""
    found = impacts.impacts(db(), list_bids_seen_at(db(), procurement().id, *SHOWN))
    page = render_template(
        "staff/impact/index.html", procurement=procurement(), impacts=found, charts=_charts(found),
        incumbents=queries.list_incumbents(db(), procurement().id), scope=queries.find_scope(db(), procurement().id),
        may_change=procurement().stage in system_impact.STAGES,
    )  # fmt: skip
    if stated := [each.bid.public_id for each in found if each.effects]:
        audit.record_apart(
            apart(), tag="impact:viewed", actor=actor(), now=now(), reference=ref, subject=ref, bids=stated
        )
    return page


def _charts(found: list[Any]) -> dict[str, Any]:
    return {
        each.bid.public_id: presenters.effects_chart(each.effects, str(at), each.bid.organisation.name)
        for at, each in enumerate(found, 1)
        if each.effects
    }
