"""Criteria as a workbook: taken out, read back, shown as changes, and only then put in the place of what is stored."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import FileField, HiddenField, SubmitField
from wtforms.validators import ValidationError

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.workbook_rows import by_column
from assurance.domain.faults import Fault, FaultsFound
from assurance.persistence.queries.criteria import list_criteria
from assurance.services import planning, tendering
from assurance.services.tendering.workbook import LARGEST_WORKBOOK, Reading
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.tender.routes import blueprint
from assurance.web.transaction import attempt, commits, db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_FAULTS = 100


class UploadForm(BaseForm):
    """A workbook."""

    workbook = FileField("Workbook", description=f"An Excel workbook (.xlsx), up to {LARGEST_WORKBOOK // 2**20} MB.")
    submit = SubmitField("Read the workbook")

    content = b""

    def validate_workbook(self, field: FileField) -> None:
        """Take the file, no more of it than a workbook may have."""
        if not field.data or not field.data.filename:
            raise ValidationError("Choose the workbook")
        self.content = field.data.read(LARGEST_WORKBOOK + 1)
        field.data.close()


class ConfirmForm(VersionedForm):
    """What was read and shown, carried along until it is confirmed."""

    shown_version = HiddenField()
    """The table as text. It is called a version so that a refusal does not print it back as something typed."""
    submit = SubmitField("Replace the criteria")


@blueprint.get("/workbook")
@requires(Permission.PROCUREMENT_PLAN)
def workbook(ref: str) -> ResponseReturnValue:
    """Where the workbook is taken out and put back."""
    return _page(UploadForm())


def _page(form: UploadForm, faults: tuple[Fault, ...] = ()) -> ResponseReturnValue:
    page = render_template(
        "staff/tender/workbook.html", form=form, procurement=procurement(), faults=faults[:SHOWN_FAULTS],
        how_many=len(faults), stored=len(list_criteria(db(), procurement().id)),
        fixed=planning.why_fixed(procurement()),
    )  # fmt: skip
    return page, 422 if faults else form.status


@blueprint.get("/workbook/criteria.xlsx")
@requires(Permission.PROCUREMENT_PLAN)
def workbook_file(ref: str) -> ResponseReturnValue:
    """The criteria and the scale as a workbook."""
    return _file(tendering.export_workbook(db(), procurement=procurement()), f"{ref}-criteria.xlsx", XLSX)


@blueprint.get("/workbook/criteria.csv")
@requires(Permission.PROCUREMENT_PLAN)
def workbook_table(ref: str) -> ResponseReturnValue:
    """The criteria as a table for reading."""
    return _file(tendering.export_csv(db(), procurement=procurement()), f"{ref}-criteria.csv", "text/csv")


def _file(content: bytes, name: str, kind: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.post("/workbook")
@requires(Permission.PROCUREMENT_PLAN)
def workbook_changes(ref: str) -> ResponseReturnValue:
    """Read a workbook, and show what it would change; nothing is changed yet."""
    upload = UploadForm()
    if why := planning.why_fixed(procurement()):
        raise Conflict(why)
    if not upload.validate_on_submit():
        return _page(upload)
    try:
        reading = tendering.read_upload(db(), procurement=procurement(), content=upload.content)
    except InvalidInput as refusal:
        upload.attach(refusal)
        return _page(upload)
    except FaultsFound as refused:
        return _page(upload, refused.faults)
    form = ConfirmForm(formdata=None, shown_version=reading.table, version=procurement().version)
    return render_template(
        "staff/tender/workbook_changes.html", procurement=procurement(), reading=reading, lost=_lost(reading),
        form=form, by_column=by_column,
    )  # fmt: skip


def _lost(reading: Reading) -> list[tuple[str, str]]:
    """List the duties that would be lost, as the title of the criterion and the names of who marks it."""
    titles = {row.code: row.title for row in list_criteria(db(), procurement().id)}
    return [(titles[code], ", ".join(names)) for code, names in reading.duties_lost.items()]


@blueprint.post("/workbook/replace")
@requires(Permission.PROCUREMENT_PLAN)
@commits
def workbook_replace(ref: str) -> ResponseReturnValue:
    """Put what was shown in the place of the stored criteria."""
    form = ConfirmForm()

    def act() -> None:
        tendering.replace_criteria(
            db(), procurement=procurement(), table=form.shown_version.data or "", version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    try:
        if attempt(form, act):
            flash("The criteria are those of the workbook.", "success")
            return redirect(url_for(".criteria", ref=ref))
    except FaultsFound as refused:
        db().rollback()
        return _page(UploadForm(formdata=None), refused.faults)
    again = UploadForm(formdata=None)
    again.form_errors.append("Nothing was changed: the page was out of date. Upload the workbook again")
    return _page(again)
