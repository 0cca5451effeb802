"""What the authority and the bidder say to each other: dialogue with its minutes, the letter, representations."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.bids import find_letter, get_session, list_representations, list_sessions
from assurance.persistence.queries.dialogue_record import list_actions_of_bid
from assurance.services import dialogue as service
from assurance.services import representations
from assurance.services.disclosure import waits_until
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids import letter as presenter
from assurance.web.supplier.bids.forms import RepresentationForm, SendForm
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/<bid_id>/dialogue")
@requires(Permission.BID_VIEW)
def dialogue(bid_id: str) -> ResponseReturnValue:
    """My sessions with their agendas and minutes, and agreeing them."""
    sessions = list_sessions(db(), bid().id)
    over = {row.id: service.why_over(row) for row in sessions}
    return render_template(
        "supplier/bids/dialogue.html", bid=bid(), sessions=sessions, over=over, is_overdue=service.is_overdue,
        actions=list_actions_of_bid(db(), bid().id),
    )  # fmt: skip


@blueprint.post("/<bid_id>/dialogue/<session_id>/agree")
@requires(Permission.BID_WRITE)
@commits
def agree(bid_id: str, session_id: str) -> ResponseReturnValue:
    """Agree that the minutes say what was said."""
    row = get_session(db(), bid().id, session_id)
    form = SendForm(version=row.version)
    if form.validate_on_submit():
        service.agree_minutes(db(), session_row=row, actor=actor(), now=now(), version=form.expected_version)
        flash("Your organisation has agreed the minutes.", "success")
    return redirect(url_for(".dialogue", bid_id=bid_id))


@blueprint.get("/<bid_id>/letter")
@requires(Permission.BID_VIEW)
def letter(bid_id: str) -> ResponseReturnValue:
    """The letter with the outcome and its reasons."""
    found = find_letter(db(), bid().id)
    if found is None:
        raise NotFound("There is no letter yet")
    return render_template(
        "supplier/bids/letter.html",
        bid=bid(),
        letter=presenter.page(found.content),
        may_represent=representations.may_represent(db(), bid=bid(), now=now()),
    )


@blueprint.route("/<bid_id>/representation", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def represent(bid_id: str) -> ResponseReturnValue:
    """Write a representation while standstill lasts, and see those sent."""
    form = RepresentationForm()
    made: list[Any] = []

    def act() -> None:
        made.append(
            representations.send(
                db(), bid=bid(), text=form.text.data, information_asked=form.information_asked.data or "",
                actor=actor(), now=now(),
            )
        )  # fmt: skip

    if attempt(form, act):
        ahead = "Standstill lasts until it is decided." if made[0].in_time else "It came late and is still answered."
        flash(f"Your representation is received. {ahead}", "success")
        return redirect(url_for(".represent", bid_id=bid_id))
    page = render_template(
        "supplier/bids/represent.html", bid=bid(), form=form, sent=list_representations(db(), bid().id),
        until=representations.represent_until(bid().procurement),
        may_represent=representations.may_represent(db(), bid=bid(), now=now()),
        may_send_late=representations.may_send_late(db(), bid=bid()), waits_until=waits_until,
    )  # fmt: skip
    return page, form.status
