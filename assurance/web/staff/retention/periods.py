"""How long the authority keeps each kind of record, and setting that."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.procedures.regimes import Regime
from assurance.domain.retention.classes import Kind, period
from assurance.persistence.queries.retention import list_own_periods
from assurance.services import retention
from assurance.web.guards import actor, now, requires
from assurance.web.staff.retention.forms import PeriodForm
from assurance.web.staff.retention.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/retention/periods")
@requires(Permission.DESK_VIEW)
def periods() -> ResponseReturnValue:
    """What is kept how long under each law, and where that comes from."""
    return _page(PeriodForm(formdata=None))


@blueprint.post("/retention/periods")
@requires(Permission.RETENTION_SET)
@commits
def set_period() -> ResponseReturnValue:
    """Set one of the periods."""
    form = PeriodForm()

    def act() -> None:
        retention.set_period(
            db(), kind=Kind(form.kind.data), years=form.data["years"], reason=form.reason.data, actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The period is set, for every procurement of the authority.", "success")
        return redirect(url_for(".periods"))
    return _page(form)


def _page(form: PeriodForm) -> ResponseReturnValue:
    own = list_own_periods(db(), actor().organisation_id)
    rows = [(regime, kind, period(kind, regime, own.get(kind))) for regime in Regime for kind in Kind]
    return render_template("staff/retention/periods.html", form=form, rows=rows), form.status
