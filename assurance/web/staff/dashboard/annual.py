"""The annual summary of the authority: as a page, as CSV and as a workbook."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.award.annual import Line, summary, year_label, year_of
from assurance.domain.deadlines import LONDON
from assurance.exports.tables import Table
from assurance.persistence.queries.annual import list_awarded, list_claimed, list_represented
from assurance.web import downloads
from assurance.web.guards import actor, now, requires
from assurance.web.staff.dashboard.routes import blueprint
from assurance.web.transaction import db

FIRST = 2024
"""The first financial year in which regulation 25 asked for a summary."""


@blueprint.get("/annual-summary")
@requires(Permission.DESK_VIEW)
def annual() -> ResponseReturnValue:
    """The figures of a financial year over every procurement of the authority."""
    year, last = _year(), _this_year()
    return render_template(
        "staff/dashboard/annual.html", lines=_lines(year), year=year, label=year_label,
        years=range(last, FIRST - 1, -1),
    )  # fmt: skip


@blueprint.get("/annual-summary/annual-summary.<any(xlsx, csv):kind>")
@requires(Permission.DESK_VIEW)
def annual_table(kind: str) -> Response:
    """The same as a file."""
    year = _year()
    rows = [(each.title, each.number, "; ".join(each.which), each.definition) for each in _lines(year)]
    table = Table("Annual summary", ("Figure", "Number", "Which", "What it counts"), rows, ("Which", "What it counts"))
    return downloads.table(table, f"annual-summary-{year}-{year + 1}", kind)


def _lines(year: int) -> tuple[Line, ...]:
    authority = actor().organisation_id
    return summary(
        year, list_awarded(db(), authority), list_represented(db(), authority), list_claimed(db(), authority)
    )


def _this_year() -> int:
    return year_of(now().astimezone(LONDON).date())


def _year() -> int:
    """Read the year asked for; anything else is this one."""
    asked = request.args.get("year", "")
    last = _this_year()
    is_year = len(asked) == 4 and asked.isascii() and asked.isdigit()
    return int(asked) if is_year and FIRST <= int(asked) <= last else last
