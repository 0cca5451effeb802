"""The notices of a procurement: which are published, which are due, and each as it would be published now."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON
from assurance.domain.notices.kinds import TITLES
from assurance.persistence.queries.corrections import list_open_corrections
from assurance.persistence.queries.notices import list_of_procurement
from assurance.services import notices, own_notices
from assurance.web.guards import actor, allows, now, procurement, requires
from assurance.web.staff.notices.blueprint import blueprint
from assurance.web.staff.notices.forms import ApproveForm, ReasonForm
from assurance.web.staff.notices.presenters import MENDS
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/")
@requires(Permission.RANKING_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """Every notice of the procedure with its step, its provision and when it is due, and what is public so far."""
    return render_template(
        "staff/notices/index.html", procurement=procurement(), expected=notices.list_expected(db(), procurement()),
        facts=notices.approved_facts(db(), procurement()), own=own_notices.list_own(db(), procurement(), now()),
        published=list_of_procurement(db(), procurement().id), waiting=list_open_corrections(db(), procurement().id),
        today=now().astimezone(LONDON).date(), titles=TITLES,
    )  # fmt: skip


@blueprint.get("/<kind>")
@requires(Permission.RANKING_VIEW)
def show(ref: str, kind: str) -> ResponseReturnValue:
    """One notice as it would be published now, what is missing from it, and who has approved it."""
    return _page(kind, ApproveForm(formdata=None)), 200


@blueprint.post("/<kind>/approve")
@requires(Permission.NOTICE_APPROVE)
@commits
def approve(ref: str, kind: str) -> ResponseReturnValue:
    """Approve the text that was read."""
    form = ApproveForm()

    def act() -> None:
        notices.approve(
            db(), procurement=procurement(), kind=kind, digest=form.digest.data or "", actor=actor(), now=now()
        )

    if attempt(form, act):
        flash(
            "The notice is approved as it stands. If it comes to say something else, the approval no longer counts.",
            "success",
        )
        return redirect(url_for(".show", ref=ref, kind=kind))
    return _page(kind, form), form.status


@blueprint.post("/<kind>/reason")
@requires(Permission.PROCUREMENT_ABANDON)
@commits
def reason(ref: str, kind: str) -> ResponseReturnValue:
    """Write the reason that the notice gives, so that somebody else can approve it with the rest."""
    form = ReasonForm()

    def act() -> None:
        notices.write_reason(
            db(), procurement=procurement(), kind=kind, text=form.text.data or "", version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The reason is in the notice. Somebody else now reads and approves it.", "success")
        return redirect(url_for(".show", ref=ref, kind=kind))
    return _page(kind, ApproveForm(formdata=None), form), form.status


def _page(kind: str, form: ApproveForm, reason_form: ReasonForm | None = None) -> str:
    found = notices.preview(db(), procurement=procurement(), kind=kind, now=now())
    form.digest.data = notices.digest_of(db(), procurement=procurement(), kind=kind)
    why_not = notices.why_not_approver(db(), procurement=procurement(), kind=kind, actor=actor())
    whole = not found.missing and not found.unwritten and not (found.asks_reason and found.draft is None)
    if found.asks_reason and allows(found.move.permission) and reason_form is None:
        reason_form = ReasonForm(
            formdata=None, text=found.draft.text if found.draft else "",
            version=found.draft.version if found.draft else 0,
        )  # fmt: skip
    return render_template(
        "staff/notices/show.html", procurement=procurement(), preview=found, mends=MENDS, form=form,
        approval=notices.find_approval(db(), procurement=procurement(), kind=kind), why_not=why_not,
        may_approve=allows(Permission.NOTICE_APPROVE) and not why_not and whole, reason_form=reason_form,
    )  # fmt: skip
