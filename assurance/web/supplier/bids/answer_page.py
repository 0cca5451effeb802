"""What the page of one question shows: the question as it is asked now, the answer, and both texts where two clash."""

from __future__ import annotations

from typing import Any

from flask import render_template

from assurance.domain.errors import NotFound
from assurance.domain.tenderbox.asked import read_asked
from assurance.persistence.queries.answers import find_answer, find_newest_draft, list_drafts
from assurance.persistence.queries.criteria import get_tree, list_criteria, list_descriptors
from assurance.persistence.queries.evidence import names_of
from assurance.services import bids
from assurance.services.bids.tasks import WRITING
from assurance.web.guards import actor, bid, now
from assurance.web.supplier.bids import presenters
from assurance.web.supplier.bids.answer_form import AnswerForm, answer_form
from assurance.web.supplier.bids.parts import criterion_of
from assurance.web.transaction import db

ABOVE = "Not saved: {} Choose above which text is to stand."


def question(code: str) -> Any | None:
    """Return the criterion that is asked under a short name now, or None."""
    try:
        return criterion_of(code, *bids.ANSWERED)
    except NotFound:
        return None


def form_of(criterion: Any) -> AnswerForm:
    """Make the form of a question as it is asked now."""
    asked = bids.asked_now(db(), bid().procurement_id, [criterion])[criterion.id]
    return answer_form(criterion, find_answer(db(), bid().id, criterion.id), asked)


def show(criterion: Any, form: AnswerForm, *, refused: Exception | None = None) -> tuple[str, int]:
    """Show the question and its form; `refused` is why what was typed was not saved."""
    mine, code = bid(), criterion.code
    kept = find_answer(db(), mine.id, criterion.id)
    before, after = presenters.neighbours(list_criteria(db(), mine.procurement_id), code)
    seen = read_asked(kept.asked) if kept else None
    page = render_template(
        "supplier/bids/answer.html", bid=mine, form=form, criterion=criterion, kept=kept, before=before, after=after,
        weight=get_tree(db(), mine.procurement_id).global_weight(code), person=actor().user_id,
        descriptors=list_descriptors(db(), mine.procurement_id), writer=_writer(kept),
        changes=bids.changes_since(db(), mine.procurement, criterion, seen) if seen else (),
        has_drafts=find_newest_draft(db(), mine.id, code) is not None, panel=_panel(criterion, form, refused),
        is_open=not bids.why_not_in_hand(mine, now()) or bool(form.errors), is_refused=refused is not None,
    )  # fmt: skip
    return page, form.status


def refusal(criterion: Any, form: AnswerForm, refused: Exception) -> dict[str, Any]:
    """Tell a page that saves by itself why it was refused, with the panel that it shows."""
    is_clash = isinstance(refused, bids.StaleAnswer)
    told = (
        ABOVE.format("somebody saved this meanwhile.")
        if is_clash
        else "Not saved: what is asked has changed. See above."
    )
    code = "stale" if is_clash else "stale_form"
    return {"reason": str(refused), "code": code, "clash": _panel(criterion, form, refused), "told": told}


def show_gone(code: str, title: str, refused: bids.StaleForm | None = None) -> str:
    """Show what was written under a question that is no longer asked."""
    typed = AnswerForm().text.data if refused else ""
    return render_template(
        "supplier/bids/no_longer_asked.html", bid=bid(), title=title, typed=typed,
        changes=refused.changes if refused else (), drafts=list_drafts(db(), bid().id, code),
    )  # fmt: skip


def gone_data(refused: bids.StaleForm) -> dict[str, Any]:
    """Tell a page that saves by itself that its question is no longer asked."""
    panel = render_template("supplier/bids/_stale.html", changes=refused.changes, bid=bid(), asked="")
    told = "Not saved: this question is no longer asked. What you typed is kept among your drafts."
    return {"reason": str(refused), "code": "stale_form", "clash": panel, "told": told}


def _panel(criterion: Any, form: AnswerForm, refused: Exception | None) -> str:
    if isinstance(refused, bids.StaleForm):
        asked = bids.asked_now(db(), bid().procurement_id, [criterion])[criterion.id]
        return render_template("supplier/bids/_stale.html", changes=refused.changes, bid=bid(), asked=asked)
    if refused is None:
        return ""
    standing = find_answer(db(), bid().id, criterion.id)
    name = names_of(db(), [standing.updated_by_id]).get(standing.updated_by_id, "") if standing else ""
    return render_template("supplier/bids/_clash.html", standing=standing, name=name, typed=form.text.data or "")


def _writer(kept: Any) -> dict[str, Any]:
    """Say who saved the answer last, and whether it is a colleague who seems to be writing still."""
    if kept is None:
        return {"name": "", "is_writing": False}
    is_other = kept.updated_by_id != actor().user_id
    name = names_of(db(), [kept.updated_by_id]).get(kept.updated_by_id, "")
    return {"name": name, "is_writing": is_other and now() - kept.updated_at < WRITING}
