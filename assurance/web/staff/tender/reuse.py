"""Starting the criteria from an earlier procurement of the authority or from a template: chosen, read, copied."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SubmitField

from assurance.domain.authority.permissions import Permission
from assurance.domain.evaluation.methods import METHODS
from assurance.domain.evaluation.templates import TEMPLATES
from assurance.persistence.queries.criteria import list_criteria
from assurance.persistence.queries.criteria_sources import list_earlier
from assurance.services import planning, tendering
from assurance.web.forms.base import VersionedForm
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.tender.criterion_forms import KINDS
from assurance.web.staff.tender.routes import blueprint
from assurance.web.transaction import attempt, commits, db


class ReuseForm(VersionedForm):
    """Copy the criteria; where there are some already, the person confirms that they are replaced."""

    replaces = BooleanField("Replace the criteria that are here")
    submit = SubmitField("Copy these criteria")


@blueprint.get("/reuse")
@requires(Permission.PROCUREMENT_PLAN)
def reuse(ref: str) -> ResponseReturnValue:
    """List what there is to start from."""
    return render_template(
        "staff/tender/reuse.html", procurement=procurement(), templates=TEMPLATES.values(),
        earlier=list_earlier(db(), procurement(), actor().user_id), fixed=planning.why_fixed(procurement()),
    )  # fmt: skip


@blueprint.route("/reuse/<source>", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def reuse_from(ref: str, source: str) -> ResponseReturnValue:
    """Read criteria before they are copied, and copy them."""
    found = tendering.get_source(db(), procurement=procurement(), code=source, actor=actor())
    here = len(list_criteria(db(), procurement().id))
    form = ReuseForm(data={"version": procurement().version})

    def act() -> None:
        tendering.reuse_criteria(
            db(), procurement=procurement(), code=source, replaces=form.replaces.data, version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"{len(found.draft.criteria)} criteria are copied. Read them through before you publish.", "success")
        return redirect(url_for(".criteria", ref=ref))
    titles = {each.code: each.draft.title for each in found.draft.criteria}
    page = render_template(
        "staff/tender/reuse_from.html", procurement=procurement(), form=form, source=found, here=here, kinds=KINDS,
        fixed=planning.why_fixed(procurement()), method=METHODS[found.method.name].label,
        ties=[titles.get(rule, "Lowest price" if rule == "lowest-price" else "Earliest") for rule in found.tie_break],
    )  # fmt: skip
    return page, form.status
