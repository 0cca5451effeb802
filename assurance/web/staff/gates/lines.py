"""One line of enquiry: its question, what good looks like, and its rating."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.gates.catalogue import get_gate
from assurance.persistence.queries.gates import get_last_review, get_line
from assurance.services import gates
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.gates.forms import RateLineForm
from assurance.web.staff.gates.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/<gate_code>/lines/<line_code>", methods=["GET", "POST"])
@requires(Permission.GATE_REVIEW)
@commits
def line(ref: str, gate_code: str, line_code: str) -> ResponseReturnValue:
    """Rate one line of enquiry, with the reason and the evidence seen."""
    review = get_last_review(db(), procurement().id, gate_code)
    row = get_line(db(), review.id, line_code)
    form = RateLineForm(obj=row)

    def act() -> None:
        gates.rate_line(
            db(), review=review, line_code=line_code, rating=form.rating.data, reason=form.reason.data,
            evidence_seen=form.evidence_seen.data, version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"“{row.title}” is rated {row.rating}.", "success")
        return redirect(url_for(".review", ref=ref, gate_code=gate_code, _anchor=f"line-{line_code}"))
    page = render_template(
        "staff/gates/line.html", form=form, procurement=procurement(), gate=get_gate(gate_code), review=review, line=row
    )
    return page, form.status
