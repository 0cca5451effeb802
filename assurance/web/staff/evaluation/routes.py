"""Who is on the panel and who marks what. The other parts of the panel's work are in the modules beside."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.roles import Role
from assurance.persistence.queries.criteria import list_assignments, list_scored
from assurance.persistence.queries.gates import list_holders
from assurance.persistence.queries.invitations import list_invitations, list_members
from assurance.services import panel as giving
from assurance.services import panel_invitations
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
        invitations=list_invitations(db(), procurement().id),
    )


def _panel_page(form: GiveOutForm) -> ResponseReturnValue:
    here, table = procurement(), _table()
    page = render_template(
        "staff/evaluation/panel.html", procurement=here, form=form, table=table, is_open=giving.is_open(here),
        members=list_members(db(), here.id), invitations=list_invitations(db(), here.id),
        duties_of=Counter(each.user_id for each in list_assignments(db(), here.id)),
        may_invite=panel_invitations.is_open(here),
    )  # fmt: skip
    return page, form.status
