"""My bids, the workspace of one bid, and withdrawing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.stages import BidStage
from assurance.persistence.queries.abnormal import bids_to_answer, list_asked
from assurance.persistence.queries.bids import (
    find_letter,
    list_of_organisation,
    list_own_events,
    list_told,
    list_told_steps,
)
from assurance.persistence.queries.correspondence import list_correspondence
from assurance.persistence.queries.criteria_versions import list_refinements_told
from assurance.persistence.queries.gate_evidence import list_of_bid
from assurance.persistence.queries.messages import list_unread
from assurance.services import bids, correspondence, payment_model, representations
from assurance.services.contracting.owing import count_owed
from assurance.services.sealing import lost_keys
from assurance.web.guards import actor, bid, now, requires
from assurance.web.listing import Column, Kind, listed
from assurance.web.supplier.bids import presenters, tasks
from assurance.web.supplier.bids.forms import ReasonForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("bids", __name__, url_prefix="/bids")
EVENTS_SHOWN = 50
BIDS = Kind(
    noun=("bid", "bids"),
    columns=(
        Column("Procurement", "title", lambda each: each.procurement.title),
        Column("Stage"),
        Column("Time left", "due", presenters.due),
        Column("What is missing"),
    ),
    text=lambda each: (
        each.procurement.title, each.procurement.reference, each.procurement.organisation.name,
    ),
)  # fmt: skip


@blueprint.get("/")
@requires(Permission.SUPPLIER_DESK)
def index() -> ResponseReturnValue:
    """The organisation's bids with stage, time left and what is missing, and what it was told last."""
    mine = list_of_organisation(db(), actor().organisation_id)
    told = list_told(db(), actor().organisation_id)
    return render_template(
        "supplier/bids/index.html",
        bids=listed(BIDS, mine),
        to_answer=bids_to_answer(db(), actor().organisation_id),
        stages={each.id: presenters.stage_of(each, each.id in told) for each in mine},
        missing={each.id: bids.missing_parts(db(), each) for each in mine if _to_do(each)},
        owed=count_owed(db(), mine, now()),
        due_of=presenters.due,
        part_link=presenters.part_link,
        messages=list_unread(db(), actor(), limit=4),
    )


@blueprint.get("/<bid_id>/")
@requires(Permission.BID_VIEW)
def show(bid_id: str) -> ResponseReturnValue:
    """The workspace: what is submitted and what not, what is missing, time left, what happened."""
    mine = bid()
    letter = find_letter(db(), mine.id)
    missing = bids.missing_parts(db(), mine) if _to_do(mine) else ()
    listed = tasks.tasks_of(mine, missing) if presenters.in_hand(mine) else []
    return render_template(
        "supplier/bids/show.html",
        bid=mine,
        stage=presenters.stage_of(mine, letter is not None),
        state=presenters.state(mine, missing, now()),
        missing=[(part.what, presenters.part_link(mine, part)) for part in missing],
        tasks=tasks.tender_tasks(mine, listed),
        unasked=tasks.unasked(mine, {task.code for task in listed}) if listed else [],
        letter=letter,
        correspondence=list_correspondence(db(), mine.id),
        may_debrief=correspondence.may_ask(db(), mine),
        refinements=list_refinements_told(db(), mine.id),
        evidence=list_of_bid(db(), mine.id),
        questions=presenters.questions(mine, list_asked(db(), mine.id)),
        is_asked_again=lost_keys.is_asked_again(db(), mine),
        may_withdraw=presenters.may_withdraw(mine, letter is not None),
        has_model=payment_model.of(db(), mine.procurement) is not None,
        may_represent=representations.may_represent(db(), bid=mine, now=now()),
        events=presenters.timeline(
            mine, list_own_events(db(), mine, limit=EVENTS_SHOWN), list_told_steps(db(), mine.id)
        ),
    )


@blueprint.route("/<bid_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.BID_SUBMIT)
@commits
def withdraw(bid_id: str) -> ResponseReturnValue:
    """Withdraw from the procurement for good, with a reason."""
    form = ReasonForm()

    def act() -> None:
        bids.withdraw(db(), bid=bid(), reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("Your organisation has withdrawn. The authority can see it.", "success")
        return redirect(url_for(".show", bid_id=bid_id))
    return render_template("supplier/bids/withdraw.html", bid=bid(), form=form), form.status


def _to_do(mine: Any) -> bool:
    return mine.stage is BidStage.DRAFT_REQUEST or presenters.in_hand(mine)
