"""Market engagement for a provider's people: what is asked, our answers in draft and submitted, our interest."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.persistence.queries.engagement import find_response, get_published, list_published
from assurance.persistence.queries.suppliers import find_interest
from assurance.services import engagement, suppliers
from assurance.web.guards import actor, now, requires
from assurance.web.supplier.engagement.forms import InterestForm, answer_form, said
from assurance.web.supplier.together import attempt_together, let_other_stand, takes_other
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("engagement", __name__, url_prefix="/engagement")


@blueprint.get("/")
@requires(Permission.SUPPLIER_DESK)
def index() -> ResponseReturnValue:
    """Every questionnaire, the one that closes last first."""
    found = [(each, engagement.is_open(each, now())) for each in list_published(db())]
    return render_template("supplier/engagement/index.html", engagements=found)


@blueprint.get("/<engagement_id>")
@requires(Permission.SUPPLIER_DESK)
def show(engagement_id: str) -> ResponseReturnValue:
    """One questionnaire with our answers, and whether we said that we are interested."""
    return _page(get_published(db(), engagement_id), InterestForm())


def _page(found: Any, form: InterestForm) -> ResponseReturnValue:
    organisation_id = actor().organisation_id
    page = render_template(
        "supplier/engagement/show.html",
        engagement=found,
        is_open=engagement.is_open(found, now()),
        response=find_response(db(), found.id, organisation_id),
        interest=find_interest(db(), found.procurement_id, organisation_id),
        closed=suppliers.why_not_interested(db(), found.procurement, now()),
        form=form,
    )
    return page, form.status


@blueprint.route("/<engagement_id>/answer", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_WRITE)
@commits
def answer(engagement_id: str) -> ResponseReturnValue:
    """Write the answers; they may be saved before they are complete."""
    found = get_published(db(), engagement_id)
    response = find_response(db(), found.id, actor().organisation_id)
    form = answer_form(found, response)
    if takes_other():
        return let_other_stand(url_for(".answer", engagement_id=engagement_id))

    def act() -> None:
        engagement.save(
            db(), engagement=found, answers=said(form, "answer", len(found.questions)),
            readiness=said(form, "ready", len(found.elements)), version=form.expected_version, actor=actor(),
            now=now(),
        )  # fmt: skip

    if attempt_together(form, act, lambda: (answer_form(found, response, formdata=None), response)):
        flash("The answers are saved. They are not submitted yet.", "success")
        return redirect(url_for(".show", engagement_id=engagement_id))
    is_open = engagement.is_open(found, now())
    page = render_template(
        "supplier/engagement/answer.html", engagement=found, form=form, is_open=is_open, response=response
    )
    return page, form.status


@blueprint.post("/<engagement_id>/submit")
@requires(Permission.ORGANISATION_WRITE)
@commits
def submit(engagement_id: str) -> ResponseReturnValue:
    """Submit the answers."""
    engagement.submit(db(), engagement=get_published(db(), engagement_id), actor=actor(), now=now())
    flash("Your answers are submitted. Only the authority reads them.", "success")
    return redirect(url_for(".show", engagement_id=engagement_id))


@blueprint.post("/<engagement_id>/take-back")
@requires(Permission.ORGANISATION_WRITE)
@commits
def take_back(engagement_id: str) -> ResponseReturnValue:
    """Take the answers back into draft."""
    engagement.take_back(db(), engagement=get_published(db(), engagement_id), actor=actor(), now=now())
    flash("The answers are a draft again. The authority no longer sees them until you submit them.", "success")
    return redirect(url_for(".show", engagement_id=engagement_id))


@blueprint.post("/<engagement_id>/interest")
@requires(Permission.ORGANISATION_WRITE)
@commits
def express_interest(engagement_id: str) -> ResponseReturnValue:
    """Say that the organisation is interested in what may follow."""
    found = get_published(db(), engagement_id)
    form = InterestForm()

    def act() -> None:
        suppliers.express(
            db(), procurement=found.procurement, message=form.message.data or "", actor=actor(), now=now()
        )

    if attempt(form, act):
        flash("The authority is told that you are interested. It is not a request to take part.", "success")
        return redirect(url_for(".show", engagement_id=engagement_id))
    return _page(found, form)


@blueprint.post("/<engagement_id>/interest/withdraw")
@requires(Permission.ORGANISATION_WRITE)
@commits
def withdraw_interest(engagement_id: str) -> ResponseReturnValue:
    """Take the interest back."""
    found = get_published(db(), engagement_id)
    suppliers.withdraw_interest(db(), procurement=found.procurement, actor=actor(), now=now())
    flash("Your interest is withdrawn.", "success")
    return redirect(url_for(".show", engagement_id=engagement_id))
