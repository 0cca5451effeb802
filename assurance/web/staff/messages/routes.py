"""Messages: what one was told, opened with one press and marked as read."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.messages import count_unread, list_messages
from assurance.services import telling
from assurance.web import told_by_mail
from assurance.web.guards import actor, now, requires
from assurance.web.transaction import commits, db

blueprint = Blueprint("messages", __name__, url_prefix="/messages")
LAST_PAGE = 1_000_000


@blueprint.get("/")
@requires(Permission.DESK_VIEW)
def index() -> ResponseReturnValue:
    """What I was told, newest first."""
    page = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    found, more = list_messages(db(), actor(), page=page)
    return render_template(
        "staff/messages/index.html", messages=found, page=page, more=more, unread=count_unread(db(), actor())
    )


@blueprint.post("/<message_id>/open", endpoint="open")
@requires(Permission.DESK_VIEW)
@commits
def open_message(message_id: str) -> ResponseReturnValue:
    """Mark a message as read and go to the page it is about."""
    message = telling.open_message(db(), public_id=message_id, actor=actor(), now=now())
    return redirect(url_for(message.endpoint, **message.params))


@blueprint.post("/read")
@requires(Permission.DESK_VIEW)
@commits
def read_all() -> ResponseReturnValue:
    """Mark everything as read."""
    telling.read_all(db(), actor=actor(), now=now())
    return redirect(url_for(".index"))


@blueprint.route("/email", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
@commits
def by_mail() -> ResponseReturnValue:
    """What I am told by e-mail, and when."""
    form = told_by_mail.chosen()
    if told_by_mail.keep(form):
        return redirect(url_for(".index"))
    return render_template("staff/messages/by_mail.html", form=form, **told_by_mail.facts()), form.status
