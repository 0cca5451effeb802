"""How bids are ranked, and what goes with it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.evaluation.document import read_method
from assurance.domain.evaluation.method_words import SENTENCES, example
from assurance.domain.evaluation.methods import COEFFICIENT, METHODS
from assurance.persistence.queries.facts.plan import criteria_faults
from assurance.services import planning, tendering
from assurance.services.tendering.method import WHY_NO_COEFFICIENT
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.tender.forms import SetMethodForm
from assurance.web.staff.tender.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/method", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_PLAN)
@commits
def method(ref: str) -> ResponseReturnValue:
    """Choose the method of ranking, whether prices wait for quality, and when a price looks low."""
    here = procurement()
    stored = read_method(here.evaluation_method)
    form = SetMethodForm(obj=here, method=stored.name, value_per_point=stored.value_per_point)

    def act() -> None:
        tendering.set_method(
            db(), procurement=procurement(), method=form.method.data, value_per_point=form.value_per_point.data,
            price_opens_after_quality=form.price_opens_after_quality.data, version=form.expected_version,
            low_price_percent=form.data["low_price_percent"], actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The method is saved.", "success")
        return redirect(url_for(".criteria", ref=ref))
    page = render_template(
        "staff/tender/method.html", form=form, procurement=procurement(), fixed=planning.why_fixed(procurement()),
        faults=criteria_faults(db(), procurement()), chosen=stored, hints=_hints(), left_out=METHODS[COEFFICIENT],
        why_left_out=WHY_NO_COEFFICIENT,
    )  # fmt: skip
    return page, form.status


def _hints() -> dict[str, str]:
    """Say each method in a sentence with its example."""
    return {name: f"{sentence} {example(name)}" for name, sentence in SENTENCES.items()}
