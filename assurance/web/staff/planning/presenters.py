"""Turns the plan into what its pages show. Asks the facts the rules ask; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import url_for

from assurance.domain.case import Case
from assurance.domain.provision.programme import BudgetLine, totals
from assurance.services.payment_model import Standing
from assurance.web.guards import may_open


def plan_parts(
    procurement: Any, case: Case, *, is_classified: bool, is_specified: bool, pays: Standing
) -> list[dict[str, str]]:
    """List the parts of the plan in the order in which they are written, each with where it stands."""
    plan = case.plan
    weights = "" if plan.outcome_weights_sum_to_100 or not plan.outcomes else "The weights do not sum to 100"
    parts = (
        ("Programme", "staff.planning.edit", bool(procurement.summary and procurement.integration_forms), ""),
        ("Budget and envelope", "staff.planning.budget", plan.has_budget, ""),
        ("Pathway elements", "staff.planning.elements", bool(plan.pathway_elements), f"{plan.pathway_elements} so far"),
        (
            "Definitions",
            "staff.planning.definitions",
            bool(plan.outcomes) and not plan.outcomes_undefined,
            _undefined(plan.outcomes_undefined),
        ),
        ("Outcomes", "staff.planning.outcomes", plan.outcome_weights_sum_to_100, weights),
        ("Payment model", "staff.planning.payment", not plan.payment_faults, _payment(plan.payment_faults, pays)),
        ("Specification", "staff.planning.specification", is_specified, ""),
        ("People who use the care", "staff.planning.users", plan.users_involved, ""),
        ("Codes and place", "staff.planning.classification", is_classified, ""),
        ("Market engagement", "staff.planning.engagement", plan.has_engagement_summary, ""),
        ("Award criteria", "staff.tender.criteria", not plan.criteria_faults, "; ".join(plan.criteria_faults[:2])),
        ("Notice and deadline for requests", "staff.tender.notice", case.call.has_notice_text, ""),
    )
    return [
        {
            "title": title,
            "href": url_for(endpoint, ref=procurement.reference) if may_open(endpoint) else "",
            "status": "completed" if done else "incomplete",
            "hint": hint,
        }
        for title, endpoint, done, hint in parts
    ]


def _payment(faults: Sequence[str], pays: Standing) -> str:
    if faults:
        return faults[0]
    return "" if pays.model else "Not needed: no payment depends on outcomes"


def _undefined(outcomes: Sequence[str]) -> str:
    if not outcomes:
        return ""
    return (
        "One outcome has no definition that stands"
        if len(outcomes) == 1
        else (f"{len(outcomes)} outcomes have no definition that stands")
    )


def budget_totals(lines: list[Any]) -> dict[str, Decimal]:
    """Add up every year of the table, latest last."""
    return totals([BudgetLine(row.code, row.name, amounts(row)) for row in lines])


def amounts(row: Any) -> dict[str, Decimal]:
    """Read the stored amounts of a category by year."""
    return {year: Decimal(amount) for year, amount in row.amounts.items()}
