"""The opening: who is needed, who is here, then the record; compliance; and reading an opened tender."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import MoveRefused, Objection
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import BidStage, Stage
from assurance.domain.tenderbox.opening import SHARE_LIFE, TENDER
from assurance.domain.tenderbox.visibility import price_visible
from assurance.persistence.queries.bids import find_opening_record, list_opened, list_openers, list_pass_fails
from assurance.persistence.queries.criteria import list_criteria
from assurance.persistence.queries.sealing import find_tender_key, list_current_holders
from assurance.services import ceremony, opening, opening_ahead, payment_model, reading, second_factor
from assurance.web.downloads import attachment
from assurance.web.guards import actor, bid, now, procurement, requires
from assurance.web.staff.opening.forms import YES, OpenForm, compliance_form
from assurance.web.stepping_up import stepped_up_at
from assurance.web.transaction import apart, attempt, commits, database, db

blueprint = Blueprint("opening", __name__, url_prefix="/procurements/<ref>/opening")


@blueprint.get("/")
@requires(Permission.BIDS_VIEW)
def show(ref: str) -> ResponseReturnValue:
    """Who is needed and who is here; once opened, the record and every tender."""
    return _show(OpenForm(), 200)


@blueprint.post("/")
@requires(Permission.TENDERS_OPEN)
@commits
def open_box(ref: str) -> ResponseReturnValue:
    """Take part in the opening with one's passphrase; the last needed person opens everything."""
    return take_part(TENDER, ".show", "The final tenders are opened.", _show)


def take_part(
    envelope: str, page: str, opened: str, show_again: Callable[[OpenForm, int], ResponseReturnValue]
) -> ResponseReturnValue:
    """Let a holder take part in the opening of one envelope; a wrong passphrase is counted and put on record."""
    form, taken, reference = OpenForm(), [], procurement().reference

    def act() -> None:
        what: dict[str, Any] = {
            "actor": actor(), "now": now(), "stepped_up_at": stepped_up_at(), "envelope": envelope,
            "files": current_app.extensions["assurance_files"],
            "embargo": current_app.extensions["assurance_settings"].embargo,
        }  # fmt: skip
        db().commit()  # nobody waits for a lock while a passphrase is compared and files are read through
        prepared = opening_ahead.prepare(
            database(), reference=reference, passphrase=form.passphrase.data or "", address=request.remote_addr or "",
            **what,
        )  # fmt: skip
        taken.append(ceremony.open_envelope(db(), procurement=procurement(), prepared=prepared, **what))

    if attempt(form, act):
        waiting = "You have taken part. Another holder must take part within 30 minutes before anything opens."
        flash(opened if taken[0].is_open else waiting, "success")
        return redirect(url_for(page, ref=reference))
    return show_again(form, form.status)


def _show(form: OpenForm, status: int) -> ResponseReturnValue:
    found = procurement()
    embargo = current_app.extensions["assurance_settings"].embargo
    opened_by = list_openers(db(), found.id)
    page = render_template(
        "staff/opening/show.html",
        procurement=found,
        form=form,
        me=actor().user_id,
        half_an_hour=SHARE_LIFE,
        opened_by=opened_by,
        key=find_tender_key(db(), found.id),
        current=list_current_holders(db(), found.id),
        here=[] if opened_by else ceremony.who_is_here(db(), found, now=now()),
        why_not=ceremony.why_not_now(db(), found, now=now(), embargo=embargo),
        is_fresh=second_factor.is_fresh(stepped_up_at(), now()),
        tenders=list_opened(db(), found.id) if opened_by else [],
        record=find_opening_record(db(), found.id) if opened_by else None,
        has_model=bool(opened_by) and payment_model.of(db(), found) is not None,
    )
    return page, status


@blueprint.route("/<bid_id>/compliance", methods=["GET", "POST"])
@requires(Permission.PROCUREMENT_RUN)
@commits
def compliance(ref: str, bid_id: str) -> ResponseReturnValue:
    """Decide each pass/fail criterion of one opened tender, and whether it goes to the panel."""
    found = read_tender()
    criteria = [row for row in list_criteria(db(), procurement().id) if row.kind == Kind.PASS_FAIL]
    form = compliance_form(criteria, bid().version)

    def act() -> None:
        opening.decide_compliance(
            db(), bid=bid(), passes=form.passes, reasons=form.reasons, reason=form["reason"].data,
            compliant=form["compliant"].data == YES, actor=actor(), now=now(), version=form.expected_version,
        )  # fmt: skip

    if attempt(form, act):
        flash(f"The decision on {bid().organisation.name} is on record.", "success")
        return redirect(url_for(".show", ref=ref))
    decided = list_pass_fails(db(), bid().id)
    page = render_template(
        "staff/opening/compliance.html", procurement=procurement(), bid=bid(), form=form, criteria=criteria,
        found=found, decided=decided, is_time=bid().stage is BidStage.OPENED and procurement().stage is Stage.OPENING,
    )  # fmt: skip
    note_tender("compliance")
    return page, form.status


@blueprint.get("/<bid_id>", endpoint="bid")
@requires(Permission.PROCUREMENT_VIEW)
def read_bid(ref: str, bid_id: str) -> ResponseReturnValue:
    """An opened tender: answers, price where it may be seen, partners, documents. The reading is recorded."""
    found = read_tender(with_offer=True)
    page = render_template(
        "staff/opening/bid.html",
        procurement=procurement(),
        bid=bid(),
        found=found,
        criteria=list_criteria(db(), procurement().id),
        form_label=_form_label(bid()),
        has_model=payment_model.of(db(), procurement()) is not None,
        no_price=_no_price(),
    )
    note_tender("tender")
    return page


@blueprint.get("/<bid_id>/documents/<document_id>")
@requires(Permission.PROCUREMENT_VIEW)
def document(ref: str, bid_id: str, document_id: str) -> ResponseReturnValue:
    """A document of an opened tender, to save. The reading is recorded."""
    with noting_peeks():
        found = reading.readable_document(db(), bid=bid(), public_id=document_id, actor=actor(), now=now())
    note_tender(found.public_id)
    return attachment(bid(), found)


@contextmanager
def noting_peeks() -> Iterator[None]:
    """Put a look at what is sealed on record before it is refused."""
    try:
        yield
    except reading.Sealed:
        where = procurement().id
        db().rollback()
        reading.note_peek(database(), procurement_id=where, actor=actor(), now=now())
        raise


def read_tender(*, with_offer: bool = False) -> reading.ReadableBid:
    """Read the tender at hand; who has to declare first is told where."""
    try:
        with noting_peeks():
            return reading.readable_bid(db(), bid=bid(), actor=actor(), now=now(), with_offer=with_offer)
    except reading.DeclareFirst as refused:
        declare = Objection(
            "declare_first", str(refused), "Declare for each bidder", "PSR 2023 reg 21", "staff.evaluation.conflicts"
        )
        raise MoveRefused("read", [declare]) from refused


def note_tender(what: str) -> None:
    if request.method == "GET":
        reading.note_read(apart(), bid=bid(), actor=actor(), now=now(), what=what)


def _no_price() -> str:
    """Say why a price is not shown, to someone who may not see it."""
    here = procurement()
    if here.are_prices_closed:
        return "Closed until the marks on quality are final"
    if price_visible(actor().roles, here.stage, closed=False):
        return "Not opened: the bid was out before the prices were opened"
    return "Not shown to the panel before the result is confirmed"


def _form_label(mine: Any) -> str:
    return IntegrationForm(mine.integration_form).label if mine.integration_form else "Not given"
