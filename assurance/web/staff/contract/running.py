"""What a contract manager looks at first: what is due, what waits for a decision, what is paid, what is open."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.contracts import get_contract
from assurance.services.contracting import overview
from assurance.web.guards import now, procurement, requires
from assurance.web.staff.contract.routes import blueprint
from assurance.web.transaction import db


@blueprint.get("/running")
@requires(Permission.CONTRACT_VIEW)
def running(ref: str) -> ResponseReturnValue:
    """The running contract at a glance."""
    contract = get_contract(db(), procurement().id)
    return render_template(
        "staff/contract/running.html", procurement=procurement(), contract=contract,
        found=overview.standing(db(), contract, procurement(), now()),
    )  # fmt: skip
