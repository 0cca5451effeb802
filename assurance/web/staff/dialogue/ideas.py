"""The register of ideas, each with its owner, and asking for consent to tell one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import InvalidInput
from assurance.persistence.queries.dialogue_record import get_idea, list_ideas
from assurance.services import dialogue
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.dialogue.record_forms import ALL, AmendIdeaForm, AskConsentForm, RecordIdeaForm
from assurance.web.staff.dialogue.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/ideas")
@requires(Permission.DISCLOSURE_VIEW)
def ideas(ref: str) -> ResponseReturnValue:
    """Whose ideas are whose, what is disputed, and every request for consent with its answer."""
    return render_template(
        "staff/dialogue/ideas.html", procurement=procurement(), ideas=list_ideas(db(), procurement().id),
        participants=dialogue.list_in_dialogue(db(), procurement().id), sources=dialogue.SOURCES,
    )  # fmt: skip


@blueprint.route("/ideas/of/<bid_id>", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def record_idea(ref: str, bid_id: str) -> ResponseReturnValue:
    """Put an idea of one participant on record."""
    form = RecordIdeaForm()

    def act() -> None:
        typed = {name: form[name].data for name in ("title", "text", "source")}
        dialogue.record_idea(db(), bid=bid(), **typed, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"The idea is on record for {bid().organisation.name}, which is told.", "success")
        return redirect(url_for(".ideas", ref=ref))
    return render_template(
        "staff/dialogue/record_idea.html", form=form, procurement=procurement(), bid=bid()
    ), form.status


@blueprint.route("/ideas/<idea_id>", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def amend_idea(ref: str, idea_id: str) -> ResponseReturnValue:
    """Word an idea anew, as when its owner disputes the record."""
    idea = get_idea(db(), procurement().id, idea_id)
    form = AmendIdeaForm(obj=idea)

    def act() -> None:
        dialogue.amend_idea(
            db(), idea=idea, title=form.title.data, text=form.text.data, version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The wording is saved.", "success")
        return redirect(url_for(".ideas", ref=ref))
    return render_template(
        "staff/dialogue/amend_idea.html", form=form, procurement=procurement(), idea=idea
    ), form.status


@blueprint.route("/ideas/<idea_id>/consent", methods=["GET", "POST"])
@requires(Permission.DIALOGUE_LEAD)
@commits
def ask_consent(ref: str, idea_id: str) -> ResponseReturnValue:
    """Ask the owner of an idea whether one exact wording may be told, and to whom."""
    idea = get_idea(db(), procurement().id, idea_id)
    others = {
        each.public_id: each for each in dialogue.list_in_dialogue(db(), procurement().id) if each.id != idea.bid_id
    }
    form = AskConsentForm()
    form.to.choices = choices([(key, each.organisation.name) for key, each in others.items()])

    def act() -> None:
        to = [others[key] for key in form.to.data] if form.reach.data != ALL else []
        if form.reach.data != ALL and not to:
            raise InvalidInput("to", "Select at least one participant")
        dialogue.ask_consent(db(), idea=idea, wording=form.wording.data, to=to, actor=actor(), now=now())

    if attempt(form, act):
        flash(f"{idea.bid.organisation.name} is asked.", "success")
        return redirect(url_for(".ideas", ref=ref))
    return render_template(
        "staff/dialogue/ask_consent.html", form=form, procurement=procurement(), idea=idea
    ), form.status
