"""The key of the tender box: who holds it, making it, and declaring it lost."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.adapters.seals import fingerprint
from assurance.domain.authority.permissions import Permission
from assurance.domain.tenderbox.holders import NEEDED
from assurance.persistence.queries.sealing import find_tender_key, list_current_holders, list_openers_with_keys
from assurance.services import second_factor
from assurance.services.sealing import tender_keys
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.sealing.forms import MakeKeyForm
from assurance.web.stepping_up import stepped_up_at
from assurance.web.transaction import attempt, commits, db

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
    page = render_template(
        "staff/sealing/make.html", procurement=procurement(), form=form, openers=openers,
        has_key=find_tender_key(db(), procurement().id) is not None,
        is_fresh=second_factor.is_fresh(stepped_up_at(), now()),
    )  # fmt: skip
    return page, form.status
