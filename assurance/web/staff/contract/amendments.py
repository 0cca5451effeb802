"""Amendments of the contract: proposed, judged by the limit of their ground, decided by a second person."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.contracts.grounds import grounds_of
from assurance.domain.contracts.schedule_changes import SCHEDULES, differences
from assurance.persistence.queries.contract_running import (
    current_schedules,
    current_value,
    get_amendment,
    list_amendments,
)
from assurance.persistence.queries.contracts import get_contract
from assurance.services.contracting import amending
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.contract.amendment_forms import (
    DecideAmendmentForm,
    ProposeAmendmentForm,
    WithdrawAmendmentForm,
)
from assurance.web.staff.contract.routes import blueprint
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/amendments")
@requires(Permission.CONTRACT_VIEW)
def amendments(ref: str) -> ResponseReturnValue:
    """Every amendment, and what the contract comes to with those approved."""
    contract = get_contract(db(), procurement().id)
    rows = list_amendments(db(), contract.id)
    return render_template(
        "staff/contract/amendments.html", procurement=procurement(), contract=contract, rows=rows,
        value=current_value(db(), contract), may_propose=procurement().stage in amending.SIGNED,
        is_waiting=any(not each.decision for each in rows),
    )  # fmt: skip


@blueprint.route("/amendments/propose", methods=["GET", "POST"])
@requires(Permission.CONTRACT_PREPARE)
@commits
def propose_amendment(ref: str) -> ResponseReturnValue:
    """Propose an amendment with its ground, its reason and its figures."""
    contract = get_contract(db(), procurement().id)
    regime, light = procurement().procedure.regime, procurement().given.light_touch
    form = ProposeAmendmentForm(grounds_of(regime, is_light_touch=light))
    made = []

    def act() -> None:
        made.append(amending.propose(db(), contract=contract, proposal=form.proposal, actor=actor(), now=now()).number)

    if attempt(form, act):
        flash("The amendment is proposed. Somebody else decides on it.", "success")
        return redirect(url_for(".amendment", ref=ref, number=made[0]))
    page = render_template(
        "staff/contract/propose_amendment.html", procurement=procurement(), form=form, contract=contract,
        years=len(current_schedules(db(), contract)["payment"]), is_open=procurement().stage in amending.SIGNED,
    )  # fmt: skip
    return page, form.status


@blueprint.route("/amendments/<int:number>", methods=["GET"])
@requires(Permission.CONTRACT_VIEW)
def amendment(ref: str, number: int) -> ResponseReturnValue:
    """One amendment: its figures against the limit, what differs, and the decision."""
    return _page(number, DecideAmendmentForm(formdata=None))


@blueprint.post("/amendments/<int:number>/decide")
@requires(Permission.AMENDMENT_DECIDE, fresh_to="decide on an amendment")
@commits
def decide_amendment(ref: str, number: int) -> ResponseReturnValue:
    """Approve or refuse an amendment that somebody else proposed."""
    row = get_amendment(db(), get_contract(db(), procurement().id).id, number)
    form = DecideAmendmentForm()

    def act() -> None:
        amending.decide(
            db(), amendment=row, approve=form.decision.data == "approve", reason=form.reason.data or "",
            actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The decision is on record.", "success")
        return redirect(url_for(".amendment", ref=ref, number=number))
    return _page(number, form)


@blueprint.post("/amendments/<int:number>/withdraw")
@requires(Permission.CONTRACT_PREPARE)
@commits
def withdraw_amendment(ref: str, number: int) -> ResponseReturnValue:
    """Take back an amendment one has proposed oneself."""
    row = get_amendment(db(), get_contract(db(), procurement().id).id, number)
    amending.withdraw(db(), amendment=row, actor=actor(), now=now())
    flash("The amendment is withdrawn.", "success")
    return redirect(url_for(".amendments", ref=ref))


def _page(number: int, form: DecideAmendmentForm) -> ResponseReturnValue:
    contract = get_contract(db(), procurement().id)
    row = get_amendment(db(), contract.id, number)
    before = [
        each for each in list_amendments(db(), contract.id) if each.decision == "approved" and each.number < number
    ]
    known = before[-1].schedules if before else contract.schedules
    page = render_template(
        "staff/contract/amendment.html", procurement=procurement(), contract=contract, row=row, form=form,
        found=amending.judgement_of(db(), row), ground=amending.ground_of(procurement(), row.ground),
        notice=amending.notice_of(db(), row), differences=differences(known, row.schedules), schedules=SCHEDULES,
        withdraw_form=WithdrawAmendmentForm(formdata=None), is_mine=row.proposed_by_id == actor().user_id,
    )  # fmt: skip
    return page, form.status
