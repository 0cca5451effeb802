"""Standing answers: written once, used in every request to take part."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.suppliers import get_standing_answers
from assurance.services import suppliers
from assurance.web.guards import actor, now, requires
from assurance.web.supplier.account.forms import StandingForm
from assurance.web.supplier.account.routes import blueprint
from assurance.web.supplier.together import attempt_together, let_other_stand, takes_other
from assurance.web.transaction import commits, db


@blueprint.route("/standing/<kind>", methods=["GET", "POST"], endpoint="standing")
@requires(Permission.ORGANISATION_WRITE)
@commits
def write(kind: str) -> ResponseReturnValue:
    """Write one standing answer anew."""
    if kind not in set(suppliers.Kind):
        raise NotFound("There is no such standing answer")
    about = suppliers.Kind(kind)
    if takes_other():
        return let_other_stand(url_for(".standing", kind=kind))
    newest = get_standing_answers(db(), actor().organisation_id).get(kind)
    form = _form(about, newest)

    def act() -> None:
        suppliers.write_answer(
            db(), kind=about, text=form.text.data, is_confirmed=form.is_confirmed.data, newest=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt_together(form, act, lambda: (_form(about, newest, formdata=None), newest)):
        flash("The answer is saved. Requests that used the earlier one keep it.", "success")
        return redirect(url_for(".show"))
    return render_template("supplier/account/standing.html", form=form, kind=about, newest=newest), form.status


def _form(about: suppliers.Kind, newest: Any, **given: Any) -> StandingForm:
    shown = {"text": newest.text, "is_confirmed": newest.is_confirmed} if newest else {}
    form = StandingForm(version=newest.id if newest else 0, data=shown, **given)
    form.is_confirmed.label.text = about.confirms
    return form
