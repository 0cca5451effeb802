"""Records for a bidder that asked for them: read as they would go, withheld from, and released by a second person."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.award.disclosure import EXCEPTIONS
from assurance.domain.errors import NotFound
from assurance.persistence.queries.awards import get_representation
from assurance.persistence.queries.disclosure import get_release
from assurance.services import audit, disclosure
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.award.records_forms import PASSAGE, PutBackForm, ReleaseForm, WithholdForm
from assurance.web.staff.award.routes import blueprint
from assurance.web.transaction import attempt, commits, database, db


@blueprint.post("/representations/<representation_id>/records")
@requires(Permission.RECORDS_PREPARE)
@commits
def prepare_records(ref: str, representation_id: str) -> ResponseReturnValue:
    """Begin a release of records, or go on with the one that is being prepared."""
    row = get_representation(db(), procurement().id, representation_id)
    made = disclosure.prepare(db(), representation=row, actor=actor(), now=now())
    return redirect(url_for(".records", ref=ref, release_id=made.public_id))


@blueprint.get("/records/<release_id>")
@requires(Permission.RECORDS_VIEW)
def records(ref: str, release_id: str) -> ResponseReturnValue:
    """The records exactly as the bidder would read them, or reads them; reading them is put on record."""
    row = get_release(db(), procurement().id, release_id)
    audit.record_apart(
        database(), tag="record-release:viewed", actor=actor(), now=now(), reference=ref, subject=release_id
    )
    return _records_page(row, None)


@blueprint.route("/records/<release_id>/withhold", methods=["GET", "POST"])
@requires(Permission.RECORDS_PREPARE)
@commits
def withhold(ref: str, release_id: str) -> ResponseReturnValue:
    """Withhold an item, or cut words wherever they stand."""
    row = get_release(db(), procurement().id, release_id)
    key = request.args.get("item", "")
    item = next((each for each in disclosure.compose(db(), row.representation) if each.key == key), None)
    if item is None:
        raise NotFound("There is no such item in these records")
    form = WithholdForm()

    def act() -> None:
        passage = form.passage.data or "" if form.how.data == PASSAGE else ""
        disclosure.withhold(
            db(), release=row, item=key, passage=passage, needs_passage=form.how.data == PASSAGE,
            exception=form.exception.data, reason=form.reason.data, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("It is withheld, and the register says so.", "success")
        return redirect(url_for(".records", ref=ref, release_id=release_id))
    page = render_template("staff/award/withhold.html", form=form, procurement=procurement(), row=row, item=item)
    return page, form.status


@blueprint.post("/records/<release_id>/put-back/<withheld_id>")
@requires(Permission.RECORDS_PREPARE)
@commits
def put_back(ref: str, release_id: str, withheld_id: str) -> ResponseReturnValue:
    """Put back what was withheld."""
    row = get_release(db(), procurement().id, release_id)
    disclosure.put_back(db(), release=row, withheld_id=withheld_id, actor=actor(), now=now())
    flash("It is in the records again.", "success")
    return redirect(url_for(".records", ref=ref, release_id=release_id))


@blueprint.post("/records/<release_id>/release")
@requires(Permission.RECORDS_RELEASE, fresh_to="release records")
@commits
def release_records(ref: str, release_id: str) -> ResponseReturnValue:
    """Let the records go as they were read."""
    row = get_release(db(), procurement().id, release_id)
    form = ReleaseForm()

    def act() -> None:
        disclosure.release(db(), release=row, digest=form.digest.data or "", actor=actor(), now=now())

    if attempt(form, act):
        flash("The records are released. The bidder is told, and reads them with its bid.", "success")
        return redirect(url_for(".records", ref=ref, release_id=release_id))
    return _records_page(row, form)


def _records_page(row: Any, form: ReleaseForm | None) -> ResponseReturnValue:
    """Show a draft as it would go now, and what was released as it went."""
    draft = None if row.released_at else disclosure.current(db(), row)
    items = asdict(draft)["items"] if draft else row.content["items"]
    page = render_template(
        "staff/award/records.html", procurement=procurement(), row=row, exceptions=EXCEPTIONS,
        sections=[(title, list(found)) for title, found in groupby(items, key=lambda each: each["section"])],
        names=disclosure.names_left(db(), row, draft) if draft else (),
        form=form or ReleaseForm(formdata=None, digest=draft.digest if draft else ""),
        put_back_form=PutBackForm(formdata=None), may_release=disclosure.may_release(row, actor()),
    )  # fmt: skip
    return page, form.status if form else 200
