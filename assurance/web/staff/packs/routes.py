"""The list of packs, asking for one, following it, and its download."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict, NotFound
from assurance.domain.stages import Stage
from assurance.packs.catalogue import CONFIDENCES
from assurance.packs.moderation_record import UNFINISHED
from assurance.persistence.queries.awards import list_letters
from assurance.persistence.queries.bids import tenders_opened
from assurance.persistence.queries.contract_running import list_statements
from assurance.persistence.queries.contracts import find_contract
from assurance.persistence.queries.dialogue import list_sessions
from assurance.persistence.queries.evidence import find_result, list_agreed
from assurance.persistence.queries.gates import list_sittings
from assurance.persistence.queries.notices import list_of_procurement
from assurance.persistence.queries.packs import get_pack, list_packs
from assurance.persistence.queries.retention import is_document_erased
from assurance.services import packs
from assurance.web import downloads
from assurance.web.forms.fields import choices
from assurance.web.guards import actor, allows, now, procurement, requires
from assurance.web.staff.packs import lists, presenters
from assurance.web.staff.packs.forms import CancelForm, RequestForm
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("packs", __name__, url_prefix="/procurements/<ref>/packs")
REFRESH_SECONDS = 3
BEFORE_CALL = (Stage.PLANNING, Stage.ENGAGEMENT, Stage.CHECKPOINT_1)
"""Stages in which there is too little on record to print."""


@blueprint.get("/")
@requires(Permission.PACKS_VIEW)
def index(ref: str) -> ResponseReturnValue:
    """The packs asked for, newest first, and the documents that can be built."""
    return _index_page(_request_form())


@blueprint.post("/")
@requires(Permission.PACKS_REQUEST)
@commits
def create(ref: str) -> ResponseReturnValue:
    """Ask for a pack; the same one already in hand is shown instead of a second."""
    form = _request_form()
    made = []

    def act() -> None:
        kind, _, subject = form.choice.data.partition(":")
        made.append(
            packs.request_pack(db(), procurement=procurement(), kind=kind, subject=subject, actor=actor(), now=now())
        )

    if attempt(form, act):
        return redirect(url_for(".show", ref=ref, pack_id=made[0].public_id))
    return _index_page(form)


@blueprint.get("/<pack_id>")
@requires(Permission.PACKS_VIEW)
def show(ref: str, pack_id: str) -> ResponseReturnValue:
    """How far a pack is; the page asks for itself again while it is being built."""
    pack = _pack(pack_id)
    running = presenters.is_in_hand(pack)
    return render_template(
        "staff/packs/show.html",
        procurement=procurement(),
        pack=pack,
        is_running=running,
        elapsed=presenters.elapsed(pack, now()),
        refresh_seconds=REFRESH_SECONDS if running and "still" not in request.args else None,
        cancel_form=CancelForm(formdata=None),
    )


@blueprint.post("/<pack_id>/cancel")
@requires(Permission.PACKS_REQUEST)
@commits
def cancel(ref: str, pack_id: str) -> ResponseReturnValue:
    """Stop a pack that is waiting or being built."""
    packs.cancel_pack(db(), pack=_pack(pack_id), actor=actor(), now=now())
    flash("The pack is cancelled.", "success")
    return redirect(url_for(".show", ref=ref, pack_id=pack_id))


@blueprint.get("/<pack_id>/download")
@requires(Permission.PACKS_VIEW, fresh_to="take out a document")
def download(ref: str, pack_id: str) -> ResponseReturnValue:
    """The finished document as a file; each download is put on record."""
    pack = _pack(pack_id)
    if pack.status != "done" or pack.sha256 is None:
        raise Conflict("This pack is not finished, so there is nothing to download")
    if is_document_erased(db(), procurement().id, pack.kind):
        raise Conflict("This document was erased when its time had come; its hash is kept")
    return downloads.pack(pack, ref, presenters.file_name(ref, pack))


def _pack(pack_id: str) -> Any:
    """Return a pack of this procurement; one with confidences only to those who may read them anyway."""
    found = get_pack(db(), pack_id, procurement_id=procurement().id)
    if not _may_read(found.kind):
        raise NotFound("There is no such pack, or it is not yours to see")
    return found


def _may_read(kind: str) -> bool:
    return kind not in CONFIDENCES or allows(CONFIDENCES[kind])


def _request_form() -> RequestForm:
    form = RequestForm()
    contract = find_contract(db(), procurement().id) if _may_read("contract") else None
    form.choice.choices = choices(
        presenters.printable(
            has_result=find_result(db(), procurement().id) is not None,
            is_opened=tenders_opened(db(), procurement().id),
            has_record=_may_read("record") and procurement().stage not in BEFORE_CALL,
            has_guide=procurement().criteria_frozen_at is not None,
            is_moderated=procurement().stage not in UNFINISHED and bool(list_agreed(db(), procurement().id)),
            may_redact=_may_read("redacted"),
            has_dialogue=_may_read("dialogue") and bool(list_sessions(db(), procurement().id)),
            reviews=list_sittings(db(), procurement().id),
            notices=list_of_procurement(db(), procurement().id),
            letters=[each for each in list_letters(db(), procurement().id) if each.issued_at],
            has_contract=contract is not None,
            statements=list_statements(db(), contract.id, only_issued=True) if contract else (),
        )
    )
    return form


def _index_page(form: RequestForm) -> ResponseReturnValue:
    page = render_template(
        "staff/packs/index.html", form=form, procurement=procurement(),
        packs=lists.packs(each for each in list_packs(db(), procurement().id) if _may_read(each.kind)),
        is_in_hand=presenters.is_in_hand,
    )  # fmt: skip
    return page, form.status
