"""Outcome letters: who gets one, what each says, prepared again until they are issued."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.notices.letters import words_of
from assurance.domain.stages import Stage
from assurance.persistence.queries.awards import list_letter_bids, list_letters
from assurance.persistence.queries.evidence import get_letter
from assurance.services import audit
from assurance.services import letters as service
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.award import presenters
from assurance.web.staff.award.forms import PrepareForm
from assurance.web.staff.award.routes import blueprint
from assurance.web.transaction import apart, attempt, commits, db


@blueprint.get("/letters")
@requires(Permission.RANKING_VIEW)
def letters(ref: str) -> ResponseReturnValue:
    """Every bidder who is told the outcome, with the letter prepared for each."""
    return _letters_page(), 200


@blueprint.post("/letters/prepare")
@requires(Permission.LETTERS_WRITE)
@commits
def prepare(ref: str) -> ResponseReturnValue:
    """Merge one letter for each bidder from the record."""
    made: list[object] = []

    def act() -> None:
        made.extend(service.prepare_all(db(), procurement=procurement(), actor=actor(), now=now()))

    if attempt(PrepareForm(), act):
        words = "1 letter is" if len(made) == 1 else f"{len(made)} letters are"
        flash(f"{words} prepared. Read each before you publish the intention to award.", "success")
        return redirect(url_for(".letters", ref=ref))
    return _letters_page(), 422


@blueprint.get("/letters/<bid_id>")
@requires(Permission.RANKING_VIEW)
def letter(ref: str, bid_id: str) -> ResponseReturnValue:
    """One letter as the bidder reads it; reading it is put on record."""
    row = get_letter(db(), procurement().id, bid_id)
    audit.record_apart(apart(), tag="letter:viewed", actor=actor(), now=now(), reference=ref, subject=bid_id)
    return render_template(
        "staff/award/letter.html",
        procurement=procurement(),
        letter=row,
        price=presenters.letter_price(row.content),
        words=words_of(row.content),
    )


def _letters_page() -> str:
    bids = list_letter_bids(db(), procurement().id)
    return render_template(
        "staff/award/letters.html",
        procurement=procurement(),
        rows=presenters.letter_rows(bids, list_letters(db(), procurement().id)),
        is_open=procurement().stage is Stage.INTENTION,
        form=None,
        prepare_form=PrepareForm(formdata=None),
    )
