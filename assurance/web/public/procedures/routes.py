"""Which procedures there are, and each as a table, a drawing and a text for other programs."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.notices.kinds import TITLES
from assurance.domain.procedures import CURRENT, PROCEDURES, get_procedure
from assurance.web.guards import public
from assurance.web.procedure_drawing import draw
from assurance.web.procedure_steps import move_rows

blueprint = Blueprint("procedures", __name__, url_prefix="/procedures")


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """The procedures by law, and earlier versions under which procurements still run."""
    earlier = [each for each in PROCEDURES.values() if each not in CURRENT.values()]
    return render_template("public/procedures/index.html", current=list(CURRENT.values()), earlier=earlier)


@blueprint.get("/<code>/<version>")
@public
def show(code: str, version: str) -> ResponseReturnValue:
    """One procedure: every step with who takes it, its papers, its time and its provision."""
    procedure = get_procedure(code, version)
    return render_template(
        "public/procedures/show.html", procedure=procedure, diagram=draw(procedure), rows=move_rows(procedure, TITLES)
    )


@blueprint.get("/<code>/<version>/diagram.mmd")
@public
def mermaid(code: str, version: str) -> ResponseReturnValue:
    """The drawing as mermaid text, from the table that is run."""
    headers = {"Content-Disposition": f'attachment; filename="{code}-{version}.mmd"'}
    return Response(get_procedure(code, version).lifecycle.diagram(), mimetype="text/plain", headers=headers)
