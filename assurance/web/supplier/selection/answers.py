"""Answering one question, and declaring for one organisation; both may be saved before they are complete."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.selection.answers import text_of, written_contracts, written_years
from assurance.domain.selection.grounds import declaration_faults
from assurance.domain.selection.questionnaire import Asks, Question
from assurance.persistence.queries.selection import declaration, get_questionnaire, read_request
from assurance.services import bids, selection
from assurance.services.selection.answering import get_party
from assurance.web.filters import clock, short_date
from assurance.web.forms.macros import first_message
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier import together
from assurance.web.supplier.selection import presenters
from assurance.web.supplier.selection.forms import (
    ContractsForm,
    TextForm,
    TurnoverForm,
    declaration_form,
)
from assurance.web.supplier.selection.routes import blueprint
from assurance.web.supplier.together import attempt_together, let_other_stand, takes_other
from assurance.web.transaction import commits, db

CLASHED = "Not saved: somebody saved this meanwhile. Choose above which is to stand."
SAVED = "Saved. Nothing is sent until you send the whole request."


@blueprint.route("/questions/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def answer(bid_id: str, code: str) -> ResponseReturnValue:
    """Answer one question."""
    asked = get_questionnaire(db(), bid().procurement)
    question, row = asked.find(code), read_request(db(), bid()).answers.get(code)
    form = _form(question, row)
    if takes_other():
        return let_other_stand(url_for(".answer", bid_id=bid_id, code=code))
    if attempt_together(form, lambda: _save(question, form), lambda: _standing(question)):
        flash(SAVED, "success")
        return redirect(url_for(".index", bid_id=bid_id))
    page = render_template(
        "supplier/selection/answer.html", bid=bid(), form=form, question=question, asked=asked, row=row,
        is_open=presenters.is_draft(bid()) and bids.call_is_open(bid().procurement, now()), person=actor().user_id,
    )  # fmt: skip
    return page, form.status


@blueprint.post("/questions/<code>/autosave")
@requires(Permission.BID_WRITE)
@commits
def autosave(bid_id: str, code: str) -> ResponseReturnValue:
    """Save what is typed so far and tell the page when, or why not."""
    question = get_questionnaire(db(), bid().procurement).find(code)
    form, saved = _form(question, None), []
    if not attempt_together(
        form, lambda: saved.append(_save(question, form, by_itself=True)), lambda: _standing(question)
    ):
        if form.clash:
            told = {"reason": form.clash.why, "code": "stale", "clash": together.panel(form), "told": CLASHED}
            return told, form.status
        return {"reason": first_message(form.errors), "code": "invalid"}, form.status
    at = saved[0].updated_at
    return {"saved": f"Saved at {clock(at)} on {short_date(at)}", "version": saved[0].version}


@blueprint.route("/organisations/<code>", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def declare(bid_id: str, code: str) -> ResponseReturnValue:
    """Declare on each ground for one organisation."""
    grounds = get_questionnaire(db(), bid().procurement).grounds
    party = get_party(read_request(db(), bid()), code)
    form = declaration_form(grounds, party.declared, party.version)
    if takes_other():
        return let_other_stand(url_for(".declare", bid_id=bid_id, code=code))

    def act() -> None:
        applies, done = form.read(grounds)
        selection.declare(
            db(), bid=bid(), public_id=code, applies=applies, self_cleaning=done, version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    def standing() -> tuple[Any, Any]:
        return declaration_form(grounds, party.declared, party.version, formdata=None), party

    if attempt_together(form, act, standing):
        if faults := declaration_faults(grounds, declaration(party)):
            flash(f"Saved. Still open: {faults[0].message.rstrip('.')}.", "success")
            return redirect(url_for(".declare", bid_id=bid_id, code=code))
        flash(SAVED, "success")
        return redirect(url_for(".parties", bid_id=bid_id))
    page = render_template(
        "supplier/selection/declare.html", bid=bid(), form=form, party=party, grounds=grounds,
        is_draft=presenters.is_draft(bid()), back=url_for(".parties", bid_id=bid_id),
    )  # fmt: skip
    return page, form.status


def _save(question: Question, form: Any, *, by_itself: bool = False) -> Any:
    return selection.save_answer(
        db(), bid=bid(), code=question.code, content=_content(question, form), version=form.expected_version,
        actor=actor(), now=now(), by_itself=by_itself,
    )  # fmt: skip


def _standing(question: Question) -> tuple[Any, Any]:
    row = read_request(db(), bid()).answers.get(question.code)
    return _form(question, row, formdata=None), row


def _form(question: Question, row: Any, **given: Any) -> Any:
    content, version = (row.content, row.version) if row else ({}, 0)
    if question.asks is Asks.TURNOVER:
        return TurnoverForm(version=version, **presenters.turnover_boxes(content), **given)
    if question.asks is Asks.CONTRACTS:
        return ContractsForm(version=version, **presenters.contract_boxes(content), **given)
    form = TextForm(version=version, text=text_of(content), **given)
    form.text.limit = question.word_limit or 10_000
    return form


def _content(question: Question, form: Any) -> dict[str, Any]:
    if question.asks is Asks.TURNOVER:
        return written_years(form.years)
    if question.asks is Asks.CONTRACTS:
        return written_contracts(form.contracts)
    return {"text": form.text.data or ""}
