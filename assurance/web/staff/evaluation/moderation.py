"""Agreed marks: the list, one question of one bid with everyone's marks side by side, recording and approving."""

from __future__ import annotations

import re
from typing import Any, cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound, NotPermitted
from assurance.domain.evaluation.moderation import spread
from assurance.domain.stages import Stage, reached
from assurance.persistence.queries.criteria import get_criterion, list_descriptors, list_scored
from assurance.persistence.queries.evaluation import get_record, list_agreed, list_counting_marks, list_declarations_of
from assurance.persistence.queries.panel import list_cells, list_evaluated_bids
from assurance.services import audit
from assurance.services import moderation as agreeing
from assurance.services.reading import note_read, readable_bid
from assurance.web.guards import actor, allows, bid, now, procurement, requires
from assurance.web.staff.evaluation import agreement, presenters
from assurance.web.staff.evaluation.forms import ApproveForm, RecordForm
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import attempt, commits, database, db


@blueprint.get("/moderation")
@requires(Permission.MODERATION_VIEW)
def moderation(ref: str) -> ResponseReturnValue:
    """Every question of every bid: how far marks are apart, what is agreed, what waits for me."""
    sees_marks = _is_of_the_panel()
    lines = _lines() if reached(procurement().stage, Stage.MODERATION) else []
    return render_template(
        "staff/evaluation/moderation.html", procurement=procurement(), groups=agreement.by_bid(lines),
        counts=agreement.counts(lines), waiting=[each for each in lines if each.waits_for_me], sees_marks=sees_marks,
        leads=allows(Permission.MODERATION_LEAD), is_open=procurement().stage is Stage.MODERATION,
    )  # fmt: skip


@blueprint.get("/moderate/<bid_id>/<code>")
@requires(Permission.PROCUREMENT_VIEW)
def moderate(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """One question of one bid: marks and reasons side by side, and what was agreed."""
    if not _is_of_the_panel():
        raise NotPermitted("Individual marks are seen by the panel and its moderator")
    if not reached(procurement().stage, Stage.MODERATION):
        _note_peek(code)
    page = _moderate_page(code)
    note_read(database(), bid=bid(), actor=actor(), now=now(), what=f"marks:{code}")
    return page


@blueprint.post("/moderate/<bid_id>/<code>")
@requires(Permission.MODERATION_LEAD)
@commits
def record(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Put the agreed mark on record."""
    criterion = get_criterion(db(), procurement().id, code)
    form = RecordForm()
    form.mark.most = criterion.scale_top or 0

    def act() -> None:
        agreeing.record_consensus(
            db(), bid=bid(), criterion=criterion, mark=cast(int, form.mark.data), discussion=form.discussion.data or "",
            reason=form.reason.data or "", dissent=form.dissent.data or "", actor=actor(), now=now(),
            replaces=_number(form.replaces.data),
        )  # fmt: skip

    if attempt(form, act):
        flash("The agreed mark is on record. Those who marked the question now approve the record.", "success")
        return redirect(url_for(".moderate", ref=ref, bid_id=bid_id, code=code))
    return _moderate_page(code, form)


@blueprint.post("/moderate/<bid_id>/<code>/approve")
@requires(Permission.MODERATION_APPROVE)
@commits
def approve(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Approve the record I was shown."""
    criterion = get_criterion(db(), procurement().id, code)
    form = ApproveForm()
    if not form.validate_on_submit() or _number(form.record.data) < 0:
        raise NotFound("There is no such record")
    row = get_record(db(), (bid().id, criterion.id), _number(form.record.data))
    agreeing.approve(db(), consensus=row, actor=actor(), now=now())
    flash("You have approved the record.", "success")
    return redirect(url_for(".moderate", ref=ref, bid_id=bid_id, code=code))


def _number(text: str | None) -> int:
    """Read the number of a record from a hidden field; -1 for what no page of ours wrote."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text or "") and text else -1


def _is_of_the_panel() -> bool:
    return allows(Permission.MODERATION_LEAD) or allows(Permission.MODERATION_APPROVE)


def _note_peek(code: str) -> None:
    """Put on record that someone asked for others' marks while they are sealed."""
    audit.record_apart(
        database(), tag="mark:peek", actor=actor(), now=now(), reference=procurement().reference,
        subject=f"{bid().public_id}/{code}",
    )  # fmt: skip


def _lines() -> list[agreement.Line]:
    session, here = db(), procurement()
    declared = list_declarations_of(session, here.id, actor().user_id)
    lines = agreement.lines(
        bids=list_evaluated_bids(session, here.id),
        criteria=list_scored(session, here.id),
        marks=list_counting_marks(session, here.id),
        agreed=list_agreed(session, here.id),
        cells=list_cells(session, here.id),
        me=actor().user_id,
    )
    hidden = {bid_id for bid_id, row in declared.items() if row.has_conflict and row.decision != "cleared"}
    return [line for line in lines if line.bid.id not in hidden]


def _moderate_page(code: str, form: RecordForm | None = None) -> ResponseReturnValue:
    here = procurement()
    criterion = get_criterion(db(), here.id, code)
    sheet = agreeing.sheet(db(), bid=bid(), criterion=criterion, actor=actor())
    tender = readable_bid(db(), bid=bid(), actor=actor(), now=now())
    lines = _lines()
    place = next(n for n, line in enumerate(lines) if (line.bid.id, line.criterion.id) == (bid().id, criterion.id))
    form = form or _record_form(sheet)
    page = render_template(
        "staff/evaluation/moderate.html", procurement=here, sheet=sheet, line=lines[place], form=form,
        approval=ApproveForm(record=sheet.agreed.id if sheet.agreed else ""), lines=lines, place=place,
        spread=spread([mark.mark for mark in sheet.marks if mark.mark is not None]),
        strip=agreement.strip(sheet, criterion.scale_top or 0), answer=tender.answers.get(criterion.id),
        steps=presenters.ladder(criterion, list_descriptors(db(), here.id), form.mark),
        leads=allows(Permission.MODERATION_LEAD) and here.stage is Stage.MODERATION,
    )  # fmt: skip
    return page, form.status


def _record_form(sheet: Any) -> RecordForm:
    """Start from the current record, so that a change to it is a change and not a retyping."""
    form = RecordForm(obj=sheet.agreed, replaces=str(sheet.agreed.id) if sheet.agreed else "0")
    form.mark.most = sheet.criterion.scale_top or 0
    return form
