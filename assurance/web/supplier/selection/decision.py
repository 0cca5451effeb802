"""What the authority decided and told: notices about those relied on with their answer, the decision, the letter."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import NotFound
from assurance.domain.selection.grounds import declaration_faults
from assurance.packs.selection_letter import print_letter
from assurance.persistence.queries.selection import (
    declaration,
    find_selection_letter,
    get_questionnaire,
    read_request,
)
from assurance.services.selection import letters, replacing
from assurance.services.selection.answering import get_party
from assurance.web.guards import actor, bid, now, requires
from assurance.web.supplier.selection.forms import PartyForm, ReplacementForm, declaration_form
from assurance.web.supplier.selection.routes import blueprint
from assurance.web.supplier.together import attempt_together, let_other_stand, takes_other
from assurance.web.transaction import attempt, commits, db


@blueprint.route("/replace/<code>", methods=["GET", "POST"])
@requires(Permission.BID_VIEW)
@commits
def replace(bid_id: str, code: str) -> ResponseReturnValue:
    """The notice about somebody the bidder relies on, and the answer to it."""
    form = ReplacementForm()

    def act() -> None:
        replacing.answer(
            db(), bid=bid(), public_id=code, words=form.words.data or "", names_nobody=form.names_nobody.data,
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("Your answer is sent. The authority has been told.", "success")
        return redirect(url_for(".replace", bid_id=bid_id, code=code))
    return render_template("supplier/selection/replace.html", bid=bid(), form=form, **_notice(code)), form.status


@blueprint.route("/replace/<code>/name", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def name_another(bid_id: str, code: str) -> ResponseReturnValue:
    """Write down who would take the place."""
    form, shown = PartyForm(), _notice(code)

    def act() -> None:
        replacing.name_another(
            db(), bid=bid(), public_id=code, name=form.name.data, company_number=form.company_number.data or "",
            delivers=form.delivers.data, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        return redirect(url_for(".declare_replacement", bid_id=bid_id, code=code))
    return render_template("supplier/selection/name_another.html", bid=bid(), form=form, **shown), form.status


@blueprint.route("/replace/<code>/declare", methods=["GET", "POST"])
@requires(Permission.BID_WRITE)
@commits
def declare_replacement(bid_id: str, code: str) -> ResponseReturnValue:
    """Declare on each ground for whoever takes the place."""
    shown = _notice(code)
    party = shown["replacement"]
    if party is None:
        raise NotFound("Nobody is named in the place yet")
    grounds = get_questionnaire(db(), bid().procurement).grounds
    form = declaration_form(grounds, party.declared, party.version)
    if takes_other():
        return let_other_stand(url_for(".declare_replacement", bid_id=bid_id, code=code))

    def act() -> None:
        applies, done = form.read(grounds)
        replacing.declare(
            db(), bid=bid(), public_id=code, applies=applies, self_cleaning=done, version=form.expected_version,
            actor=actor(), now=now(),
        )  # fmt: skip

    def standing() -> tuple[Any, Any]:
        return declaration_form(grounds, party.declared, party.version, formdata=None), party

    if attempt_together(form, act, standing):
        faults = declaration_faults(grounds, declaration(party))
        flash(f"Saved. Still open: {faults[0].message}." if faults else "Saved. Now send the answer.", "success")
        return redirect(url_for(".declare_replacement" if faults else ".replace", bid_id=bid_id, code=code))
    page = render_template(
        "supplier/selection/declare_replacement.html", bid=bid(), form=form, party=party, grounds=grounds,
        is_draft=shown["is_open"], back=url_for(".replace", bid_id=bid_id, code=code),
    )  # fmt: skip
    return page, form.status


@blueprint.post("/replace/<code>/take-out")
@requires(Permission.BID_WRITE)
@commits
def take_out(bid_id: str, code: str) -> ResponseReturnValue:
    """Take out who was written down."""
    replacing.take_out(db(), bid=bid(), public_id=code, actor=actor(), now=now())
    flash("The name is taken out. You may name somebody else until the time given.", "success")
    return redirect(url_for(".replace", bid_id=bid_id, code=code))


@blueprint.get("/decision")
@requires(Permission.BID_VIEW)
def decision(bid_id: str) -> ResponseReturnValue:
    """The decision with what each answer was given and why."""
    content = _letter()
    return render_template(
        "supplier/selection/decision.html", bid=bid(), letter=content, title=letters.TITLES[content["kind"]]
    )


@blueprint.get("/letter.pdf")
@requires(Permission.BID_VIEW)
def letter(bid_id: str) -> ResponseReturnValue:
    """The same as a letter to keep."""
    made = print_letter(_letter(), is_demonstration=bid().procurement.is_demonstration)
    named = f'attachment; filename="selection-{bid().procurement.reference}.pdf"'
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": named})


def _letter() -> dict[str, Any]:
    found = find_selection_letter(db(), bid().id)
    if found is None:
        raise NotFound("The selection is not decided yet, so there is no letter")
    return found.content


def _notice(code: str) -> dict[str, Any]:
    record = read_request(db(), bid())
    party = get_party(record, code)
    notice = record.notices.get(party.id)
    if notice is None:
        raise NotFound("There is no notice about this organisation")
    replacement = replacing.replacement_of(record, notice)
    grounds = get_questionnaire(db(), bid().procurement).grounds
    faults = declaration_faults(grounds, declaration(replacement)) if replacement else ()
    applying = [each.title for each in grounds if party.declared["applies"].get(each.code)]
    return {
        "party": party, "notice": notice, "replacement": replacement, "faults": faults, "applying": applying,
        "is_open": notice.answered_at is None and now() <= notice.answer_by,
    }  # fmt: skip
