"""The ranking as it follows from the agreed marks and the prices, with every working written out."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict
from assurance.domain.evaluation.explanation import explain
from assurance.domain.stages import Stage, reached
from assurance.persistence.queries.evaluation import find_result
from assurance.services import results
from assurance.web.guards import procurement, requires
from assurance.web.staff.evaluation import figures
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import db


@blueprint.get("/ranking")
@requires(Permission.RANKING_VIEW)
def ranking(ref: str) -> ResponseReturnValue:
    """Who stands where, by how much, and why."""
    here = procurement()
    if not reached(here.stage, Stage.RANKING):
        raise Conflict("There is a ranking once moderation is complete; until then prices stay apart from the marks")
    outcome = results.shown(db(), here)
    result = outcome.result
    return render_template(
        "staff/evaluation/ranking.html",
        procurement=here,
        faults=outcome.faults,
        sentences=explain(result, outcome.tree, outcome.names) if result else (),
        chart=figures.chart(outcome) if result else None,
        table=figures.table(outcome) if result else None,
        prices=figures.price_workings(outcome) if result else [],
        out=figures.eliminated(outcome) if result else [],
        ties=result.ties if result else (),
        confirmed=find_result(db(), here.id),
    )
