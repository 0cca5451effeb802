"""Standstill as a condition with reasons, and the representations that hold it open."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.award.further import DECISIONS, NATURES
from assurance.domain.stages import Stage
from assurance.persistence.queries.awards import get_representation
from assurance.persistence.queries.evidence import list_representations
from assurance.persistence.queries.facts.award import award_facts
from assurance.services import audit, representation_decisions
from assurance.services.disclosure import waits_until
from assurance.services.representations import LATE
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.award import presenters, register
from assurance.web.staff.award.forms import RepresentationForm
from assurance.web.staff.award.records_forms import PrepareRecordsForm
from assurance.web.staff.award.routes import blueprint
from assurance.web.transaction import apart, attempt, commits, db


@blueprint.get("/standstill")
@requires(Permission.RANKING_VIEW)
def standstill(ref: str) -> ResponseReturnValue:
    """When standstill began and may end, why, whether it is over now, and who has made representations."""
    return render_template(
        "staff/award/standstill.html",
        procurement=procurement(),
        state=presenters.standstill_state(award_facts(db(), procurement()), now()),
        representations=list_representations(db(), procurement().id),
        decisions=DECISIONS,
    )


@blueprint.get("/representations/<representation_id>")
@requires(Permission.RANKING_VIEW)
def representation(ref: str, representation_id: str) -> ResponseReturnValue:
    """One representation and the further decision on it; reading it is put on record."""
    row = get_representation(db(), procurement().id, representation_id)
    audit.record_apart(
        apart(), tag="representation:viewed", actor=actor(), now=now(), reference=ref, subject=representation_id
    )
    return _representation_page(row, RepresentationForm())


@blueprint.post("/representations/<representation_id>")
@requires(Permission.REPRESENTATION_DECIDE)
@commits
def decide_representation(ref: str, representation_id: str) -> ResponseReturnValue:
    """Give the further decision."""
    row = get_representation(db(), procurement().id, representation_id)
    form = RepresentationForm()

    def act() -> None:
        representation_decisions.decide(
            db(), representation=row, decision=form.decision.data, reason=form.reason.data, nature=form.nature.data,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The further decision is given; the bidder sees it with its reasons.", "success")
        return redirect(url_for(".standstill", ref=ref))
    return _representation_page(row, form)


def may_decide(row: Any) -> bool:
    """Say whether a further decision can be given now."""
    stages = (Stage.STANDSTILL,) if row.in_time else LATE
    return procurement().stage in stages and row.decision in ("", "return") and not register.is_done(procurement(), row)


def _representation_page(row: Any, form: RepresentationForm) -> ResponseReturnValue:
    page = render_template(
        "staff/award/representation.html",
        form=form,
        procurement=procurement(),
        row=row,
        decisions=DECISIONS,
        may_decide=may_decide(row),
        waits_until=waits_until(row),
        is_done=register.is_done(procurement(), row),
        natures=NATURES,
        moves=register.moves_after(procurement(), row),
        records_form=PrepareRecordsForm(formdata=None),
    )
    return page, form.status
