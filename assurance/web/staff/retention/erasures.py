"""A proposal to erase records: read, approved by two people, or put off."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.retention import get_erasure
from assurance.services import retention
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.retention.forms import ApproveErasureForm, KeepLongerForm
from assurance.web.staff.retention.routes import OF, blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get(f"{OF}/erasures/<erasure_id>")
@requires(Permission.RETENTION_VIEW)
def erasure(ref: str, erasure_id: str) -> ResponseReturnValue:
    """What is to be erased and why, what keeps it, who has approved; or what was erased, with its hash."""
    return _page(get_erasure(db(), procurement().id, erasure_id))


@blueprint.post(f"{OF}/erasures/<erasure_id>/approve")
@requires(Permission.RETENTION_ERASE)
@commits
def approve_erasure(ref: str, erasure_id: str) -> ResponseReturnValue:
    """Approve; the second approval erases."""
    row = get_erasure(db(), procurement().id, erasure_id)
    form = ApproveErasureForm()

    def act() -> None:
        retention.approve(db(), erasure=row, actor=actor(), now=now())

    if attempt(form, act):
        done = "The records are erased. Their hash and the audit trail are kept."
        flash(done if row.erased_at else "You have approved it. Another person has to approve it as well.", "success")
        return redirect(url_for(".erasure", ref=ref, erasure_id=erasure_id))
    return _page(row, form)


@blueprint.route(f"{OF}/erasures/<erasure_id>/keep", methods=["GET", "POST"])
@requires(Permission.RETENTION_ERASE)
@commits
def keep_longer(ref: str, erasure_id: str) -> ResponseReturnValue:
    """Keep the records longer."""
    row = get_erasure(db(), procurement().id, erasure_id)
    form = KeepLongerForm()

    def act() -> None:
        retention.decline(
            db(), erasure=row, reason=form.reason.data, keep_until=form.data["keep_until"], actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The records are kept. Erasure is proposed again after that day.", "success")
        return redirect(url_for(".show", ref=ref))
    page = render_template("staff/retention/keep_longer.html", form=form, procurement=procurement(), row=row)
    return page, form.status


def _page(row: Any, form: ApproveErasureForm | None = None) -> ResponseReturnValue:
    is_open = row.erased_at is None and row.declined_at is None
    page = render_template(
        "staff/retention/erasure.html", procurement=procurement(), row=row, is_open=is_open,
        keeps=retention.why_not(db(), row, now()) if is_open else (),
        counts=[(label.capitalize(), number) for label, number in row.counts.items()],
        has_approved=row.first_by_id == actor().user_id, form=form or ApproveErasureForm(formdata=None),
    )  # fmt: skip
    return page, form.status if form else 200
