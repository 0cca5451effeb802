"""Past procurements of others: the list by what is looked for, one of them, and the list as a file."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.past import PAGE, find_past, get_past, list_past
from assurance.web import downloads
from assurance.web.forms.past import read_form, read_page
from assurance.web.guards import actor, requires
from assurance.web.staff.past import presenters
from assurance.web.transaction import db

blueprint = Blueprint("past", __name__, url_prefix="/past")


@blueprint.get("/")
@requires(Permission.REFERENCE_VIEW)
def index() -> ResponseReturnValue:
    """What was taken in, by what is looked for."""
    form, search = read_form(request.args)
    number = read_page(request.args.get("page", ""))
    found, total = find_past(db(), actor().organisation_id, search, number)
    params: dict[str, Any] = dict(search.as_params())
    page = render_template(
        "staff/past/index.html", form=form, params=params, found=found, total=total, page=number,
        columns=presenters.columns(search, partial(url_for, ".index")),
        pages=max(1, -(-total // PAGE)), page_address=lambda each: url_for(".index", **params, page=each),
        money=presenters.money, term=presenters.term,
    )  # fmt: skip
    return page, form.status


@blueprint.get("/<past_id>")
@requires(Permission.REFERENCE_VIEW)
def show(past_id: str) -> ResponseReturnValue:
    """One past procurement, with where it comes from."""
    past = get_past(db(), actor().organisation_id, past_id)
    return render_template(
        "staff/past/show.html", past=past, money=presenters.money, term=presenters.term, yearly=presenters.yearly
    )


@blueprint.get("/past-procurements.<any(xlsx, csv):kind>")
@requires(Permission.REFERENCE_VIEW)
def table(kind: str) -> Response:
    """What is looked for as a workbook or as CSV."""
    _, search = read_form(request.args)
    listed = presenters.as_table(list_past(db(), actor().organisation_id, search))
    return downloads.table(listed, "past-procurements", kind)
