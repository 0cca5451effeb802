"""Explaining one's own bid when the authority asks: the question, a draft, and the explanation sent once."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.abnormal import get_asked
from assurance.services.bids import explanation
from assurance.web.forms.base import VersionedForm
from assurance.web.forms.fields import WordLimitedTextField
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.supplier.together import attempt_together, let_other_stand, takes_other
from assurance.web.transaction import commits, db


class ExplainForm(VersionedForm):
    """The explanation, which may be kept before it is sent."""

    text = WordLimitedTextField("Your explanation", limit=explanation.ANSWER_WORDS, noun="The explanation")
    submit = SubmitField("Send the explanation")
    keep = SubmitField("Save without sending")


@blueprint.route("/<bid_id>/questions/<int:number>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def explain(bid_id: str, number: int) -> ResponseReturnValue:
    """Read what the authority asks about the bid, and explain."""
    row = get_asked(db(), bid().id, number)
    form = _form(row)
    if takes_other():
        return let_other_stand(url_for(".explain", bid_id=bid_id, number=number))

    def act() -> None:
        common: dict[str, Any] = {"version": form.expected_version, "actor": actor(), "now": now()}
        what = explanation.save_draft if form.keep.data else explanation.send
        what(db(), row=row, text=form.text.data or "", **common)

    if attempt_together(form, act, lambda: (_form(row, formdata=None), None)):
        kept = "Saved. It is not sent yet." if form.keep.data else "The explanation is sent."
        flash(kept, "success")
        return redirect(
            url_for(".explain", bid_id=bid_id, number=number) if form.keep.data else url_for(".show", bid_id=bid_id)
        )
    page = render_template(
        "supplier/bids/explain.html", bid=bid(), form=form, row=row, closed=explanation.why_closed(row)
    )
    return page, form.status


def _form(row: Any, **given: Any) -> ExplainForm:
    return ExplainForm(version=row.version, data={"text": row.answer_draft}, **given)
