"""The ranking as it follows from the agreed marks and the prices, with every working, and what would change it.

Whoever may not see a price yet sees what the marks on quality amount to by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict
from assurance.domain.stages import Stage, reached
from assurance.domain.tenderbox.visibility import price_visible
from assurance.services import results, sensitivity
from assurance.web.guards import actor, procurement, requires
from assurance.web.staff.evaluation import figures, findings, quality
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import db

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement


@blueprint.get("/ranking")
@requires(Permission.RANKING_VIEW)
def ranking(ref: str) -> ResponseReturnValue:
    """Who stands where, by how much, why, and in one sentence what would change it."""
    here = _ranked_procurement()
    if not _shows_prices(here):
        return _quality_page(here)
    outcome = results.shown(db(), here)
    layout = figures.page(outcome) if outcome.result else {}
    if outcome.result:
        layout["change"] = findings.one_sentence(sensitivity.analysis(db(), here, outcome), outcome)
    return render_template(
        "staff/evaluation/ranking.html",
        procurement=here, faults=outcome.faults, quality=None, confirmed=outcome.confirmed, **layout,
    )  # fmt: skip


@blueprint.get("/ranking/sensitivity", endpoint="sensitivity")
@requires(Permission.RANKING_VIEW)
def show_sensitivity(ref: str) -> ResponseReturnValue:
    """What would change the winner: weights, formulas, bids, evaluators, single marks, rounding."""
    here = _ranked_procurement()
    if not _shows_prices(here):
        mend = "staff.opening.prices" if here.are_prices_closed else "staff.evaluation.ranking"
        raise Conflict(f"{quality.why_no_price(here)}. Until then there is no ranking to try", endpoint=mend)
    outcome = results.shown(db(), here)
    layout = findings.page(sensitivity.analysis(db(), here, outcome), outcome) if outcome.result else {}
    return render_template(
        "staff/evaluation/sensitivity.html", procurement=here, faults=outcome.faults, draws=sensitivity.DRAWS, **layout
    )


def _shows_prices(here: Procurement) -> bool:
    return price_visible(actor().roles, here.stage, closed=here.are_prices_closed)


def _quality_page(here: Procurement) -> ResponseReturnValue:
    outcome = results.without_prices(db(), here)
    return render_template(
        "staff/evaluation/ranking.html", procurement=here, quality=quality.page(outcome), confirmed=None, faults=(),
        why_no_price=quality.why_no_price(here),
    )  # fmt: skip


def _ranked_procurement() -> Procurement:
    here = procurement()
    if not reached(here.stage, Stage.RANKING):
        raise Conflict(
            "There is a ranking once moderation is complete; until then prices stay apart from the marks",
            endpoint="staff.evaluation.progress",
        )
    return here
