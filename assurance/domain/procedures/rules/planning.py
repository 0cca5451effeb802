"""Rules about the plan: what must be there before the market and the assurers see it."""

from __future__ import annotations

from assurance.domain.case import Case
from assurance.domain.errors import Objection


def budget_set(case: Case) -> Objection | None:
    """Object while no budget line is chosen."""
    if case.plan.has_budget:
        return None
    return Objection(
        "budget",
        "The programme has no budget",
        "Import the programme budget and choose its categories",
        endpoint="staff.planning.budget",
    )


def pathways_described(case: Case) -> Objection | None:
    """Object while no pathway element says what care is bought."""
    if case.plan.pathway_elements:
        return None
    return Objection(
        "pathways",
        "No pathway elements are described",
        "Add the elements of care that the programme covers",
        endpoint="staff.planning.elements",
    )


def outcomes_weighted(case: Case) -> Objection | None:
    """Object while there are no outcomes or their weights do not make a whole."""
    if not case.plan.outcomes:
        return Objection(
            "outcomes",
            "No outcomes are set",
            "Add the outcomes the provider is paid for",
            endpoint="staff.planning.outcomes",
        )
    if not case.plan.outcome_weights_sum_to_100:
        return Objection(
            "outcomes",
            "The weights of the outcomes do not sum to 100",
            "Change the weights until they sum to 100",
            endpoint="staff.planning.outcomes",
        )
    return None


def engagement_summarised(case: Case) -> Objection | None:
    """Object while nobody has written what market engagement changed."""
    if case.plan.has_engagement_summary:
        return None
    return Objection(
        "engagement",
        "The market engagement has no summary of what changed because of it",
        "Write the summary",
        endpoint="staff.planning.engagement",
    )


def users_involved(case: Case) -> Objection | None:
    """Object while nothing says who of those who use the care was involved, and what changed because of it."""
    if case.plan.users_involved:
        return None
    return Objection(
        "users",
        "Nothing is on record of people who use the care: who was involved, and what changed because of it",
        "Record who was involved",
        endpoint="staff.planning.users",
    )


def outcomes_defined(case: Case) -> Objection | None:
    """Object while an outcome is bound to no definition that stands: each provider would count it in its own way."""
    undefined = case.plan.outcomes_undefined
    if not undefined:
        return None
    more = f" and {len(undefined) - 2} more" if len(undefined) > 2 else ""
    return Objection(
        "definitions",
        f"No definition that stands says what is measured for {', '.join(undefined[:2])}{more}",
        "Bind each outcome to a definition",
        endpoint="staff.planning.outcomes",
    )


def payment_model_sound(case: Case) -> Objection | None:
    """Object while nothing, or nothing that can be reckoned with, says how outcomes are paid: no bidder could price."""
    faults = case.plan.payment_faults
    if not faults:
        return None
    more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
    return Objection(
        "payment-model",
        f"The payment model cannot be published with the call: {faults[0]}{more}",
        "Set how each contract year is paid",
        endpoint="staff.planning.payment",
    )


def criteria_complete(case: Case) -> Objection | None:
    """Object while the criteria tree has any fault."""
    if not case.plan.criteria_faults:
        return None
    return Objection(
        "criteria",
        "The award criteria are not complete: " + "; ".join(case.plan.criteria_faults[:3]),
        "Correct the criteria",
        "PSR 2023 reg 5 and Schedule 8: criteria are published before offers are made",
        "staff.tender.criteria",
    )


def refinement_closed(case: Case) -> Objection | None:
    """Object while a refinement of the criteria is open: nobody tenders on criteria that are about to change."""
    if not case.plan.refinement_open:
        return None
    return Objection(
        "refinement",
        "A refinement of the criteria is begun and neither published nor discarded",
        "Let the owner publish it, or discard it",
        "Procurement Act 2023 section 24, kept as the pattern: criteria are refined before final tenders are invited",
        "staff.tender.refinement",
    )


def trial_answered(case: Case) -> Objection | None:
    """Object while the newest trial of the criteria found a danger that nobody has answered; none is no objection."""
    dangers = case.plan.trial_dangers
    if not dangers:
        return None
    more = f" and {len(dangers) - 1} more like it" if len(dangers) > 1 else ""
    return Objection(
        "trial",
        f"The newest trial of the criteria found a danger nobody has answered{more}: {dangers[0].rstrip('.')}",
        "Answer it with a reason, or change the criteria and try them again",
        endpoint="staff.tender.wind_tunnel",
    )


def roles_filled(case: Case) -> Objection | None:
    """Object while a role the procedure needs is held by nobody."""
    if not case.plan.roles_missing:
        return None
    return Objection(
        "roles",
        "Nobody holds the role of " + ", ".join(case.plan.roles_missing),
        "Give the roles to people",
        "PSR 2023 reg 24: the decision-makers are on record",
        "staff.procurements.people",
    )
