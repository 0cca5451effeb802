"""What the lead provider reads of its contract."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.contracts import statements as figures
from assurance.domain.contracts.payment_form import read_payment
from assurance.domain.contracts.periods import quarter as quarter_on
from assurance.domain.errors import NotFound
from assurance.persistence.queries.contract_running import (
    current_schedules,
    current_value,
    get_statement,
    list_approved,
    list_register,
    list_reviews,
    list_statements,
    list_subcontract_changes,
)
from assurance.persistence.queries.retention import is_document_erased
from assurance.services.contracting import exiting, paying, reporting
from assurance.services.contracting.running import contract_of
from assurance.web import downloads
from assurance.web.guards import bid, now, requires
from assurance.web.transaction import db

blueprint = Blueprint("contract", __name__, url_prefix="/bids/<bid_id>/contract")


@blueprint.get("/")
@requires(Permission.BID_VIEW)
def show(bid_id: str) -> ResponseReturnValue:
    """The contract: what is to be reported, what was decided, what is paid."""
    contract = contract_of(db(), bid())
    return render_template(
        "supplier/contract/show.html", bid=bid(), contract=contract, value=current_value(db(), contract),
        missing=reporting.overdue(db(), contract, now()), quarters=reporting.list_by_quarter(db(), contract),
        statements=list_statements(db(), contract.id, only_issued=True), register=list_register(db(), contract),
        changes=list_subcontract_changes(db(), contract.id), amendments=list_approved(db(), contract.id),
        reviews=[each for each in list_reviews(db(), contract.id) if each.signed_at],
        leaving=exiting.read(db(), contract, now()),
    )  # fmt: skip


@blueprint.get("/statements/<int:year>/<int:quarter>")
@requires(Permission.BID_VIEW)
def statement(bid_id: str, year: int, quarter: int) -> ResponseReturnValue:
    """One issued statement with every figure explained."""
    contract = contract_of(db(), bid())
    row = _issued(contract.id, year, quarter)
    names = {each["code"]: each["name"] for each in current_schedules(db(), contract)["outcomes"]}
    return render_template(
        "supplier/contract/statement.html", bid=bid(), row=row, due=paying.due_of(row),
        terms=read_payment(row.document), lines=figures.lines(row.document, names),
        quarter=quarter_on(contract.starts_on, year, quarter), printed=_printed(row),
    )  # fmt: skip


@blueprint.get("/statements/<int:year>/<int:quarter>/statement.pdf")
@requires(Permission.BID_VIEW)
def statement_pdf(bid_id: str, year: int, quarter: int) -> ResponseReturnValue:
    """The statement as the sealed document that the authority has, byte by byte; each download is put on record."""
    pack = _printed(_issued(contract_of(db(), bid()).id, year, quarter))
    if pack is None:
        raise NotFound("The document of this statement is not printed yet")
    reference = bid().procurement.reference
    return downloads.pack(pack, reference, f"{reference}-payment-statement-{year}-{quarter}-{pack.sha256[:8]}.pdf")


@blueprint.get("/statements/<int:year>/<int:quarter>/payment.json")
@requires(Permission.BID_VIEW)
def statement_data(bid_id: str, year: int, quarter: int) -> ResponseReturnValue:
    """The statement as data, from which `assurance payments` computes every figure again."""
    row = _issued(contract_of(db(), bid()).id, year, quarter)
    return Response(
        json.dumps(row.document, indent=1), mimetype="application/json",
        headers={"Content-Disposition": f"attachment; filename=payment-{year}-{quarter}.json"},
    )  # fmt: skip


def _printed(row: Any) -> Any:
    """Return the printed document; None until it is printed, and once it is erased."""
    pack = paying.find_printed(db(), row)
    return None if pack is None or is_document_erased(db(), pack.procurement_id, pack.kind) else pack


def _issued(contract_id: int, year: int, quarter: int) -> Any:
    row = get_statement(db(), contract_id, year, quarter)
    if row.issued_at is None:
        raise NotFound("There is no statement for this quarter")
    return row
