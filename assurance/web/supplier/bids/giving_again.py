"""Giving a submitted tender again when the key of the box is lost: with its return code, or from the bidder's file."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import InvalidInput, NotNow
from assurance.domain.tenderbox.opening import PRICE
from assurance.services import documents, taking_back
from assurance.services.sealing import given_files, lost_keys, supplied
from assurance.services.sealing.given_files import Sent
from assurance.web.errors import NOT_NOW
from assurance.web.guards import actor, bid, now, requires
from assurance.web.incoming import intake
from assurance.web.supplier.bids.forms import GiveAgainForm, GivePartsForm
from assurance.web.supplier.bids.routes import blueprint
from assurance.web.transaction import attempt, commits, database, db

GIVEN = "What was asked for is given again, exactly as you submitted it. It is opened with the others."


@blueprint.route("/<bid_id>/give-again", methods=["GET", "POST"])
@requires(Permission.BID_SUBMIT)
@commits
def give_again(bid_id: str) -> ResponseReturnValue:
    """Give our tender again with its return code, since the key of the box is lost."""
    form = GiveAgainForm()

    def act() -> None:
        taking_back.give_again(
            db(), bid=bid(), return_code=form.secret_code.data or "", files=intake().files, actor=actor(), now=now()
        )

    if attempt(form, act):
        flash(GIVEN, "success")
        return redirect(url_for(".show", bid_id=bid_id))
    return _page(form, GivePartsForm(formdata=None)), form.status


@blueprint.post("/<bid_id>/give-again/parts")
@requires(Permission.BID_SUBMIT)
@commits
def give_parts(bid_id: str) -> ResponseReturnValue:
    """Give our tender again from our own file, or parts of it, and see what is taken, refused and missing."""
    form, reference, status = GivePartsForm(), bid().procurement.reference, None
    refused: list[tuple[str, str]] = []
    missing: list[int] = []
    try:
        if attempt(form, lambda: missing.append(_give(form, refused))):
            if not missing[0]:
                flash(GIVEN, "success")
                return redirect(url_for(".show", bid_id=bid_id))
            flash("What matches your receipt is taken. Give the parts that are still missing.", "success")
    except NotNow as not_now:
        db().rollback()
        form.attach(InvalidInput(given_files.FIELD, str(not_now)))
        status = NOT_NOW[not_now.code]
    if form.parts.errors:
        message = str(form.parts.errors[0])
        documents.note_rejected(
            database(), reference=reference, bid_id=bid_id, message=message, actor=actor(), now=now()
        )
    return _page(GiveAgainForm(formdata=None), form, refused), status or form.status


def _give(form: GivePartsForm, refused: list[tuple[str, str]]) -> int:
    """Take what the form brings, note what is refused, say how many are missing; nothing is locked meanwhile."""
    asked = supplied.ask(db(), bid=bid())
    db().rollback()
    found = given_files.read(_sent(form), asked, intake())
    refused += found.refused
    if not found.parts and not found.files:
        raise InvalidInput(given_files.FIELD, given_files.NOTHING_NEW)
    return taking_back.give_parts(db(), bid=bid(), found=found, actor=actor(), now=now())


def _sent(form: GivePartsForm) -> list[Sent]:
    chosen = [each for each in form.parts.data or () if each.filename]
    if not chosen:
        raise InvalidInput(given_files.FIELD, "Choose the file of your tender")
    return [Sent(each.filename, each.stream.opened) for each in chosen]


def _page(code_form: GiveAgainForm, parts_form: GivePartsForm, refused: Sequence[tuple[str, str]] = ()) -> str:
    """Show both ways; the summary of errors at the top is that of the one that was tried."""
    is_asked = lost_keys.is_asked_again(db(), bid())
    return render_template(
        "supplier/bids/give_again.html",
        bid=bid(),
        form=parts_form if parts_form.errors else code_form,
        code_form=code_form,
        parts_form=parts_form,
        is_asked=is_asked,
        asks_price=lost_keys.wanted(bid().procurement) == PRICE,
        lines=supplied.lay_out(db(), bid=bid()) if is_asked else (),
        not_taken=refused,
    )
