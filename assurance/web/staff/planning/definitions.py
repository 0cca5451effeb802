"""The register of definitions: what stands, what stood before, and the starting list."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.planning import list_outcomes
from assurance.persistence.queries.programme import get_definition, list_versions_of_definitions
from assurance.services import planning
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.planning.programme_forms import DefineForm, RedefineForm, TakeOverForm
from assurance.web.staff.planning.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/definitions")
@requires(Permission.PROCUREMENT_VIEW)
def definitions(ref: str) -> ResponseReturnValue:
    """Every term that is defined, with the outcomes bound to it, and what else the starting list offers."""
    rows = list_versions_of_definitions(db(), procurement().id)
    bound: dict[int | None, list[str]] = {}
    for outcome in list_outcomes(db(), procurement().id):
        bound.setdefault(outcome.definition_id, []).append(outcome.name)
    return render_template(
        "staff/planning/definitions.html", procurement=procurement(), fixed=planning.why_fixed(procurement()),
        standing=[each for each in rows if each.superseded_at is None], bound=bound,
        earlier=[each for each in rows if each.superseded_at is not None],
    )  # fmt: skip


@blueprint.route("/definitions/new", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def define(ref: str) -> ResponseReturnValue:
    """Define a term."""
    form = DefineForm()

    def act() -> None:
        words = {name: form[name].data or "" for name in ("term", "meaning", "source")}
        planning.define(db(), procurement=procurement(), **words, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"“{form.term.data}” is defined.", "success")
        return redirect(url_for(".definitions", ref=ref))
    return render_template("staff/planning/define.html", **_shown(form)), form.status


@blueprint.route("/definitions/starting-list", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def take_over(ref: str) -> ResponseReturnValue:
    """Take terms over from the starting list."""
    form, offered = TakeOverForm(), planning.offered(db(), procurement_id=procurement().id)
    form.terms.choices = [(each.term, each.term) for each in offered]

    def act() -> None:
        planning.take_over(db(), procurement=procurement(), terms=form.terms.data or (), actor=actor(), now=now())

    if attempt(form, act):
        flash("The terms are taken over. Read each meaning and change what does not fit.", "success")
        return redirect(url_for(".definitions", ref=ref))
    return render_template("staff/planning/take_over.html", offered=offered, **_shown(form)), form.status


@blueprint.route("/definitions/<definition_id>", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def definition(ref: str, definition_id: str) -> ResponseReturnValue:
    """Give a term another meaning, which is a new version."""
    row = get_definition(db(), procurement().id, definition_id)
    form = RedefineForm(obj=row)

    def act() -> None:
        planning.redefine(
            db(), procurement=procurement(), definition=row, meaning=form.meaning.data or "",
            source=form.source.data or "", actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(
            f"“{row.term}” has a new version. Outcomes stay bound to the one they had until you change them.", "success"
        )
        return redirect(url_for(".definitions", ref=ref))
    return render_template("staff/planning/definition.html", row=row, **_shown(form)), form.status


@blueprint.post("/definitions/<definition_id>/retire")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def retire(ref: str, definition_id: str) -> ResponseReturnValue:
    """Take a term out of the register."""
    row = get_definition(db(), procurement().id, definition_id)
    planning.retire(db(), procurement=procurement(), definition=row, actor=actor(), now=now())
    flash(f"“{row.term}” is taken out. Its versions stay on record.", "success")
    return redirect(url_for(".definitions", ref=ref))


def _shown(form: Any) -> dict[str, Any]:
    return {"form": form, "procurement": procurement(), "fixed": planning.why_fixed(procurement())}
