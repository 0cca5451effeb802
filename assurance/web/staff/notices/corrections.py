"""Corrections of published notices: written by the officer, read beside the notice and published by somebody else."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict
from assurance.domain.notices.corrections import differences
from assurance.persistence.queries.corrections import find_open_correction, get_of_procurement
from assurance.services import corrections
from assurance.web.forms.base import VersionedForm
from assurance.web.guards import actor, allows, now, procurement, requires
from assurance.web.staff.notices.blueprint import blueprint
from assurance.web.staff.notices.forms import PublishCorrectionForm, RefuseCorrectionForm, correction_form
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/published/<notice_id>/correct", methods=["GET", "POST"])
@requires(Permission.NOTICE_CORRECT)
@commits
def correct(ref: str, notice_id: str) -> ResponseReturnValue:
    """Write what a published notice should have said; the open correction is written on."""
    notice = get_of_procurement(db(), procurement().id, notice_id)
    form = correction_form(notice.content["sections"], find_open_correction(db(), notice.id))

    def act() -> None:
        corrections.write(
            db(), procurement=procurement(), notice=notice, texts=form.texts, reason=form.reason.data or "",
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The correction is written. Somebody else now reads and publishes it.", "success")
        return redirect(url_for(".correction", ref=ref, notice_id=notice_id))
    page = render_template("staff/notices/correct.html", procurement=procurement(), notice=notice, form=form)
    return page, form.status


@blueprint.get("/published/<notice_id>/correction")
@requires(Permission.RANKING_VIEW)
def correction(ref: str, notice_id: str) -> ResponseReturnValue:
    """The correction that waits: what would change, why, and who decides."""
    row = _open(notice_id)
    return _page(row, PublishCorrectionForm(obj=row, formdata=None), RefuseCorrectionForm(obj=row, formdata=None))


@blueprint.post("/published/<notice_id>/correction")
@requires(Permission.NOTICE_APPROVE)
@commits
def publish_correction(ref: str, notice_id: str) -> ResponseReturnValue:
    """Publish the correction as it was read."""
    row, form, made = _open(notice_id), PublishCorrectionForm(), []

    def act() -> None:
        made.append(
            corrections.publish(
                db(), procurement=procurement(), correction=row, version=form.expected_version, actor=actor(), now=now()
            )
        )

    if attempt(form, act):
        flash("The corrected version is public, and the former one says so.", "success")
        return redirect(url_for("public.notices.show", notice_id=made[0].public_id))
    return _page(row, form, RefuseCorrectionForm(obj=row, formdata=None))


@blueprint.post("/published/<notice_id>/refuse")
@requires(Permission.NOTICE_APPROVE)
@commits
def refuse_correction(ref: str, notice_id: str) -> ResponseReturnValue:
    """Refuse the correction, with the reason."""
    row, form = _open(notice_id), RefuseCorrectionForm()

    def act() -> None:
        corrections.refuse(
            db(), procurement=procurement(), correction=row, version=form.expected_version,
            reason=form.refusal.data or "", actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The correction is refused. The notice stands as it is.", "success")
        return redirect(url_for(".index", ref=ref))
    return _page(row, PublishCorrectionForm(obj=row, formdata=None), form)


def _open(notice_id: str) -> Any:
    """Return the correction of a notice that waits, or refuse in words."""
    notice = get_of_procurement(db(), procurement().id, notice_id)
    row = find_open_correction(db(), notice.id)
    if row is None:
        raise Conflict("No correction of this notice waits to be decided", endpoint="staff.notices.index")
    return row


def _page(row: Any, publish: VersionedForm, refuse: VersionedForm) -> ResponseReturnValue:
    why_not = corrections.why_not_decider(row, actor())
    page = render_template(
        "staff/notices/correction.html", procurement=procurement(), correction=row, notice=row.notice,
        changes=differences(row.notice.content["sections"], row.sections), publish=publish, refuse=refuse,
        why_not=why_not, may_decide=allows(Permission.NOTICE_APPROVE) and not why_not,
    )  # fmt: skip
    return page, max(publish.status, refuse.status)
