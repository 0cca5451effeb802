"""Inviting providers to a published call: the list of who was, and a table that is read, shown, and only then sent."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField, HiddenField, SubmitField
from wtforms.validators import ValidationError

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import InvalidInput
from assurance.domain.faults import Fault, FaultsFound
from assurance.domain.suppliers.invited import COLUMNS, PROVIDERS
from assurance.exports.tables import Table, moment
from assurance.persistence.queries.call_invitations import list_invited
from assurance.services.suppliers import inviting
from assurance.web import downloads
from assurance.web.forms.base import BaseForm
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.listing import Choice, Column, Kind, Listing, listed
from assurance.web.staff.selection.routes import blueprint
from assurance.web.transaction import attempt, commits, db

KIND = "<any(xlsx, csv):kind>"
SHOWN_FAULTS = 100
STATES = {"done": "Sent", "pending": "Waiting", "failed": "Could not be delivered"}
INVITED = Kind(
    noun=("provider", "providers"),
    columns=(
        Column("Organisation", "name", lambda each: each[0].name),
        Column("Email address", "email", lambda each: each[0].email),
        Column("Invited", "invited", lambda each: each[0].invited_at, largest_first=True),
        Column("Message", "message", lambda each: state_of(each[1])),
    ),
    choices=(Choice("message", "Message", "All", STATES, lambda each, value: state_of(each[1]) == value),),
    text=lambda each: (each[0].name, each[0].email),
    begins="name",
)


class UploadForm(BaseForm):
    """A table of providers."""

    providers = FileField("List of providers", description="An Excel workbook (.xlsx) or a CSV file, up to 2 MB.")
    submit = SubmitField("Read the list")

    content = b""

    def validate_providers(self, field: FileField) -> None:
        """Take the file, no more of it than a list may have."""
        if not field.data or not field.data.filename:
            raise ValidationError("Choose the list")
        self.content = field.data.read(inviting.LARGEST + 1)
        field.data.close()


class ConfirmForm(BaseForm):
    """What was read and shown, carried along until it is confirmed."""

    shown_version = HiddenField()
    """The table as text. It is called a version so that a refusal does not print it back as something typed."""
    submit = SubmitField("Send the invitations")


def state_of(message: Any) -> str:
    """Say how far a message is: one that was wiped from the outbox has been sent."""
    if message is None or message.sent_at:
        return "done"
    return "failed" if message.given_up_at else "pending"


@blueprint.get("/invited")
@requires(Permission.SELECTION_VIEW)
def invited(ref: str) -> ResponseReturnValue:
    """Who was invited to the call, and where a list of more is put in."""
    return _page(UploadForm())


def _listing() -> Listing:
    return listed(INVITED, list_invited(db(), procurement().id))


def _page(form: UploadForm, faults: tuple[Fault, ...] = ()) -> ResponseReturnValue:
    page = render_template(
        "staff/selection/invited.html", form=form, procurement=procurement(), invited=_listing(), state_of=state_of,
        states=STATES, columns=COLUMNS, closed=inviting.why_not_invited(procurement(), now()),
        faults=faults[:SHOWN_FAULTS], how_many=len(faults),
    )  # fmt: skip
    return page, 422 if faults else form.status


@blueprint.get(f"/invited/template.{KIND}")
@requires(Permission.SELECTION_VIEW)
def invited_template(ref: str, kind: str) -> Response:
    """An empty list with its headings, to be filled in."""
    return downloads.table(Table(PROVIDERS, [each.heading for each in COLUMNS], []), "providers", kind)


@blueprint.get(f"/invited/invited.{KIND}")
@requires(Permission.SELECTION_VIEW)
def invited_table(ref: str, kind: str) -> Response:
    """Who was invited as a file, those that are looked for."""
    rows = [
        [row.name, row.email, moment(row.invited_at), row.invited_by.name, STATES[state_of(message)]]
        for row, message in _listing().found
    ]
    headings = (*(each.heading for each in COLUMNS), "Invited", "By", "Message")
    return downloads.table(Table("Invited", headings, rows, wide=("Organisation",)), f"{ref}-invited", kind)


@blueprint.post("/invited")
@requires(Permission.PROCUREMENT_RUN)
def invited_check(ref: str) -> ResponseReturnValue:
    """Read a list, and show who would be written to; nothing is stored yet."""
    upload = UploadForm()
    if not upload.validate_on_submit():
        return _page(upload)
    try:
        reading = inviting.read_upload(db(), procurement=procurement(), content=upload.content, now=now())
    except InvalidInput as refusal:
        upload.attach(refusal)
        return _page(upload)
    except FaultsFound as refused:
        return _page(upload, refused.faults)
    form = ConfirmForm(formdata=None, shown_version=reading.table)
    return render_template(
        "staff/selection/invited_check.html", procurement=procurement(), reading=reading, form=form
    )  # fmt: skip


@blueprint.post("/invited/send")
@requires(Permission.PROCUREMENT_RUN)
@commits
def invite(ref: str) -> ResponseReturnValue:
    """Write to everybody who was shown, but for those who were written to before."""
    form, done = ConfirmForm(), []

    def act() -> None:
        site = current_app.extensions["assurance_settings"].public_url
        done.append(
            inviting.invite(
                db(), procurement=procurement(), table=form.shown_version.data or "",
                address=site + url_for("public.opportunities.show", ref=ref), actor=actor(), now=now(),
            )
        )  # fmt: skip

    try:
        if attempt(form, act):
            count = len(done[0])
            flash(f"{count} {'provider is' if count == 1 else 'providers are'} invited.", "success")
            return redirect(url_for(".invited", ref=ref))
    except FaultsFound:
        db().rollback()
    again = UploadForm(formdata=None)
    again.form_errors.append(f"Nobody was written to. {inviting.OUT_OF_DATE}")
    return _page(again)
