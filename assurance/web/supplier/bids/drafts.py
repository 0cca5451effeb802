"""Earlier drafts of one answer, and using one of them again."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SubmitField

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.persistence.queries.answers import find_answer, list_drafts
from assurance.services import bids
from assurance.web.forms.base import VersionedForm
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.bids import answer_page
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, db


class RestoreDraftForm(VersionedForm):
    """Takes an earlier draft up again; `version` is that of the answer the person saw."""

    draft = HiddenField()
    submit = SubmitField("Use this draft again")

    @property
    def number(self) -> int:
        """The number of the draft."""
        if not re.fullmatch("[0-9]{1,9}", self.draft.data or "", re.ASCII):
            raise NotFound("There is no such draft")
        return int(self.draft.data)


@blueprint.route("/<bid_id>/answers/<code>/drafts", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def drafts(bid_id: str, code: str) -> ResponseReturnValue:
    """The drafts of one answer; one of them can be taken up again."""
    criterion = answer_page.question(code)
    if criterion is None:
        return answer_page.show_gone(code, bids.once_asked(db(), bid().procurement_id, code))
    kept = find_answer(db(), bid().id, criterion.id)
    form = RestoreDraftForm(data={"version": kept.version if kept else 0})

    def act() -> None:
        bids.restore_draft(
            db(), bid=bid(), criterion=criterion, number=form.number, version=form.expected_version, actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The earlier draft is back. What stood before is still among the drafts.", "success")
        return redirect(url_for(".answer", bid_id=bid_id, code=code))
    page = render_template(
        "supplier/bids/drafts.html", bid=bid(), criterion=criterion, form=form, kept=kept,
        drafts=list_drafts(db(), bid().id, code), is_open=not bids.why_not_in_hand(bid(), now()),
    )  # fmt: skip
    return page, form.status
