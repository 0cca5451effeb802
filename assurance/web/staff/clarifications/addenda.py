"""Addenda: the list, and sending one."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.clarifications import list_addenda
from assurance.persistence.queries.held_texts import find_waiting, list_held
from assurance.services import clarifications
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.clarifications.forms import IssueAddendumForm, with_findings
from assurance.web.staff.clarifications.held import to_held
from assurance.web.staff.clarifications.routes import blueprint
from assurance.web.transaction import attempt, commits, db

EVER = dt.datetime.max.replace(tzinfo=dt.UTC)


@blueprint.get("/addenda")
@requires(Permission.CLARIFICATION_VIEW)
def addenda(ref: str) -> ResponseReturnValue:
    """The addenda by number, to whom they went, and whether another can be sent."""
    return render_template(
        "staff/clarifications/addenda.html", procurement=procurement(),
        addenda=list_addenda(db(), procurement().id, EVER), closed=clarifications.why_none(procurement(), now()),
        held=[each for each in list_held(db(), procurement().id) if each.act == "addendum"],
    )  # fmt: skip


@blueprint.route("/addenda/new", methods=["GET", "POST"])
@requires(Permission.CLARIFICATION_ANSWER)
@commits
def issue(ref: str) -> ResponseReturnValue:
    """Write an addendum, see whom it names, send it to everybody entitled at once."""
    form = _form()
    made: list[Any] = []

    def act() -> None:
        made.append(
            clarifications.issue(
                db(), procurement=procurement(), title=form.title.data, text=form.text.data, changes=form.changes.data,
                effective_on=form.effective_on.data, is_asking=form.is_asking.data, reasons=form.reasons,
                actor=actor(), now=now(),
            )
        )  # fmt: skip

    if attempt(form, act):
        if waits := find_waiting(db(), procurement().id, None):
            return to_held(waits)
        flash(f"Addendum {made[0].number} is sent to everybody entitled.", "success")
        return redirect(url_for(".addenda", ref=ref))
    page = render_template(
        "staff/clarifications/issue.html", procurement=procurement(), form=form,
        closed=clarifications.why_none(procurement(), now()),
    )  # fmt: skip
    return page, form.status


def _form() -> Any:
    texts = "\n".join(request.form.get(name, "") for name in ("title", "text", "changes"))
    told, _ = clarifications.ideas_told(db(), procurement(), texts)
    findings = (*clarifications.screen(db(), procurement(), texts), *told)
    return with_findings(IssueAddendumForm, findings)(version=procurement().version, **_kept())


def _kept() -> dict[str, Any]:
    """Start from the addendum that waits for its release or was kept back last, so that it can be changed."""
    texts = [
        each for each in list_held(db(), procurement().id) if each.act == "addendum" and each.decision in ("", "kept")
    ]
    if not texts:
        return {}
    content = json.loads(texts[0].content)
    return {**content, "effective_on": dt.date.fromisoformat(content["effective_on"])}
