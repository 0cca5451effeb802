"""An evaluator's own list of questions, and locking all of them at once."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.stages import Stage
from assurance.persistence.queries.packs import find_issued
from assurance.services import marking
from assurance.web import downloads
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.evaluation import mark_page
from assurance.web.staff.evaluation.forms import LockForm
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.staff.packs.presenters import file_name
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/queue")
@requires(Permission.MARK_WRITE)
def queue(ref: str) -> ResponseReturnValue:
    """My questions, bid by bid, and what comes next."""
    mine = my_queue()
    check = marking.checker(db(), procurement=procurement(), questions=mine.questions)
    rows = [(each, mark_page.state_of(each, check)) for each in mine.questions]
    return render_template(
        "staff/evaluation/queue.html", procurement=procurement(), queue=mine, following=mine.next_unscored(),
        is_open=procurement().stage is Stage.SCORING, rows=mark_page.filtered(rows, request.args),
        filters=_filters(mine), is_filtered=any(request.args.get(each) for each in ("bid", "criterion", "state")),
        link=lambda each: mark_page.question_url(procurement(), each), state_names=dict(mark_page.STATES),
        has_guide=find_issued(db(), procurement().id, "guide", "") is not None,
    )  # fmt: skip


@blueprint.get("/guide")
@requires(Permission.MARK_WRITE)
def guide(ref: str) -> ResponseReturnValue:
    """The guide for evaluators as it was issued last."""
    issued = find_issued(db(), procurement().id, "guide", "")
    if issued is None:
        raise NotFound("No guide for evaluators has been issued yet. Ask the officer for it")
    return downloads.pack(issued, ref, file_name(ref, issued))


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
    mine = my_queue()
    check = marking.checker(db(), procurement=procurement(), questions=mine.questions)
    page = render_template(
        "staff/evaluation/lock.html", procurement=procurement(), form=form, queue=mine,
        rows=[(each, check.seen(each)) for each in mine.questions],
        objections=marking.lock_objections(db(), procurement=procurement(), queue=mine),
        is_open=procurement().stage is Stage.SCORING,
    )  # fmt: skip
    return page, form.status


def my_queue() -> marking.Queue:
    """List the questions of the person who asks."""
    return marking.my_queue(db(), procurement=procurement(), actor=actor(), now=now())


def _filters(mine: marking.Queue) -> list[tuple[str, str, list[dict[str, object]]]]:
    """Return name, label and items of each filter."""
    chosen = request.args
    bids = [(each.bid.public_id, each.bid.organisation.name) for each in mine.questions]
    codes = [(each.criterion.code, each.criterion.title) for each in mine.questions]
    return [
        ("bid", "Bid", mark_page.filter_items(bids, chosen.get("bid", ""), "All bids")),
        ("criterion", "Question", mark_page.filter_items(codes, chosen.get("criterion", ""), "All questions")),
        ("state", "State", mark_page.filter_items(mark_page.STATES, chosen.get("state", ""), "All states")),
    ]
