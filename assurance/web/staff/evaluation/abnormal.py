"""Bids that look abnormally low or promise too much: the list, asking, letting be, and deciding on an explanation."""

from __future__ import annotations

from datetime import date, time
from typing import Any, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import london_to_utc
from assurance.domain.errors import NotPermitted
from assurance.domain.evaluation.abnormal import (
    ACCEPTED,
    DAYS_TO_ANSWER,
    LEAST_OF_BUDGET,
    PRICE,
    PROMISE,
    earliest_due,
)
from assurance.domain.stages import ASKING_STAGES
from assurance.domain.tenderbox.visibility import low_bids_visible, price_visible
from assurance.persistence.queries.abnormal import get_question
from assurance.services import abnormal_bids, audit, low_bids
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.evaluation import abnormal_rows
from assurance.web.staff.evaluation.abnormal_forms import (
    AskAboutPriceForm,
    AskAboutPromiseForm,
    DecideForm,
    LetBeForm,
)
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import apart, attempt, commits, db


@blueprint.get("/abnormal")
@requires(Permission.ABNORMAL_VIEW)
def abnormal(ref: str) -> ResponseReturnValue:
    """Which prices look low, what bidders were asked, and what is still to do."""
    here = procurement()
    if not low_bids_visible(actor().roles, here.stage):
        raise NotPermitted("The quality panel learns of low bids once the result is confirmed")
    return render_template(
        "staff/evaluation/abnormal.html", procurement=here, now_=now(), threshold=low_bids.threshold(db(), here),
        table=abnormal_rows.table(db(), here, actor(), shows_prices=_shows_prices()),
        are_shown=_shows_prices(), least=LEAST_OF_BUDGET, state=abnormal_rows.state,
        is_asking=here.stage in ASKING_STAGES,
    )  # fmt: skip


@blueprint.route("/abnormal/<bid_id>/ask", methods=["GET", "POST"])
@requires(Permission.ABNORMAL_DECIDE)
@commits
def ask_abnormal(ref: str, bid_id: str) -> ResponseReturnValue:
    """Ask a bidder to explain a promise, or with `about=price` its price."""
    abnormal_bids.require_visible(db(), bid(), actor())
    about = PRICE if request.args.get("about") == PRICE else PROMISE
    form: Any = AskAboutPriceForm() if about == PRICE else AskAboutPromiseForm()

    def act() -> None:
        due = london_to_utc(cast(date, form.due_on.data), cast(time, form.due_time.data), "due_time")
        abnormal_bids.ask(
            db(), bid=bid(), about=about, finding=form.finding.data if about == PROMISE else "",
            question=form.question.data, due=due, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"{bid().organisation.name} is asked. Its people see the question with their bid.", "success")
        return redirect(url_for(".abnormal", ref=ref))
    page = render_template(
        "staff/evaluation/ask_abnormal.html", procurement=procurement(), bid=bid(), form=form, about=about,
        closed=_why_closed(about), low=_low(about), first=earliest_due(now()), days=DAYS_TO_ANSWER,
    )  # fmt: skip
    return page, form.status


@blueprint.route("/abnormal/<bid_id>/let-be", methods=["GET", "POST"])
@requires(Permission.ABNORMAL_DECIDE)
@commits
def let_be_abnormal(ref: str, bid_id: str) -> ResponseReturnValue:
    """Record why a price that looks low needs no question."""
    abnormal_bids.require_visible(db(), bid(), actor())
    form = LetBeForm()

    def act() -> None:
        abnormal_bids.let_be(db(), bid=bid(), reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("It is on record that no question is needed.", "success")
        return redirect(url_for(".abnormal", ref=ref))
    page = render_template(
        "staff/evaluation/let_be_abnormal.html", procurement=procurement(), bid=bid(), form=form,
        closed=_why_closed(PRICE), low=_low(PRICE),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/abnormal/<bid_id>/<int:number>", methods=["GET", "POST"])
@requires(Permission.ABNORMAL_VIEW)
@commits
def decide_abnormal(ref: str, bid_id: str, number: int) -> ResponseReturnValue:
    """One question with its confidential answer, and the decision on it. The reading is recorded."""
    abnormal_bids.require_visible(db(), bid(), actor())
    row = get_question(db(), bid().id, number)
    form = DecideForm(version=int(bool(row.answer)))

    def act() -> None:
        abnormal_bids.decide(
            db(), row=row, accept=form.decision.data == ACCEPTED, reason=form.reason.data,
            saw_answer=bool(form.expected_version), actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The decision on {bid().organisation.name} is on record.", "success")
        return redirect(url_for(".abnormal", ref=ref))
    shown = row.about == PROMISE or _shows_prices()
    page = render_template(
        "staff/evaluation/decide_abnormal.html", procurement=procurement(), bid=bid(), form=form, row=row,
        shown=shown, state=abnormal_rows.state(row, now()), waits=abnormal_rows.why_waits(row, now()),
    )  # fmt: skip
    if request.method == "GET":
        audit.record_apart(
            apart(), tag="abnormal:read", actor=actor(), now=now(), reference=ref, subject=bid().public_id,
            number=number, with_answer=bool(row.answer),
        )  # fmt: skip
    return page, form.status


def _shows_prices() -> bool:
    here = procurement()
    return price_visible(actor().roles, here.stage, closed=here.are_prices_closed)


def _why_closed(about: str) -> str:
    if about == PRICE and not _shows_prices():
        return "The prices are closed, so nothing can be asked or decided about one"
    return abnormal_bids.why_closed(bid())


def _low(about: str) -> low_bids.LowBid | None:
    """Return what is seen in the price at hand, when a price is asked about and may be seen."""
    if about != PRICE or not _shows_prices():
        return None
    return next((each for each in low_bids.list_low(db(), procurement()) if each.bid.id == bid().id), None)
