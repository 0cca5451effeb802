"""The specification: its sections while it is planned, its versions, and what changed between any two of them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.provision.specification import SectionPart, changes
from assurance.persistence.queries.specification import Version, get_section, list_sections, list_versions
from assurance.services import planning
from assurance.services.planning import specification as service
from assurance.web.guards import actor, allows, now, procurement, requires
from assurance.web.staff.planning.routes import blueprint
from assurance.web.staff.planning.specification_forms import (
    AddSectionForm,
    EditSectionForm,
    KeepVersionForm,
    compare_form,
)
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/specification")
@requires(Permission.PROCUREMENT_VIEW)
def specification(ref: str) -> ResponseReturnValue:
    """The specification as it is being written, part by part, and the versions there are."""
    rows = list_sections(db(), procurement().id)
    parts = [(SectionPart(part), list(found)) for part, found in groupby(rows, key=lambda row: row.part)]
    return render_template("staff/planning/specification.html", parts=parts, **_shown(KeepVersionForm(formdata=None)))


@blueprint.post("/specification/template")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def start_specification(ref: str) -> ResponseReturnValue:
    """Start from the template."""
    service.start_from_template(db(), procurement=procurement(), actor=actor(), now=now())
    flash("The template is laid down. Change each section until it says what you buy.", "success")
    return redirect(url_for(".specification", ref=ref))


@blueprint.route("/specification/sections/new", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def add_section(ref: str) -> ResponseReturnValue:
    """Add a section."""
    form = AddSectionForm(version=0, part=request.args.get("part"))

    def act() -> None:
        service.add_section(
            db(), procurement=procurement(), part=SectionPart(form.part.data), title=form.title.data or "",
            text=form.text.data or "", actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"“{form.title.data}” is added.", "success")
        return redirect(url_for(".specification", ref=ref))
    return render_template("staff/planning/add_section.html", **_shown(form)), form.status


@blueprint.route("/specification/sections/<code>", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def section(ref: str, code: str) -> ResponseReturnValue:
    """Word a section anew."""
    row = get_section(db(), procurement().id, code)
    form = EditSectionForm(obj=row)

    def act() -> None:
        service.edit_section(
            db(), procurement=procurement(), row=row, title=form.title.data or "", text=form.text.data or "",
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"“{form.title.data}” is saved.", "success")
        return redirect(url_for(".specification", ref=ref))
    return render_template("staff/planning/section.html", row=row, **_shown(form)), form.status


@blueprint.post("/specification/sections/<code>/remove")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def remove_section(ref: str, code: str) -> ResponseReturnValue:
    """Take a section out."""
    row = get_section(db(), procurement().id, code)
    service.remove_section(db(), procurement=procurement(), row=row, actor=actor(), now=now())
    flash("The section is taken out. Versions that were kept still have it.", "success")
    return redirect(url_for(".specification", ref=ref))


@blueprint.route("/specification/keep", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def keep_specification(ref: str) -> ResponseReturnValue:
    """Keep the specification as it stands as a version."""
    form = KeepVersionForm()

    def act() -> None:
        service.keep_version(db(), procurement=procurement(), changes=form.changes.data or "", actor=actor(), now=now())

    if attempt(form, act):
        flash("The version is kept.", "success")
        return redirect(url_for(".specification", ref=ref))
    return render_template("staff/planning/keep_specification.html", **_shown(form)), form.status


@blueprint.get("/specification/changes")
@requires(Permission.PROCUREMENT_VIEW)
def specification_changes(ref: str) -> ResponseReturnValue:
    """What changed between two versions, section by section and word by word."""
    versions = readable_versions()
    if not versions:
        raise NotFound("There is no version of the specification yet")
    form = compare_form(versions, request.args)
    by_number = {str(each.number): each for each in versions}
    before, after = by_number[form.before.data], by_number[form.after.data]
    return render_template(
        "staff/planning/specification_changes.html", procurement=procurement(), form=form, before=before, after=after,
        changes=changes(before.text, after.text),
    )  # fmt: skip


def readable_versions() -> list[Version]:
    """List the versions; those of the dialogue only for those who may see what participants are told."""
    found = list_versions(db(), procurement())
    return found if allows(Permission.DISCLOSURE_VIEW) else [each for each in found if each.round is None]


def _shown(form: Any) -> dict[str, Any]:
    return {
        "form": form, "procurement": procurement(), "fixed": planning.why_fixed(procurement()),
        "versions": readable_versions(),
    }  # fmt: skip
