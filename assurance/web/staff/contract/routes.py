"""The contract with its schedules, payment by year, conditions and signatures."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.contracts.schedule_changes import SCHEDULES
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import NotFound
from assurance.domain.stages import Stage
from assurance.persistence.queries.contract_running import current_schedules, current_value, list_approved
from assurance.persistence.queries.contracts import find_contract, get_contract, total_price
from assurance.persistence.queries.gates import list_conditions
from assurance.services import contracts
from assurance.services.contracting import exiting, indicators
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.contract import presenters
from assurance.web.staff.contract.forms import DrawUpForm, SignForm
from assurance.web.staff.gates.presenters import condition_rows
from assurance.web.transaction import attempt, commits, db

blueprint = Blueprint("contract", __name__, url_prefix="/procurements/<ref>/contract")


@blueprint.get("/")
@requires(Permission.GATE_VIEW)
def show(ref: str) -> ResponseReturnValue:
    """The contract as drawn up, the conditions that travel in it, and who has signed."""
    contract = find_contract(db(), procurement().id)
    today = now().astimezone(LONDON).date()
    return render_template(
        "staff/contract/show.html",
        procurement=procurement(),
        contract=contract,
        **_as_amended(contract),
        conditions=condition_rows(list_conditions(db(), procurement().id), today),
        parties=presenters.parties(contract) if contract else [],
        leaving=exiting.read(db(), contract, now()) if contract else None,
        objections=contracts.signing_objections(db(), procurement()),
        may_draw_up=procurement().stage is Stage.AWARD,
        may_sign=procurement().stage is Stage.CONTRACT,
    )


@blueprint.get("/schedules")
@requires(Permission.GATE_VIEW)
def schedules(ref: str) -> ResponseReturnValue:
    """The schedules as they stand with every amendment."""
    contract = find_contract(db(), procurement().id)
    if contract is None:
        raise NotFound("The contract is not drawn up yet, so it has no schedules")
    return render_template("staff/contract/schedules.html", procurement=procurement(), **_as_amended(contract))


def _as_amended(contract: Any) -> dict[str, Any]:
    """Return what the contract holds with the amendments so far."""
    if contract is None:
        return {}
    schedules = current_schedules(db(), contract)
    return {
        "schedules": schedules, "payment": presenters.payment(schedules), "value": current_value(db(), contract),
        "version": len(list_approved(db(), contract.id)) + 1, "names": SCHEDULES,
        "indicators_missing": indicators.missing_of(db(), contract),
    }  # fmt: skip


@blueprint.route("/draw-up", methods=["GET", "POST"])
@requires(Permission.CONTRACT_PREPARE)
@commits
def draw_up(ref: str) -> ResponseReturnValue:
    """Draw up the contract from the confirmed bid and the programme."""
    existing = find_contract(db(), procurement().id)
    bid = contracts.find_confirmed_bid(db(), procurement())
    start = {"years": procurement().contract_years, "extension_years": 0}
    form = DrawUpForm(obj=existing, version=existing.version if existing else 0, data=start)

    def act() -> None:
        contracts.draw_up(
            db(), procurement=procurement(), starts_on=form.data["starts_on"], years=form.data["years"],
            extension_years=form.data["extension_years"], version=form.expected_version, actor=actor(), now=now(),
        )  # fmt: skip

    if attempt(form, act):
        flash("The contract is drawn up. Check its schedules before it is put before the parties.", "success")
        return redirect(url_for(".show", ref=ref))
    page = render_template(
        "staff/contract/draw_up.html", form=form, procurement=procurement(), bid=bid,
        value=total_price(db(), bid.id) if bid else None, is_open=procurement().stage is Stage.AWARD,
    )  # fmt: skip
    return page, form.status


@blueprint.route("/sign", methods=["GET", "POST"])
@requires(Permission.CONTRACT_PREPARE, fresh_to="record a signature")
@commits
def sign(ref: str) -> ResponseReturnValue:
    """Record the signature of a party."""
    contract = get_contract(db(), procurement().id)
    form = SignForm()

    def act() -> None:
        fields = {k: v for k, v in form.data.items() if k not in ("csrf_token", "submit")}
        contracts.sign(db(), contract=contract, **fields, actor=actor(), now=now())

    if attempt(form, act):
        flash("The signature is on record.", "success")
        return redirect(url_for(".show", ref=ref))
    page = render_template(
        "staff/contract/sign.html", form=form, procurement=procurement(), contract=contract,
        parties=presenters.parties(contract), objections=contracts.signing_objections(db(), procurement()),
        is_open=procurement().stage is Stage.CONTRACT,
    )  # fmt: skip
    return page, form.status
