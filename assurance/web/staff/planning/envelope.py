"""The envelope of each contract year: how it follows from the budget, as table and chart."""

from __future__ import annotations

from decimal import Decimal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.planning import get_envelope, list_budget_lines, list_envelopes
from assurance.persistence.queries.programme import find_envelope_terms, get_terms
from assurance.services import planning
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.planning.programme_forms import EnvelopeForm, envelope_form
from assurance.web.staff.planning.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/envelope")
@requires(Permission.PROCUREMENT_VIEW)
def envelope(ref: str) -> ResponseReturnValue:
    """What each contract year may cost, and why."""
    return _page(_form())


@blueprint.post("/envelope")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def set_envelope(ref: str) -> ResponseReturnValue:
    """Say how the envelope of each year follows from the budget."""
    form = _form()

    def act() -> None:
        planning.set_envelope_terms(
            db(), procurement=procurement(), growth=form.growth, social_amount=form.social_amount.data or Decimal(0),
            rate_per_head=form.rate_per_head.data, version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The envelope is saved.", "success")
        return redirect(url_for(".envelope", ref=ref))
    return _page(form)


def _form() -> EnvelopeForm:
    kept = find_envelope_terms(db(), procurement().id)
    return envelope_form(
        procurement().contract_years, version=procurement().version, kept=kept,
        growth=[Decimal(each) for each in kept.growth] if kept else [],
    )  # fmt: skip


def _page(form: EnvelopeForm) -> ResponseReturnValue:
    categories = get_envelope(db(), procurement().id)
    lines = list_budget_lines(db(), procurement().id)
    page = render_template(
        "staff/planning/envelope.html", form=form, procurement=procurement(), years=list_envelopes(db(), procurement()),
        terms=get_terms(db(), procurement(), categories), chosen=[each for each in lines if each.is_chosen],
        fixed=planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, form.status
