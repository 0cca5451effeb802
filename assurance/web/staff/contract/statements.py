"""Payment statements: worked out by finance, explained figure by figure, issued by somebody else."""

from __future__ import annotations

import json

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.contracts import statements as figures
from assurance.domain.contracts.payment_form import read_payment
from assurance.domain.deadlines import LONDON
from assurance.persistence.queries.contract_running import current_schedules, get_statement, list_statements
from assurance.persistence.queries.contracts import get_contract
from assurance.services.contracting import paying
from assurance.services.contracting.running import list_quarters_over
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.contract import presenters
from assurance.web.staff.contract.routes import blueprint
from assurance.web.staff.contract.running_forms import IssueStatementForm, PrepareStatementForm
from assurance.web.transaction import attempt, commits, db


@blueprint.get("/statements")
@requires(Permission.CONTRACT_VIEW)
def statements(ref: str) -> ResponseReturnValue:
    """Every statement, what it came to and whether it is issued."""
    contract = get_contract(db(), procurement().id)
    return render_template(
        "staff/contract/statements.html", procurement=procurement(), rows=list_statements(db(), contract.id),
        quarters=list_quarters_over(db(), contract, now().astimezone(LONDON).date()),
    )  # fmt: skip


@blueprint.route("/statements/prepare", methods=["GET", "POST"])
@requires(Permission.STATEMENT_PREPARE)
@commits
def prepare_statement(ref: str) -> ResponseReturnValue:
    """Work out what is due up to a quarter."""
    contract = get_contract(db(), procurement().id)
    over = list_quarters_over(db(), contract, now().astimezone(LONDON).date())
    issued = {(each.year, each.quarter) for each in list_statements(db(), contract.id, only_issued=True)}
    form = PrepareStatementForm([each for each in over if (each.year, each.number) not in issued])
    made = []

    def act() -> None:
        year, _, quarter = form.quarter.data.partition("-")
        row = paying.prepare(
            db(), contract=contract, year=int(year), quarter=int(quarter), actual_spend=form.actual_spend.data,
            actor=actor(), now=now(),
        )  # fmt: skip
        made.append(row)

    if attempt(form, act):
        flash("The statement is worked out. Somebody else issues it.", "success")
        return redirect(url_for(".statement", ref=ref, year=made[0].year, quarter=made[0].quarter))
    page = render_template(
        "staff/contract/prepare_statement.html", procurement=procurement(), form=form,
        shares_gain=bool(current_schedules(db(), contract).get("risk")),
    )  # fmt: skip
    return page, form.status


@blueprint.get("/statements/<int:year>/<int:quarter>")
@requires(Permission.CONTRACT_VIEW)
def statement(ref: str, year: int, quarter: int) -> ResponseReturnValue:
    """One statement with every figure explained."""
    contract = get_contract(db(), procurement().id)
    row = get_statement(db(), contract.id, year, quarter)
    return render_template(
        "staff/contract/statement.html", procurement=procurement(), row=row, due=paying.due_of(row),
        terms=read_payment(row.document),
        quarter=presenters.quarter_of(contract, row), form=IssueStatementForm(formdata=None, version=row.version),
        lines=figures.lines(row.document, presenters.outcome_names(current_schedules(db(), contract))),
        may_issue=row.issued_at is None and row.prepared_by_id != actor().user_id,
    )  # fmt: skip


@blueprint.post("/statements/<int:year>/<int:quarter>/issue")
@requires(Permission.CONTRACT_RUN)
@commits
def issue_statement(ref: str, year: int, quarter: int) -> ResponseReturnValue:
    """Issue a statement; from then on it stays as it is."""
    row = get_statement(db(), get_contract(db(), procurement().id).id, year, quarter)
    form = IssueStatementForm()
    if attempt(form, lambda: paying.issue(db(), row=row, version=form.expected_version, actor=actor(), now=now())):
        flash("The statement is issued, and the lead provider is told.", "success")
    return redirect(url_for(".statement", ref=ref, year=year, quarter=quarter))


@blueprint.get("/statements/<int:year>/<int:quarter>/payment.json")
@requires(Permission.CONTRACT_VIEW)
def statement_data(ref: str, year: int, quarter: int) -> ResponseReturnValue:
    """The statement as data, from which `assurance payments` computes every figure again."""
    row = get_statement(db(), get_contract(db(), procurement().id).id, year, quarter)
    return Response(
        json.dumps(row.document, indent=1), mimetype="application/json",
        headers={"Content-Disposition": f"attachment; filename={ref}-payment-{year}-{quarter}.json"},
    )  # fmt: skip
