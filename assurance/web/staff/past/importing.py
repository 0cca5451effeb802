"""Taking past procurements in: a file is read and shown with everything that is wrong in it, and kept only then."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import InvalidInput
from assurance.domain.faults import FaultsFound
from assurance.domain.ocds.past.package import Reading, read_package
from assurance.domain.ocds.past.procurement import Past
from assurance.persistence.queries.past import get_past
from assurance.services.open_data import importing
from assurance.services.open_data.importing import Source
from assurance.web.guards import actor, now, requires
from assurance.web.staff.past.forms import KeepForm, RemoveForm, UploadForm
from assurance.web.staff.past.presenters import term
from assurance.web.staff.past.routes import blueprint
from assurance.web.transaction import attempt, commits, db

LARGEST_CARRIED = 450_000
"""In characters: what a form can carry from the page that shows what was read to the one that keeps it."""
SHOWN_NOTES = 200


@blueprint.get("/import")
@requires(Permission.REFERENCE_IMPORT)
def upload() -> ResponseReturnValue:
    """Where a package is chosen."""
    return _upload_page(UploadForm())


def _upload_page(form: UploadForm) -> ResponseReturnValue:
    return render_template("staff/past/upload.html", form=form), form.status


@blueprint.post("/import/check")
@requires(Permission.REFERENCE_IMPORT)
def check() -> ResponseReturnValue:
    """Read a package and show what is in it and what is wrong with it; nothing is stored yet."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload_page(form)
    try:
        reading = read_package(form.content)
        past = [each for each in reading.procurements if _has_code(each, form.cpv.data or "")]
        source = Source.of(form.content, form.package.data.filename, reading)
        carried = _carry(past, source) if past else ""
    except FaultsFound as refused:
        form.package.errors = [each.message[:1].upper() + each.message[1:] for each in refused.faults]
        return _upload_page(form)
    except InvalidInput as refusal:
        form.attach(refusal)
        return _upload_page(form)
    return _check_page(reading, past, KeepForm(formdata=None, shown_version=carried))


def _check_page(reading: Reading, past: list[Past], form: KeepForm) -> ResponseReturnValue:
    return render_template(
        "staff/past/check.html", form=form, reading=reading, past=past, notes=reading.notes[:SHOWN_NOTES],
        known=importing.which_are_known(db(), past=past, actor=actor()), term=term,
    )  # fmt: skip


@blueprint.post("/import/keep")
@requires(Permission.REFERENCE_IMPORT)
@commits
def keep() -> ResponseReturnValue:
    """Keep what was shown, exactly."""
    form = KeepForm()
    done: list[tuple[int, int]] = []

    def act() -> None:
        past, source = _carried(form.shown_version.data or "")
        done.append(importing.keep(db(), past=past, source=source, actor=actor(), now=now()))

    if attempt(form, act):
        added, replaced = done[0]
        flash(f"Kept for reference: {added} new, {replaced} replaced by what was read now.", "success")
        return redirect(url_for(".index"))
    again = UploadForm(formdata=None)
    again.form_errors.append("Nothing was kept: the page was out of date. Choose the file again")
    return _upload_page(again)


@blueprint.route("/<past_id>/remove", methods=["GET", "POST"])
@requires(Permission.REFERENCE_IMPORT)
@commits
def remove(past_id: str) -> ResponseReturnValue:
    """Take one out again, with a reason."""
    past, form = get_past(db(), actor().organisation_id, past_id), RemoveForm()

    def act() -> None:
        importing.remove(db(), past=past, reason=form.reason.data, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"“{past.title}” is taken out.", "success")
        return redirect(url_for(".index"))
    return render_template("staff/past/remove.html", past=past, form=form), form.status


def _has_code(past: Past, begins: str) -> bool:
    return not begins or any(code.startswith(begins) for code, _ in past.cpv)


def _carry(past: list[Past], source: Source) -> str:
    """Write what was read so that it comes back as it was shown; `InvalidInput` when it is too much for one page."""
    data = {"past": [each.as_data() for each in past], "source": source.as_data(), "by": actor().user_id}
    carried: str = _signed().dumps(data)
    if len(carried) > LARGEST_CARRIED:
        raise InvalidInput("package", "There is too much in it for one page: split the file, or give a CPV code")
    return carried


def _carried(text: str) -> tuple[list[Past], Source]:
    try:
        data = _signed().loads(text)
    except BadSignature:
        raise InvalidInput("shown_version", "The page was out of date") from None
    if data["by"] != actor().user_id:
        raise InvalidInput("shown_version", "The page was somebody else’s")
    return [Past.from_data(each) for each in data["past"]], Source(**data["source"])


def _signed() -> Any:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="past procurements")
