"""Picking records for an answer, withholding from them, approving it as a second person, closing without one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.information import get_request
from assurance.services import information
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.information.forms import (
    PASSAGE,
    ApproveAnswerForm,
    CloseRequestForm,
    RedactForm,
    pick_form,
)
from assurance.web.staff.information.routes import blueprint, page_of
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/<request_id>/records", methods=["GET", "POST"])
@requires(Permission.INFORMATION_PREPARE)
@commits
def records(ref: str, request_id: str) -> ResponseReturnValue:
    """Pick the items that are given."""
    row = get_request(db(), procurement().id, request_id)
    form = pick_form(information.items_of(db(), procurement()), row.chosen, version=row.version)

    def act() -> None:
        information.choose(db(), request=row, keys=form.keys, version=form.expected_version, actor=actor(), now=now())

    if attempt(form, act):
        flash("What is picked is saved. Read it as it would go.", "success")
        return redirect(url_for(".show", ref=ref, request_id=request_id))
    page = render_template("staff/information/records.html", form=form, procurement=procurement(), row=row)
    return page, form.status


@blueprint.route("/<request_id>/withhold", methods=["GET", "POST"])
@requires(Permission.INFORMATION_PREPARE)
@commits
def withhold(ref: str, request_id: str) -> ResponseReturnValue:
    """Withhold an item, or cut words wherever they stand."""
    row = get_request(db(), procurement().id, request_id)
    key = request.args.get("item", "")
    item = next((each for each in information.items_of(db(), procurement()) if each.key == key), None)
    if item is None or key not in row.chosen:
        raise NotFound("There is no such item in this answer")
    form = RedactForm()

    def act() -> None:
        passage = form.passage.data or "" if form.how.data == PASSAGE else ""
        information.withhold(
            db(), request=row, item=key, passage=passage, needs_passage=form.how.data == PASSAGE,
            exemption=form.exemption.data, reason=form.reason.data, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("It is withheld, and the register says so.", "success")
        return redirect(url_for(".show", ref=ref, request_id=request_id))
    page = render_template("staff/information/withhold.html", form=form, procurement=procurement(), row=row, item=item)
    return page, form.status


@blueprint.post("/<request_id>/put-back/<withheld_id>")
@requires(Permission.INFORMATION_PREPARE)
@commits
def put_back(ref: str, request_id: str, withheld_id: str) -> ResponseReturnValue:
    """Put back what was withheld."""
    row = get_request(db(), procurement().id, request_id)
    information.put_back(db(), request=row, withheld_id=withheld_id, actor=actor(), now=now())
    flash("It is in the answer again.", "success")
    return redirect(url_for(".show", ref=ref, request_id=request_id))


@blueprint.post("/<request_id>/release")
@requires(Permission.INFORMATION_RELEASE, fresh_to="approve an answer")
@commits
def release(ref: str, request_id: str) -> ResponseReturnValue:
    """Approve the answer as it was read."""
    row = get_request(db(), procurement().id, request_id)
    form = ApproveAnswerForm()

    def act() -> None:
        information.release(
            db(), request=row, digest=form.digest.data or "", knows_names=form.knows_names.data, actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The answer is approved. Its document is being made; send it to whoever asked.", "success")
        return redirect(url_for(".show", ref=ref, request_id=request_id))
    return page_of(row, form)


@blueprint.route("/<request_id>/close", methods=["GET", "POST"])
@requires(Permission.INFORMATION_RELEASE)
@commits
def close(ref: str, request_id: str) -> ResponseReturnValue:
    """Close a request without records."""
    row = get_request(db(), procurement().id, request_id)
    form = CloseRequestForm()

    def act() -> None:
        information.close(db(), request=row, reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("The request is closed.", "success")
        return redirect(url_for(".show", ref=ref, request_id=request_id))
    page = render_template("staff/information/close.html", form=form, procurement=procurement(), row=row)
    return page, form.status
