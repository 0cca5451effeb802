"""Agreed marks: the list, one question of one bid with everyone's marks side by side, recording and approving."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound, NotPermitted
from assurance.domain.stages import Stage, reached
from assurance.persistence.queries.criteria import get_criterion
from assurance.persistence.queries.evaluation import get_record
from assurance.services import audit
from assurance.services import moderation as agreeing
from assurance.services.reading import note_read
from assurance.web.guards import actor, allows, bid, now, procurement, requires
from assurance.web.staff.evaluation import agreement
from assurance.web.staff.evaluation.moderate_page import all_lines, moderate_page, open_sheet, to_answer
from assurance.web.staff.evaluation.record_form import ApproveForm, CorrectionForm, given, record_form
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import apart, attempt, commits, db


@blueprint.get("/moderation")
@requires(Permission.MODERATION_VIEW)
def moderation(ref: str) -> ResponseReturnValue:
    """Every question of every bid: how far marks are apart, what is agreed, what waits for me."""
    lines = all_lines() if reached(procurement().stage, Stage.MODERATION) else []
    wanted = request.args.get("bid", "")
    shown = [line for line in lines if wanted in ("", line.bid.public_id)]
    leads = allows(Permission.MODERATION_LEAD)
    return render_template(
        "staff/evaluation/moderation.html", procurement=procurement(), groups=agreement.by_bid(shown),
        counts=agreement.counts(lines), waiting=[each for each in shown if each.waits_for_me],
        bids=[line_bid for line_bid, _ in agreement.by_bid(lines)], wanted=wanted,
        to_do=agreement.to_moderate(shown) if leads else [], sees_marks=allows(Permission.MARKS_VIEW), leads=leads,
        is_open=procurement().stage is Stage.MODERATION,
    )  # fmt: skip


@blueprint.get("/moderate/<bid_id>/<code>")
@requires(Permission.PROCUREMENT_VIEW)
def moderate(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """One question of one bid: marks and reasons side by side, and what was agreed."""
    if not allows(Permission.MARKS_VIEW):
        raise NotPermitted("Individual marks are seen by the panel, its moderator and the auditor")
    if not reached(procurement().stage, Stage.MODERATION):
        _note_peek(code)
    page = moderate_page(code)
    note_read(apart(), bid=bid(), actor=actor(), now=now(), what=f"marks:{code}")
    return page


@blueprint.post("/moderate/<bid_id>/<code>")
@requires(Permission.MODERATION_LEAD)
@commits
def record(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Put the agreed mark on record."""
    sheet = open_sheet(code)
    form = record_form(sheet)
    seen = to_answer(sheet, form)

    def act() -> None:
        typed = given(form, sheet, seen)
        agreeing.record_consensus(
            db(), bid=bid(), criterion=sheet.criterion, mark=typed.mark, discussion=typed.discussion,
            reason=typed.reason, dissent=typed.dissent, points=typed.points, answers=typed.answers, actor=actor(),
            now=now(), replaces=_number(form.replaces.data),
        )  # fmt: skip

    if attempt(form, act):
        flash("The agreed mark is on record. Those who marked the question now approve the record.", "success")
        return redirect(url_for(".moderate", ref=ref, bid_id=bid_id, code=code))
    return moderate_page(code, form=form, seen=seen)


@blueprint.post("/moderate/<bid_id>/<code>/approve")
@requires(Permission.MODERATION_APPROVE)
@commits
def approve(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Approve the record I was shown, with my dissent if I hold to another mark."""
    form = ApproveForm()

    def act() -> None:
        agreeing.approve(
            db(), consensus=_shown(code, form), actor=actor(), now=now(), dissent=form.own_dissent.data or ""
        )

    if attempt(form, act):
        flash("You have approved the record.", "success")
        return redirect(url_for(".moderate", ref=ref, bid_id=bid_id, code=code))
    return moderate_page(code, approval=form)


@blueprint.post("/moderate/<bid_id>/<code>/correction")
@requires(Permission.MODERATION_APPROVE)
@commits
def correct(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Ask the moderator for another record, and say what it should say."""
    form = CorrectionForm()

    def act() -> None:
        agreeing.ask_correction(
            db(), consensus=_shown(code, form), reason=form.correction.data or "", actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The moderator sees what you ask for. You approve once the record says what was agreed.", "success")
        return redirect(url_for(".moderate", ref=ref, bid_id=bid_id, code=code))
    return moderate_page(code, correction=form)


def _shown(code: str, form: ApproveForm | CorrectionForm) -> Any:
    """Return the record the person was shown."""
    if _number(form.record.data) < 0:
        raise NotFound("There is no such record")
    criterion = get_criterion(db(), procurement().id, code)
    return get_record(db(), (bid().id, criterion.id), _number(form.record.data))


def _number(text: str | None) -> int:
    """Read the number of a record from a hidden field; -1 for what no page of ours wrote."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text or "") and text else -1


def _note_peek(code: str) -> None:
    """Put on record that someone asked for others' marks while they are sealed."""
    audit.record_apart(
        apart(), tag="mark:peek", actor=actor(), now=now(), reference=procurement().reference,
        subject=f"{bid().public_id}/{code}",
    )  # fmt: skip
