"""Notices that no step publishes: read, completed, approved by a second person and published on their own."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.services import own_notices
from assurance.web.guards import actor, allows, now, procurement, requires
from assurance.web.staff.notices.blueprint import blueprint
from assurance.web.staff.notices.forms import ApproveForm, OwnTextForm, PublishOwnForm
from assurance.web.staff.notices.presenters import MENDS
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/own/<kind>")
@requires(Permission.RANKING_VIEW)
def own(ref: str, kind: str) -> ResponseReturnValue:
    """One notice as it would be published now, what is missing from it, and who has approved it."""
    return _page(kind, None), 200


@blueprint.post("/own/<kind>/text")
@requires(Permission.CONTRACT_PREPARE)
@commits
def write_own(ref: str, kind: str) -> ResponseReturnValue:
    """Write what the notice says that no stored field says."""
    form = OwnTextForm()

    def act() -> None:
        own_notices.write_text(
            db(), procurement=procurement(), kind=kind, text=form.text.data or "", version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The notice says it now. Somebody else reads and approves it.", "success")
        return redirect(url_for(".own", ref=ref, kind=kind))
    return _page(kind, form), form.status


@blueprint.post("/own/<kind>/approve")
@requires(Permission.NOTICE_APPROVE)
@commits
def approve_own(ref: str, kind: str) -> ResponseReturnValue:
    """Approve the text that was read."""
    form = ApproveForm()

    def act() -> None:
        own_notices.approve(
            db(), procurement=procurement(), kind=kind, digest=form.digest.data or "", actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The notice is approved as it stands. It can be published now.", "success")
        return redirect(url_for(".own", ref=ref, kind=kind))
    return _page(kind, None), form.status


@blueprint.post("/own/<kind>/publish")
@requires(Permission.CONTRACT_PREPARE)
@commits
def publish_own(ref: str, kind: str) -> ResponseReturnValue:
    """Publish the notice as it was approved."""
    form, made = PublishOwnForm(), []

    def act() -> None:
        made.append(own_notices.publish_own(db(), procurement=procurement(), kind=kind, actor=actor(), now=now()))

    if attempt(form, act):
        flash("The notice is public.", "success")
        return redirect(url_for("public.notices.show", notice_id=made[0].public_id))
    return _page(kind, None), form.status


def _page(kind: str, text_form: OwnTextForm | None) -> str:
    found = own_notices.get_own(db(), procurement(), kind, now())
    may_publish = allows(found.row.permission)
    if text_form is None and found.row.asks_text and may_publish and not found.why_not:
        text_form = OwnTextForm(
            formdata=None, text=found.draft.text if found.draft else "",
            version=found.draft.version if found.draft else 0,
        )  # fmt: skip
    approve_form = ApproveForm(formdata=None)
    approve_form.digest.data = found.digest
    why_not = own_notices.why_not_approver(procurement(), found, actor())
    ready = not found.why_not and not found.missing
    return render_template(
        "staff/notices/own.html", procurement=procurement(), found=found, mends=MENDS, text_form=text_form,
        approve_form=approve_form, publish_form=PublishOwnForm(formdata=None), why_not=why_not,
        may_approve=ready and allows(Permission.NOTICE_APPROVE) and not why_not, may_publish=ready and may_publish,
    )  # fmt: skip
