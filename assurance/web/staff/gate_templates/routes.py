"""The templates of the gates: what each asks today, its versions, and changing it line by line."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.gates.definition import KeyLine
from assurance.services import gate_templates as service
from assurance.web.guards import actor, now, requires
from assurance.web.staff.gate_templates.forms import LineForm, ReasonForm, line_form
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("gate_templates", __name__, url_prefix="/gate-templates")


@blueprint.get("/")
@requires(Permission.DESK_VIEW)
def index() -> ResponseReturnValue:
    """Every gate, how many lines it asks and in which version."""
    return render_template("staff/gate_templates/index.html", gates=service.all_current(db(), actor().organisation_id))


@blueprint.get("/<gate_code>")
@requires(Permission.DESK_VIEW)
def show(gate_code: str) -> ResponseReturnValue:
    """What one gate asks, today or in an earlier version."""
    versions = service.list_versions(db(), actor().organisation_id, gate_code)
    newest = versions[0].number if versions else 0
    number = request.args.get("version", newest, type=int)
    gate = service.version(db(), actor().organisation_id, gate_code, number)
    if gate is None:
        raise NotFound("There is no such version of this gate")
    return render_template("staff/gate_templates/show.html", gate=gate, number=number, newest=newest, versions=versions)


@blueprint.route("/<gate_code>/lines/new", methods=["GET", "POST"])
@requires(Permission.GATE_TEMPLATE_EDIT)
@commits
def add_line(gate_code: str) -> ResponseReturnValue:
    """Add a line of enquiry."""
    gate, number = service.current(db(), actor().organisation_id, gate_code)
    form = line_form(None, number)
    if _saved(form, gate_code, service.new_code(gate)):
        return redirect(url_for(".show", gate_code=gate_code))
    return render_template("staff/gate_templates/add_line.html", form=form, gate=gate), form.status


@blueprint.route("/<gate_code>/lines/<line_code>", methods=["GET", "POST"])
@requires(Permission.GATE_TEMPLATE_EDIT)
@commits
def edit_line(gate_code: str, line_code: str) -> ResponseReturnValue:
    """Change a line of enquiry."""
    gate, number = service.current(db(), actor().organisation_id, gate_code)
    line = _line(gate.find_line(line_code))
    form = line_form(line, number)
    if _saved(form, gate_code, line.code):
        return redirect(url_for(".show", gate_code=gate_code))
    return render_template("staff/gate_templates/edit_line.html", form=form, gate=gate, line=line), form.status


@blueprint.route("/<gate_code>/lines/<line_code>/drop", methods=["GET", "POST"])
@requires(Permission.GATE_TEMPLATE_EDIT)
@commits
def drop_line(gate_code: str, line_code: str) -> ResponseReturnValue:
    """Take a line of enquiry out."""
    gate, number = service.current(db(), actor().organisation_id, gate_code)
    line, form = _line(gate.find_line(line_code)), ReasonForm(version=number)

    def act() -> None:
        service.drop_line(
            db(), gate_code=gate_code, line_code=line_code, reason=form.reason.data, seen=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"“{line.title}” is asked no more in sittings that are opened from now on.", "success")
        return redirect(url_for(".show", gate_code=gate_code))
    return render_template("staff/gate_templates/drop_line.html", form=form, gate=gate, line=line), form.status


@blueprint.route("/<gate_code>/restore", methods=["GET", "POST"])
@requires(Permission.GATE_TEMPLATE_EDIT)
@commits
def restore(gate_code: str) -> ResponseReturnValue:
    """Go back to what is shipped."""
    gate, number = service.current(db(), actor().organisation_id, gate_code)
    form = ReasonForm(version=number)

    def act() -> None:
        service.restore(
            db(), gate_code=gate_code, reason=form.reason.data, seen=form.expected_version, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The gate asks again what it asked when the service was installed.", "success")
        return redirect(url_for(".show", gate_code=gate_code))
    return render_template("staff/gate_templates/restore.html", form=form, gate=gate), form.status


def _saved(form: LineForm, gate_code: str, line_code: str) -> bool:
    def act() -> None:
        service.save_line(
            db(), gate_code=gate_code, line=form.line(line_code), reason=form.reason.data, seen=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if done := attempt(form, act):
        flash("Saved as a new version. Sittings that are opened from now on ask it; those that run keep theirs.",
              "success")  # fmt: skip
    return done


def _line(found: KeyLine | None) -> KeyLine:
    if found is None:
        raise NotFound("This gate has no such line of enquiry")
    return found
