"""Judging one answer, deciding one ground, and giving notice about somebody a bidder relies on."""

from __future__ import annotations

from datetime import date, time
from typing import cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.selection.replacement import SHORTEST, decline_objections
from assurance.persistence.queries.selection import get_questionnaire
from assurance.services import selection
from assurance.services.selection.answering import get_party
from assurance.services.selection.judging import find_ground
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.selection import presenters
from assurance.web.staff.selection.forms import NO, YES, GroundForm, NoticeForm, judge_form
from assurance.web.staff.selection.routes import blueprint, open_request, record_read
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/<bid_id>/questions/<code>", methods=["GET", "POST"])
@requires(Permission.SELECTION_ASSESS)
@commits
def judge(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Read one answer and judge it with a reason."""
    record, asked = open_request(), get_questionnaire(db(), procurement())
    question = asked.find(code)
    before = record.judgements.get(code)
    form = judge_form(
        question, asked.scale, before.version if before else 0, reason=before.reason if before else "",
        passes=None if before is None or before.passes is None else YES if before.passes else NO,
        mark=None if before is None or before.mark is None else str(before.mark),
    )  # fmt: skip

    def act() -> None:
        selection.judge(
            db(), bid=bid(), code=code, mark=int(form.mark.data) if "mark" in form else None,
            passes=form.passes.data == YES if "passes" in form else None, reason=form.reason.data,
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"“{question.heading}” is judged.", "success")
        return redirect(url_for(".request", ref=ref, bid_id=bid_id))
    page = render_template(
        "staff/selection/judge.html", form=form, procurement=procurement(), bid=bid(), asked=asked,
        each=presenters.answer(asked, record, question), closed=selection.why_closed(procurement()),
        meanings={str(each.mark): each.text for each in asked.scale.descriptors},
    )  # fmt: skip
    record_read("request:viewed", question=code)
    return page, form.status


@blueprint.route("/<bid_id>/organisations/<party_id>/grounds/<code>", methods=["GET", "POST"])
@requires(Permission.SELECTION_DECIDE)
@commits
def ground(ref: str, bid_id: str, party_id: str, code: str) -> ResponseReturnValue:
    """Decide whether one ground that applies to one organisation excludes."""
    record = open_request()
    party, found = find_ground(db(), record, party_id, code)
    before = record.decisions.get((party.id, code))
    form = GroundForm(
        version=before.version if before else 0, reason=before.reason if before else "",
        excludes=None if before is None else YES if before.excludes else NO,
    )  # fmt: skip

    def act() -> None:
        selection.decide_ground(
            db(), bid=bid(), public_id=party_id, ground=code, excludes=form.excludes.data == YES,
            reason=form.reason.data, version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The decision on “{found.ground.title}” of {party.name} is on record.", "success")
        return redirect(url_for(".request", ref=ref, bid_id=bid_id))
    page = render_template(
        "staff/selection/ground.html", form=form, procurement=procurement(), bid=bid(), party=party, found=found,
        before=decline_objections([found], record.told(), now()), notice=record.notices.get(party.id),
        closed=selection.why_closed(procurement()),
    )  # fmt: skip
    record_read("request:viewed", ground=code)
    return page, form.status


@blueprint.route("/<bid_id>/organisations/<party_id>/notice", methods=["GET", "POST"])
@requires(Permission.SELECTION_DECIDE)
@commits
def notice(ref: str, bid_id: str, party_id: str) -> ResponseReturnValue:
    """Tell the bidder about somebody it relies on, and until when it may name another."""
    party = get_party(open_request(), party_id)
    form = NoticeForm()

    def act() -> None:
        selection.give_notice(
            db(), bid=bid(), public_id=party_id, reason=form.reason.data, answer_on=cast(date, form.answer_on.data),
            answer_time=cast(time, form.answer_time.data), actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"{bid().organisation.name} is told about {party.name}.", "success")
        return redirect(url_for(".request", ref=ref, bid_id=bid_id))
    page = render_template(
        "staff/selection/notice.html", form=form, procurement=procurement(), bid=bid(), party=party,
        days=SHORTEST.days,
    )  # fmt: skip
    return page, form.status
