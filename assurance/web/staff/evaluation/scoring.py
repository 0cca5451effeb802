"""The page on which an evaluator marks one question of one bid, and the ways of saving it."""

from __future__ import annotations

from typing import Any

from flask import flash, get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.stages import Stage
from assurance.persistence.queries.criteria import get_criterion, list_descriptors
from assurance.services import marking
from assurance.services.reading import note_read, readable_bid
from assurance.web import errors
from assurance.web.filters import clock, short_date
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.evaluation import mark_page, merging, presenters
from assurance.web.staff.evaluation.mark_form import MarkForm, mark_form
from assurance.web.staff.evaluation.my_list import my_queue
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import apart, attempt, commit, commits, db, reads_first


@blueprint.get("/score/<bid_id>/<code>")
@requires(Permission.MARK_WRITE)
def score(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Read one answer and mark it."""
    page = _score_page(code)
    note_read(apart(), bid=bid(), actor=actor(), now=now(), what=code)
    return page


@blueprint.post("/score/<bid_id>/<code>")
@requires(Permission.MARK_WRITE)
@reads_first
@commits
def save(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Save my mark and stay, or go to the next question that has none."""
    criterion = get_criterion(db(), procurement().id, code)
    form = mark_form(criterion)
    try:
        if not attempt(form, lambda: merging.save(criterion, form)):
            return _score_page(code, form)
    except marking.StaleMark as clash:
        return _clash(clash, lambda: _score_page(code, form, clashed=True))
    flash("Your mark is saved." if form.mark.data is not None else "Your draft is saved.", "success")
    for lost in merging.answers_without_finding(criterion):
        flash(f"The reason no longer has what you answered, so this answer was not needed: “{lost}”", "warning")
    return redirect(_after_saving(criterion))


@blueprint.post("/score/<bid_id>/<code>/autosave")
@requires(Permission.MARK_WRITE)
@reads_first
@commits
def autosave(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Save what is typed so far and tell the page when, or why not."""
    criterion = get_criterion(db(), procurement().id, code)
    form, saved = mark_form(criterion), []
    check = marking.checker_of(db(), bid=bid(), criterion=criterion, actor=actor())
    try:
        if not attempt(form, lambda: saved.append(merging.save(criterion, form, by_itself=True))):
            return {"reason": presenters.first_error(form), "code": "invalid"}, form.status
    except marking.StaleMark as clash:
        return _clash(clash, lambda: _clash_data(criterion))
    commit()
    question = marking.Question(bid=bid(), criterion=criterion, mark=saved[0], is_declared=True)
    found = mark_page.notes(check.seen(question))
    return {
        "saved": _saved_words(saved[0]),
        "version": saved[0].version,
        "findings": _findings_list(found),
        "done": saved[0].mark is not None and bool(saved[0].rationale),
        "state": get_template_attribute("components/status_tag.html", "status_tag")("draft"),
    }


def _findings_list(found: list[mark_page.Note]) -> str:
    return render_template("staff/evaluation/_findings.html", found=found)


def _after_saving(criterion: Any) -> str:
    here = procurement()
    if "save_next" not in request.form:
        return url_for(".score", ref=here.reference, bid_id=bid().public_id, code=criterion.code)
    place, mine = _place(criterion)
    following = mine.next_unscored(place)
    return mark_page.question_url(here, following) if following else url_for(".queue", ref=here.reference)


def _place(criterion: Any) -> tuple[int, marking.Queue]:
    mine = my_queue()
    place = mine.position(bid().id, criterion.id)
    if place is None:
        raise NotFound("There is no such question, or it is not yours to mark")
    return place, mine


def _seen(mine: marking.Queue, place: int) -> tuple[marking.Seen, ...]:
    check = marking.checker(db(), procurement=procurement(), questions=mine.questions)
    return check.seen(mine.questions[place])


def _saved_words(mark: Any) -> str:
    return f"Saved at {clock(mark.saved_at)} on {short_date(mark.saved_at)}"


def _clash(clash: marking.StaleMark, answer: Any) -> ResponseReturnValue:
    """Answer a stale save with both texts, changing nothing, and put the refusal on record."""
    shown = answer()
    errors.note_refusal(clash)
    return (shown[0] if isinstance(shown, tuple) else shown), 409


def _clash_data(criterion: Any) -> dict[str, str]:
    place, mine = _place(criterion)
    panel = render_template("staff/evaluation/_clash.html", question=mine.questions[place], procurement=procurement())
    told = "Not saved: saved in another window meanwhile. Choose above which text is to stand."
    return {"reason": "This was saved in another window", "code": "stale", "clash": panel, "told": told}


def _score_page(code: str, form: MarkForm | None = None, *, clashed: bool = False) -> ResponseReturnValue:
    """Show the question; `form` is one that was refused, with what was typed in it."""
    here = procurement()
    criterion = get_criterion(db(), here.id, code)
    tender = readable_bid(db(), bid=bid(), actor=actor(), now=now())
    place, mine = _place(criterion)
    question, steps = mine.questions[place], list_descriptors(db(), here.id)
    typed = request.form if form else None
    form = form or mark_form(criterion, question.mark, documents=[each.name for each in tender.documents])
    is_open = here.stage is Stage.SCORING and question.state != "locked"
    page = render_template(
        "staff/evaluation/score.html", procurement=here, form=form, queue=mine, place=place, question=question,
        tender=tender, steps=presenters.ladder(criterion, steps, form.mark), clashed=clashed,
        found=mark_page.notes(_seen(mine, place), typed), neighbours=mark_page.neighbours(here, mine, place),
        is_open=is_open or bool(form.errors), person=actor().user_id, saved=_saved_words,
        document_choices=lambda chosen: mark_page.document_choices(tender.documents, chosen),
        places_of=lambda evidence: mark_page.places_of(evidence, tender.documents),
    )  # fmt: skip
    return page, form.status
