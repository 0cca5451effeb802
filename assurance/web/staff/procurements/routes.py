"""Procurements: list, start, hub, people, moves, timeline."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.powers import needs_second, why_not_propose
from assurance.domain.authority.roles import Role
from assurance.domain.errors import NotFound, SecondPersonNeeded
from assurance.domain.notices.kinds import TITLES
from assurance.domain.procedures import CURRENT, get_procedure
from assurance.domain.procedures.regimes import Regime
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import Stage
from assurance.persistence.queries.powers import list_waiting as list_waiting_powers
from assurance.persistence.queries.procurements import list_changes, list_colleagues
from assurance.services import moves, powers, procurements, publishing
from assurance.services.cases import case_on_demand
from assurance.services.duties import list_first
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, now, procurement, requires, want_fresh
from assurance.web.procedure_drawing import draw
from assurance.web.procedure_steps import move_rows
from assurance.web.staff.procurements import lists, presenters
from assurance.web.staff.procurements.forms import AssignRoleForm, CreateProcurementForm, MoveForm
from assurance.web.staff.procurements.parts import parts_of
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("procurements", __name__, url_prefix="/procurements")


@blueprint.get("/")
@requires(Permission.DESK_VIEW)
def index() -> ResponseReturnValue:
    """The procurements I take part in."""
    return render_template("staff/procurements/index.html", mine=lists.mine())


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_CREATE)
@commits
def create() -> ResponseReturnValue:
    """Start a procurement."""
    form = CreateProcurementForm()
    made = []

    def act() -> None:
        apart = ("csrf_token", "submit", "integration_forms", "regime")
        fields = {name: value for name, value in form.data.items() if name not in apart}
        forms = [IntegrationForm(value) for value in form.integration_forms.data]
        procedure = CURRENT[Regime(form.regime.data)]
        made.append(
            procurements.create_procurement(
                db(), **fields, integration_forms=forms, procedure=procedure, actor=actor(), now=now()
            )
        )

    if not attempt(form, act):
        page = render_template(
            "staff/procurements/create.html",
            form=form,
            regimes=presenters.regime_hints(),
            circumstances=presenters.CIRCUMSTANCE_HINTS,
        )
        return page, form.status
    flash(f"{made[0].reference} is started. You are its procurement officer.", "success")
    return redirect(url_for(".show", ref=made[0].reference))


@blueprint.get("/<ref>/")
@requires(Permission.PROCUREMENT_VIEW)
def show(ref: str) -> ResponseReturnValue:
    """The hub: where it stands, what can be done next, what objects."""
    changes = list_changes(db(), procurement().id)
    case = case_on_demand(db(), procurement(), now())
    return render_template(
        "staff/procurements/show.html",
        procurement=procurement(),
        procedure=get_procedure(procurement().procedure_code, procurement().procedure_version),
        path=presenters.path(procurement(), changes),
        moves=presenters.open_moves(procurement(), case),
        parts=parts_of(procurement()),
        tasks=list_first(db(), user_id=actor().user_id, procurements=[(procurement(), actor().roles)], now=now()),
    )


@blueprint.route("/<ref>/move/<trigger>", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_VIEW)
@commits
def move(ref: str, trigger: str) -> ResponseReturnValue:
    """Confirm a move, seeing what it brings about or what objects to it."""
    lifecycle = get_procedure(procurement().procedure_code, procurement().procedure_version).lifecycle
    if trigger not in lifecycle.moves:
        raise NotFound("There is no such move")
    if lifecycle.moves[trigger].dest is Stage.AWARD:
        want_fresh("confirm the award")
    reason = publishing.approved_reason(db(), procurement=procurement(), move=lifecycle.moves[trigger])
    form = MoveForm(version=procurement().version, reason=reason)

    def act() -> None:
        moves.perform(
            db(), procurement=procurement(), trigger=trigger, actor=actor(), now=now(),
            reason=form.reason.data or "", version=form.expected_version,
        )  # fmt: skip

    if attempt(form, act):
        flash(f"{procurement().reference} is now at “{procurement().stage.label}”.", "success")
        return redirect(url_for(".show", ref=ref))
    objections = lifecycle.objections(trigger, case_on_demand(db(), procurement(), now()))
    page = render_template(
        "staff/procurements/move.html", form=form, procurement=procurement(), move=lifecycle.moves[trigger],
        objections=objections, titles=TITLES,
    )  # fmt: skip
    return page, form.status


@blueprint.get("/<ref>/people")
@requires(Permission.PROCUREMENT_VIEW)
def people(ref: str) -> ResponseReturnValue:
    """Who takes part, and in which role."""
    here = procurement()
    waiting = list_waiting_powers(db(), organisation_id=here.organisation_id, procurements=[here.id])
    return render_template("staff/procurements/people.html", procurement=here, given=lists.people(), waiting=waiting)


@blueprint.route("/<ref>/people/assign", methods=["GET", "POST"])
@requires(Permission.PEOPLE_ASSIGN, fresh_to="give a role")
@commits
def assign(ref: str) -> ResponseReturnValue:
    """Give a colleague a role, or propose one that two people give."""
    colleagues = {user.id: user for user in list_colleagues(db(), procurement().organisation_id)}
    mine, form = colleagues.pop(actor().user_id, None), AssignRoleForm()
    if form.is_submitted() and mine is not None and form.user.data == mine.id:
        raise SecondPersonNeeded(why_not_propose(proposer=mine.id, person=mine.id))
    form.user.choices = choices([(str(user.id), f"{user.name}, {user.job_title}") for user in colleagues.values()])

    def act() -> None:
        powers.give_role(
            db(), procurement=procurement(), user=colleagues[form.user.data], role=Role(form.role.data),
            reason=form.reason.data or "", actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        proposed = "The role is proposed. It is given when somebody else confirms it; they are told."
        flash(proposed if needs_second(Role(form.role.data)) else "The role is given.", "success")
        return redirect(url_for(".people", ref=ref))
    return render_template("staff/procurements/assign.html", form=form, procurement=procurement()), form.status


@blueprint.get("/<ref>/procedure")
@requires(Permission.PROCUREMENT_VIEW)
def procedure(ref: str) -> ResponseReturnValue:
    """The procedure this procurement runs by, with where it stands."""
    runs = procurement().procedure
    return render_template(
        "staff/procurements/procedure.html",
        procurement=procurement(),
        diagram=draw(runs, procurement().stage),
        rows=move_rows(runs, TITLES),
        circumstances=[procurements.CHOOSABLE[each] for each in procurement().circumstances],
    )
