"""The requests for information about a procurement, registering one, and the page of one."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON
from assurance.domain.information.exemptions import EXEMPTIONS
from assurance.persistence.queries.information import get_request, list_requests
from assurance.persistence.queries.packs import find_issued
from assurance.services import audit, information
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.information.forms import ApproveAnswerForm, PutBackForm, RegisterRequestForm
from assurance.web.transaction import attempt, commits, database, db

blueprint = Blueprint("information", __name__, url_prefix="/procurements/<ref>/information")


@blueprint.get("/")
@requires(Permission.INFORMATION_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """Every request, newest first, with until when it is answered and what became of it."""
    return render_template(
        "staff/information/index.html", procurement=procurement(), rows=list_requests(db(), procurement().id),
        today=now().astimezone(LONDON).date(),
    )  # fmt: skip


@blueprint.route("/register", methods=["GET", "POST"])
@requires(Permission.INFORMATION_PREPARE)
@commits
def register(ref: str) -> ResponseReturnValue:
    """Register a request."""
    form = RegisterRequestForm()
    made: list[Any] = []

    def act() -> None:
        given = {name: form.data[name] for name in ("requester", "contact", "asked", "received_on")}
        made.append(information.register(db(), procurement=procurement(), actor=actor(), now=now(), **given))

    if attempt(form, act):
        flash("The request is registered. Pick the records it asks for.", "success")
        return redirect(url_for(".show", ref=ref, request_id=made[0].public_id))
    return render_template("staff/information/register.html", form=form, procurement=procurement()), form.status


@blueprint.get("/<request_id>")
@requires(Permission.INFORMATION_VIEW)
def show(ref: str, request_id: str) -> ResponseReturnValue:
    """The request and its answer exactly as it would go, or went; reading it is put on record."""
    row = get_request(db(), procurement().id, request_id)
    audit.record_apart(
        database(), tag="information-request:viewed", actor=actor(), now=now(), reference=ref, subject=request_id
    )
    return page_of(row, None)


def page_of(row: Any, form: ApproveAnswerForm | None) -> ResponseReturnValue:
    """Show a draft as it would go now, and what was released as it went."""
    is_open = row.released_at is None and row.closed_at is None
    draft = information.current(db(), row) if is_open else None
    items = asdict(draft)["items"] if draft else row.content.get("items", [])
    page = render_template(
        "staff/information/show.html", procurement=procurement(), row=row, exemptions=EXEMPTIONS, is_open=is_open,
        sections=[(title, list(found)) for title, found in groupby(items, key=lambda each: each["section"])],
        names=information.names_left(db(), row, draft) if draft else (),
        form=form or ApproveAnswerForm(formdata=None, digest=draft.digest if draft else ""),
        put_back_form=PutBackForm(formdata=None), may_release=information.may_release(row, actor()),
        pack=find_issued(db(), procurement().id, "information", row.public_id),
        today=now().astimezone(LONDON).date(),
    )  # fmt: skip
    return page, form.status if form else 200
