"""Gathers the page of one question of one bid in moderation; the views stand in `moderation`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.evaluation.agreed import Given, Point
from assurance.domain.evaluation.moderation import spread
from assurance.domain.stages import Stage
from assurance.persistence.queries.criteria import get_criterion, list_descriptors, list_scored
from assurance.persistence.queries.evaluation import list_agreed, list_counting_marks, list_declarations_of
from assurance.persistence.queries.moderation_trail import Trail, moderation_trail
from assurance.persistence.queries.panel import list_cells, list_evaluated_bids
from assurance.services import moderation as agreeing
from assurance.services.moderation.looking import keeps_back
from assurance.services.reading import readable_bid
from assurance.web.guards import actor, allows, bid, now, procurement
from assurance.web.staff.evaluation import agreement, presenters, record_history
from assurance.web.staff.evaluation.record_form import ApproveForm, CorrectionForm, given, notes, record_form
from assurance.web.transaction import db


def open_sheet(code: str) -> agreeing.Sheet:
    """Return the marks and records of the question in the address, as far as the person may see them."""
    criterion = get_criterion(db(), procurement().id, code)
    return agreeing.sheet(db(), bid=bid(), criterion=criterion, actor=actor())


def all_lines(trail: Trail | None = None) -> list[agreement.Line]:
    """List every question of every bid that the person may see."""
    session, here = db(), procurement()
    declared = list_declarations_of(session, here.id, actor().user_id)
    lines = agreement.lines(
        bids=list_evaluated_bids(session, here.id),
        criteria=list_scored(session, here.id),
        marks=list_counting_marks(session, here.id),
        agreed=list_agreed(session, here.id),
        cells=list_cells(session, here.id),
        me=actor().user_id,
        corrections=(trail or moderation_trail(session, here.id)).corrections,
    )
    hidden = {bid_id for bid_id, row in declared.items() if row.has_conflict and row.decision != "cleared"}
    return [line for line in lines if line.bid.id not in hidden]


def to_answer(sheet: agreeing.Sheet, form: Any) -> list[Any]:
    """List what the check sees in a record as typed, as far as it has to be mended or answered."""
    if form.mark.data is None or not form.reason.data:
        return []
    return [each for each in agreeing.look(db(), sheet, given(form, sheet)) if keeps_back(each)]


def moderate_page(
    code: str, *, form: Any = None, seen: Sequence[Any] = (), approval: Any = None, correction: Any = None
) -> ResponseReturnValue:
    """Draw the page, with a refused form if there is one, in which nothing typed is lost."""
    here, sheet = procurement(), open_sheet(code)
    tender = readable_bid(db(), bid=bid(), actor=actor(), now=now())
    trail = moderation_trail(db(), here.id)
    lines = all_lines(trail)
    place = next(
        n for n, each in enumerate(lines) if (each.bid.id, each.criterion.id) == (bid().id, sheet.criterion.id)
    )
    leads = allows(Permission.MODERATION_LEAD) and here.stage is Stage.MODERATION
    refused = form or approval or correction
    form = form or record_form(sheet, start=True)
    shown = sheet.agreed.id if sheet.agreed else ""
    page = render_template(
        "staff/evaluation/moderate.html", procurement=here, sheet=sheet, line=lines[place], lines=lines, place=place,
        form=form, approval=approval or ApproveForm(formdata=None, record=shown), history=_history(sheet, trail),
        correction=correction or CorrectionForm(formdata=None, record=shown), following=_following(lines, place, leads),
        spread=spread([mark.mark for mark in sheet.marks if mark.mark is not None]), notes=notes(seen),
        strip=agreement.strip(sheet, sheet.criterion.scale_top or 0), answer=tender.answers.get(sheet.criterion.id),
        steps=presenters.ladder(sheet.criterion, list_descriptors(db(), here.id), form.mark), leads=leads,
        remarks=_remarks(sheet) if leads else [], is_refused=bool(form.errors),
    )  # fmt: skip
    return page, refused.status if refused else 200


def _history(sheet: agreeing.Sheet, trail: Trail) -> list[record_history.Shown]:
    return record_history.history(sheet, trail)


def _following(lines: list[agreement.Line], place: int, leads: bool) -> agreement.Line | None:
    """Return what waits for the person next, beside the question shown."""
    rest = [*lines[place + 1 :], *lines[:place]]
    mine = agreement.to_moderate(rest) if leads else [line for line in rest if line.waits_for_me]
    return mine[0] if mine else None


def _remarks(sheet: agreeing.Sheet) -> list[Any]:
    """List what the check sees in the record that stands and that kept nothing back."""
    row = sheet.agreed
    if row is None:
        return []
    points = tuple(Point(each.title, each.discussed, each.moved) for each in row.points)
    written = Given(row.mark, row.discussion, row.reason, row.dissent, points)
    return [each for each in agreeing.look(db(), sheet, written) if not keeps_back(each)]
