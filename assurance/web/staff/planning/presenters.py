"""Turns the plan into what its pages show. Asks the facts the rules ask; decides nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import url_for

from assurance.domain.case import Case
from assurance.domain.money import plain
from assurance.domain.provision.programme import BudgetLine, totals
from assurance.web.guards import may_open


def plan_parts(procurement: Any, case: Case, *, is_classified: bool) -> list[dict[str, str]]:
    """List the parts of the plan in the order in which they are written, each with where it stands."""
    plan = case.plan
    weights = "" if plan.outcome_weights_sum_to_100 or not plan.outcomes else "The weights do not sum to 100"
    parts = (
        ("Programme", "staff.planning.edit", bool(procurement.summary and procurement.integration_forms), ""),
        ("Budget and envelope", "staff.planning.budget", plan.has_budget, ""),
        ("Pathway elements", "staff.planning.elements", bool(plan.pathway_elements), f"{plan.pathway_elements} so far"),
        ("Outcomes", "staff.planning.outcomes", plan.outcome_weights_sum_to_100, weights),
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


def budget_totals(lines: list[Any]) -> dict[str, Decimal]:
    """Add up every year of the table, latest last."""
    return totals([BudgetLine(row.code, row.name, amounts(row)) for row in lines])


def amounts(row: Any) -> dict[str, Decimal]:
    """Read the stored amounts of a category by year."""
    return {year: Decimal(amount) for year, amount in row.amounts.items()}


def figure(value: Decimal | None, unit: str) -> str:
    """Write a result with its unit, a per cent sign close to the figure."""
    if value is None:
        return "None"
    return f"{plain(value)}{'' if unit == '%' else ' '}{unit}"
