"""The participant's own ideas as they are on record, and consent to tell exact words of them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.dialogue_record import get_own_consent, get_own_idea, list_ideas_of_bid
from assurance.services import dialogue
from assurance.web.forms.base import VersionedForm
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.dialogue.forms import GIVE, AddIdeaForm, AnswerConsentForm, DisputeForm
from assurance.web.supplier.dialogue.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/ideas")
@requires(Permission.BID_VIEW)
def ideas(bid_id: str) -> ResponseReturnValue:
    """The organisation's own ideas, each with what it was asked about them."""
    return render_template("supplier/dialogue/ideas.html", bid=bid(), ideas=list_ideas_of_bid(db(), bid().id))


@blueprint.route("/ideas/new", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def add_idea(bid_id: str) -> ResponseReturnValue:
    """Add an idea of one's own to the register."""
    form = AddIdeaForm()

    def act() -> None:
        dialogue.record_idea(
            db(), bid=bid(), title=form.title.data, text=form.text.data, source="participant", actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The idea is on record as yours.", "success")
        return redirect(url_for(".ideas", bid_id=bid_id))
    return render_template("supplier/dialogue/add_idea.html", bid=bid(), form=form), form.status


@blueprint.route("/ideas/<idea_id>/dispute", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def dispute(bid_id: str, idea_id: str) -> ResponseReturnValue:
    """Say what is wrong in the record of an idea."""
    idea = get_own_idea(db(), bid().id, idea_id)
    form = DisputeForm(dispute=idea.dispute)

    def act() -> None:
        dialogue.dispute_idea(db(), idea=idea, text=form.dispute.data, actor=actor(), now=now())

    if attempt(form, act):
        flash("The dialogue lead sees what you say is wrong.", "success")
        return redirect(url_for(".ideas", bid_id=bid_id))
    return render_template("supplier/dialogue/dispute.html", bid=bid(), form=form, idea=idea), form.status


@blueprint.get("/consent/<consent_id>")
@requires(Permission.BID_VIEW)
def consent(bid_id: str, consent_id: str) -> ResponseReturnValue:
    """The exact words that would be told, to how many, and the answer given or still to be given."""
    row = get_own_consent(db(), bid().id, consent_id)
    return _consent_page(row, AnswerConsentForm(formdata=None, version=row.version))


@blueprint.post("/consent/<consent_id>")
@requires(Permission.BID_SUBMIT)
@commits
def answer_consent(bid_id: str, consent_id: str) -> ResponseReturnValue:
    """Give or refuse consent to exactly these words."""
    row, form = get_own_consent(db(), bid().id, consent_id), AnswerConsentForm()

    def act() -> None:
        dialogue.answer_consent(
            db(), consent=row, give=form.decision.data == GIVE, reason=form.reason.data or "",
            version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("Your answer is on record.", "success")
        return redirect(url_for(".ideas", bid_id=bid_id))
    return _consent_page(row, form)


@blueprint.post("/consent/<consent_id>/withdraw")
@requires(Permission.BID_SUBMIT)
@commits
def withdraw_consent(bid_id: str, consent_id: str) -> ResponseReturnValue:
    """Withdraw a consent that nothing has been told on yet."""
    row = get_own_consent(db(), bid().id, consent_id)
    if VersionedForm().validate_on_submit():
        dialogue.withdraw_consent(db(), consent=row, actor=actor(), now=now())
        flash("The consent is withdrawn.", "success")
    return redirect(url_for(".consent", bid_id=bid_id, consent_id=consent_id))


def _consent_page(row: Any, form: AnswerConsentForm) -> ResponseReturnValue:
    return render_template("supplier/dialogue/consent.html", bid=bid(), row=row, form=form), form.status
