"""Who marks what, and how far the panel is. The other parts of the panel's work are in the modules beside."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.roles import Role
from assurance.persistence.queries import panel as duties
from assurance.persistence.queries.criteria import list_assignments, list_scored
from assurance.persistence.queries.evaluation import list_mark_states
from assurance.persistence.queries.gates import list_holders
from assurance.services import panel as giving
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.evaluation import presenters
from assurance.web.staff.evaluation.forms import GiveOutForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("evaluation", __name__, url_prefix="/procurements/<ref>/evaluation")


@blueprint.get("/panel")
@requires(Permission.PANEL_PROGRESS)
def panel(ref: str) -> ResponseReturnValue:
    """Who marks which question."""
    return _panel_page(GiveOutForm())


@blueprint.post("/panel")
@requires(Permission.PANEL_ASSIGN)
@commits
def give_out(ref: str) -> ResponseReturnValue:
    """Give out the marking as ticked in the table."""
    form = GiveOutForm()
    form.duties.choices = choices([(value, value) for value in _table().values])

    def act() -> None:
        giving.give_out(
            db(), procurement=procurement(), seen=presenters.read_pairs(form.seen.data),
            wanted=presenters.read_pairs(" ".join(form.duties.data or [])), actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The marking duties are saved.", "success")
        return redirect(url_for(".panel", ref=ref))
    return _panel_page(form)


def _table() -> presenters.DutyTable:
    return presenters.duty_table(
        criteria=list_scored(db(), procurement().id),
        evaluators=list_holders(db(), procurement().id, Role.EVALUATOR),
        assignments=list_assignments(db(), procurement().id),
    )


def _panel_page(form: GiveOutForm) -> ResponseReturnValue:
    table = _table()
    page = render_template(
        "staff/evaluation/panel.html", procurement=procurement(), form=form, table=table,
        is_open=giving.is_open(procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.get("/progress")
@requires(Permission.PANEL_PROGRESS)
def progress(ref: str) -> ResponseReturnValue:
    """How far each evaluator is with each bid: states, never a mark."""
    session, here = db(), procurement()
    maps = presenters.heat_maps(
        bids=duties.list_evaluated_bids(session, here.id),
        criteria=list_scored(session, here.id),
        assignments=list_assignments(session, here.id),
        cells=set(duties.list_cells(session, here.id)),
        states=list_mark_states(session, here.id),
    )
    undeclared = duties.list_undeclared(session, here)
    return render_template("staff/evaluation/progress.html", procurement=here, maps=maps, undeclared=undeclared)
