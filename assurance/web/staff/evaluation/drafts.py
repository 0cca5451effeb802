"""Earlier drafts of one's own mark, and taking one up again."""

from __future__ import annotations

import re

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.stages import Stage
from assurance.persistence.queries.criteria import get_criterion
from assurance.persistence.queries.revisions import list_revisions
from assurance.services import marking
from assurance.services.reading import readable_bid
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.evaluation import mark_page
from assurance.web.staff.evaluation.mark_form import RestoreForm
from assurance.web.staff.evaluation.my_list import my_queue
from assurance.web.staff.evaluation.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/score/<bid_id>/<code>/drafts")
@requires(Permission.MARK_WRITE)
def drafts(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Everything I have saved on a question, newest first."""
    return _page(code, None)


@blueprint.post("/score/<bid_id>/<code>/drafts")
@requires(Permission.MARK_WRITE)
@commits
def restore(ref: str, bid_id: str, code: str) -> ResponseReturnValue:
    """Take an earlier draft up again; what stands now stays among the drafts."""
    form = RestoreForm()

    def act() -> None:
        marking.restore_draft(
            db(), bid=bid(), criterion=get_criterion(db(), procurement().id, code), number=_number(form.draft.data),
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The earlier draft is back. What stood before is still among your drafts.", "success")
        return redirect(url_for(".score", ref=ref, bid_id=bid_id, code=code))
    return _page(code, form)


def _number(text: str | None) -> int:
    if not re.fullmatch("[0-9]{1,9}", text or "", re.ASCII):
        raise NotFound("There is no such draft")
    return int(text or 0)


def _page(code: str, form: RestoreForm | None) -> ResponseReturnValue:
    here, mine = procurement(), my_queue()
    tender = readable_bid(db(), bid=bid(), actor=actor(), now=now())
    place = mine.position(bid().id, get_criterion(db(), here.id, code).id)
    if place is None:
        raise NotFound("There is no such question, or it is not yours to mark")
    question = mine.questions[place]
    form = form or RestoreForm(version=question.mark.version if question.mark else 0)
    page = render_template(
        "staff/evaluation/drafts.html", procurement=here, question=question, form=form,
        drafts=list_revisions(db(), question.mark.id) if question.mark else [],
        is_open=here.stage is Stage.SCORING and question.state != "locked",
        back=mark_page.question_url(here, question),
        places_of=lambda evidence: mark_page.places_of(evidence, tender.documents),
    )  # fmt: skip
    return page, form.status
