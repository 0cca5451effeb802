"""An evaluator's own work: the list of questions, the page on which one is marked, and locking."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.stages import Stage
from assurance.persistence.queries.criteria import get_criterion, list_descriptors
from assurance.persistence.queries.panel import list_evaluated_bids
from assurance.services import marking
from assurance.services.reading import note_read, readable_bid
from assurance.web.filters import clock
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.evaluation import presenters
from assurance.web.staff.evaluation.forms import LockForm, MarkForm
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import attempt, commits, database, db


@blueprint.get("/queue")
@requires(Permission.MARK_WRITE)
def queue(ref: str) -> ResponseReturnValue:
    """My questions, bid by bid, and what comes next."""
    mine = _queue()
    return render_template(
        "staff/evaluation/queue.html", procurement=procurement(), queue=mine, following=mine.next_unscored(),
        is_open=procurement().stage is Stage.SCORING, link=lambda each: presenters.question_url(procurement(), each),
    )  # fmt: skip


@blueprint.route("/lock", methods=["GET", "POST"])
@requires(Permission.MARK_WRITE)
@commits
def lock(ref: str) -> ResponseReturnValue:
    """See all my marks once more, and lock them for good."""
    form, locked = LockForm(), []

    def act() -> None:
        locked.append(marking.lock_marks(db(), procurement=procurement(), actor=actor(), now=now()))

    if attempt(form, act):
        words = "1 mark is" if locked[0] == 1 else f"{locked[0]} marks are"
        flash(f"{words} locked. Nobody can change what is locked any more.", "success")
        return redirect(url_for(".queue", ref=ref))
    mine = _queue()
    page = render_template(
        "staff/evaluation/lock.html", procurement=procurement(), form=form, queue=mine, notes=_notes(mine.questions),
        objections=marking.lock_objections(db(), procurement=procurement(), queue=mine),
        is_open=procurement().stage is Stage.SCORING,
    )  # fmt: skip
    return page, form.status


@blueprint.get("/score/<bid_id>/<code>")
@requires(Permission.MARK_WRITE)
def score(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Read one answer and mark it."""
    page = _score_page(code)
    note_read(database(), bid=bid(), actor=actor(), now=now(), what=code)
    return page


@blueprint.post("/score/<bid_id>/<code>")
@requires(Permission.MARK_WRITE)
@commits
def save(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Save my mark and stay, or go to the next question that has none."""
    criterion = get_criterion(db(), procurement().id, code)
    form = _mark_form(criterion)
    if not attempt(form, lambda: _save(criterion, form)):
        return _score_page(code, form)
    flash("Your mark is saved." if form.mark.data is not None else "Your draft is saved.", "success")
    if "save_next" not in request.form:
        return redirect(url_for(".score", ref=ref, bid_id=bid_id, code=code))
    mine = _queue()
    following = mine.next_unscored(mine.position(bid().id, criterion.id) or 0)
    return redirect(presenters.question_url(procurement(), following) if following else url_for(".queue", ref=ref))


@blueprint.post("/score/<bid_id>/<code>/autosave")
@requires(Permission.MARK_WRITE)
@commits
def autosave(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Save what is typed so far and tell the page when, or why not."""
    criterion = get_criterion(db(), procurement().id, code)
    form, saved = _mark_form(criterion), []
    if not attempt(form, lambda: saved.append(_save(criterion, form))):
        return {"reason": presenters.first_error(form)}, form.status
    found = [each.message for each in _findings(bid(), saved[0].rationale)]
    return {"saved": f"Saved at {clock(saved[0].saved_at)}", "version": saved[0].version, "findings": found}


def _queue() -> marking.Queue:
    return marking.my_queue(db(), procurement=procurement(), actor=actor(), now=now())


def _mark_form(criterion: Any, **filled: Any) -> MarkForm:
    form = MarkForm(**filled)
    form.mark.most = criterion.scale_top or 0
    return form


def _save(criterion: Any, form: MarkForm) -> Any:
    return marking.save_mark(
        db(), bid=bid(), criterion=criterion, mark=form.mark.data, rationale=form.rationale.data or "",
        evidence=form.evidence.data or "", version=form.expected_version or None, actor=actor(), now=now(),
    )  # fmt: skip


def _score_page(code: str, form: MarkForm | None = None) -> ResponseReturnValue:
    """Show the question; `form` is one that was refused, with what was typed in it."""
    here = procurement()
    criterion = get_criterion(db(), here.id, code)
    tender = readable_bid(db(), bid=bid(), actor=actor(), now=now())
    mine = _queue()
    place = mine.position(bid().id, criterion.id)
    if place is None:
        raise NotFound("There is no such question, or it is not yours to mark")
    question = mine.questions[place]
    if form is None:
        form = _mark_form(criterion, obj=question.mark, version=question.mark.version if question.mark else 0)
    is_open = here.stage is Stage.SCORING and question.state != "locked"
    page = render_template(
        "staff/evaluation/score.html", procurement=here, form=form, queue=mine, place=place, question=question,
        tender=tender, steps=presenters.ladder(criterion, list_descriptors(db(), here.id), form.mark),
        found=_findings(bid(), question.mark.rationale) if question.mark else (),
        neighbours=presenters.neighbours(here, mine, place), is_open=is_open or bool(form.errors),
    )  # fmt: skip
    return page, form.status


def _findings(tender: Any, rationale: str) -> tuple[Any, ...]:
    return marking.check_rationale(tender, rationale, list_evaluated_bids(db(), procurement().id))


def _notes(questions: Any) -> dict[tuple[int, int], list[str]]:
    bids = list_evaluated_bids(db(), procurement().id)
    return {
        (each.bid.id, each.criterion.id): [
            found.message for found in marking.check_rationale(each.bid, each.mark.rationale, bids)
        ]
        for each in questions
        if each.mark is not None
    }
