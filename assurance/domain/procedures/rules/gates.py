"""Rules about gates: a verdict or an open condition can object to a move (product row E5)."""

from __future__ import annotations

from collections.abc import Callable

from assurance.domain.case import Case
from assurance.domain.errors import Objection

CaseRule = Callable[[Case], Objection | None]


def gate_proceeds(code: str, label: str) -> CaseRule:
    """Make the rule that a gate must have said proceed, with or without conditions."""

    def rule(case: Case) -> Objection | None:
        verdict = case.gates.verdicts.get(code)
        if verdict in ("proceed", "proceed_with_conditions"):
            return None
        said = "has no verdict yet" if verdict is None else "says do not proceed"
        mend = "Complete the review" if verdict is None else "Mend what the review found and review again, or abandon"
        return Objection(f"gate:{code}", f"{label} {said}", mend, endpoint="staff.gates.index")

    return rule


def no_overdue_conditions(case: Case) -> Objection | None:
    """Object while a gate condition is past its date: an overdue condition reopens its gate."""
    if not case.gates.overdue:
        return None
    return Objection(
        "overdue",
        "Gate conditions are overdue: " + ", ".join(case.gates.overdue),
        "Meet them with evidence",
        endpoint="staff.gates.index",
    )


def none_reopened(case: Case) -> Objection | None:
    """Object while a gate that was opened again has no verdict in its new sitting."""
    if not case.gates.reopened:
        return None
    return Objection(
        "reopened",
        "Opened again and without a verdict: " + ", ".join(case.gates.reopened),
        "Complete the new sitting",
        endpoint="staff.gates.index",
    )


def contract_conditions_met(case: Case) -> Objection | None:
    """Object while a gate condition that blocks signature is open."""
    if not case.gates.blocking_contract:
        return None
    return Objection(
        "conditions",
        "Conditions that block the contract are open: " + ", ".join(case.gates.blocking_contract),
        "Meet them with evidence",
        endpoint="staff.gates.index",
    )


def service_start_conditions_met(case: Case) -> Objection | None:
    """Object while a condition that travelled from a gate still blocks the start of the service."""
    if not case.gates.blocking_service_start:
        return None
    return Objection(
        "conditions",
        "Conditions that block the start of the service are open: " + ", ".join(case.gates.blocking_service_start),
        "Meet them with evidence",
        endpoint="staff.gates.index",
    )
