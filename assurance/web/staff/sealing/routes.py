"""The key of the tender box: who holds it, making it, and declaring it lost."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.adapters.seals import fingerprint
from assurance.domain.authority.permissions import Permission
from assurance.domain.tenderbox.holders import NEEDED
from assurance.domain.tenderbox.opening import TENDER
from assurance.persistence.queries.bids import tenders_opened
from assurance.persistence.queries.sealing import (
    find_tender_key,
    list_current_holders,
    list_declarations,
    list_openers_with_keys,
)
from assurance.services import second_factor
from assurance.services.sealing import lost_keys, tender_keys
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.sealing.forms import LossForm, MakeKeyForm
from assurance.web.stepping_up import stepped_up_at
from assurance.web.transaction import attempt, commits, database, db

blueprint = Blueprint("sealing", __name__, url_prefix="/procurements/<ref>/tender-box")


@blueprint.get("/")
@requires(Permission.BIDS_VIEW)
def show(ref: str) -> ResponseReturnValue:
    """The key of the box, its holders and what is still to do."""
    key = find_tender_key(db(), procurement().id)
    return render_template(
        "staff/sealing/show.html",
        procurement=procurement(),
        key=key,
        fingerprint=fingerprint(key.public_key) if key else "",
        openers=list_openers_with_keys(db(), procurement().id),
        current=list_current_holders(db(), procurement().id),
    )


@blueprint.route("/key", methods=["GET", "POST"])
@requires(Permission.TENDER_KEY_MAKE)
@commits
def make(ref: str) -> ResponseReturnValue:
    """Make the key and give out its shares; or make it anew while nothing is sealed to it."""
    openers = list_openers_with_keys(db(), procurement().id)
    form = MakeKeyForm(openers, needed=NEEDED)

    def act() -> None:
        tender_keys.make(
            db(), procurement=procurement(), holder_ids=[int(each) for each in form.holders.data or ()],
            needed=form.needed.data or 0, reason=form.reason.data or "", actor=actor(), now=now(),
            stepped_up_at=stepped_up_at(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The key is made, and its shares are with their holders. Nobody has it whole.", "success")
        return redirect(url_for(".show", ref=ref))
    if form.holders.data and form.holders.errors:
        tender_keys.note_refused(
            database(), reference=ref, message="; ".join(form.holders.errors), actor=actor(), now=now()
        )
    page = render_template(
        "staff/sealing/make.html", procurement=procurement(), form=form, openers=openers,
        has_key=find_tender_key(db(), procurement().id) is not None,
        is_fresh=second_factor.is_fresh(stepped_up_at(), now()),
    )  # fmt: skip
    return page, form.status


@blueprint.route("/lost", methods=["GET", "POST"])
@requires(Permission.TENDER_KEY_LOSE, fresh_to="declare a key lost")
@commits
def lost(ref: str) -> ResponseReturnValue:
    """Declare the key lost with a reason; a second person makes it so, and bidders are asked for their copies."""
    form = LossForm()

    def act() -> None:
        lost_keys.declare(db(), procurement=procurement(), reason=form.reason.data or "", actor=actor(), now=now())

    if attempt(form, act):
        flash("Your declaration is on record.", "success")
        return redirect(url_for(".lost", ref=ref))
    page = render_template(
        "staff/sealing/lost.html", procurement=procurement(), form=form, me=actor().user_id,
        declared=list_declarations(db(), procurement().id), is_lost=lost_keys.is_lost(db(), procurement().id),
        is_open=tenders_opened(db(), procurement().id) and lost_keys.wanted(procurement()) == TENDER,
        why_not=lost_keys.why_not_lost(db(), procurement()),
    )  # fmt: skip
    return page, form.status


@blueprint.post("/lost/open")
@requires(Permission.TENDER_KEY_LOSE, fresh_to="open what was given again")
@commits
def open_supplied(ref: str) -> ResponseReturnValue:
    """Open what bidders have given again."""
    lost_keys.open_supplied(db(), procurement=procurement(), actor=actor(), now=now())
    flash("What was given again is opened.", "success")
    page = "staff.opening.prices" if procurement().prices_opened_at else "staff.opening.show"
    return redirect(url_for(page, ref=ref))
