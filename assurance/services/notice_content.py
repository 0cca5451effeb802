"""The parts of a notice from the plan and the call: what, for how much, by which criteria, decided by whom."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.evaluation.criteria import Criterion, Kind
from assurance.domain.evaluation.explanation import RULE_WORDS
from assurance.domain.money import format_gbp, percent, round_out
from assurance.domain.ocds.cpv import in_full
from assurance.domain.ocds.regions import REGIONS
from assurance.domain.procedures import get_procedure
from assurance.domain.procedures.rules.wording import when
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.models import Organisation, Procurement
from assurance.persistence.queries.classification import find_classification
from assurance.persistence.queries.criteria import get_tree, list_criteria, list_descriptors
from assurance.persistence.queries.gates import list_holders
from assurance.persistence.queries.open_data import find_profile
from assurance.persistence.queries.planning import get_contract_value, list_elements, list_outcomes
from assurance.services import payment_model

DECIDERS: tuple[tuple[Role, str], ...] = (
    (Role.OWNER, "owns the programme and closed the dialogue"),
    (Role.OFFICER, "runs the procurement and writes the recommendation"),
    (Role.EVALUATOR, "marks the offers"),
    (Role.MODERATOR, "leads moderation and records the agreed marks"),
    (Role.APPROVER, "approves the recommendation"),
    (Role.ASSURANCE_REVIEWER, "reviews the gates"),
    (Role.REPRESENTATION_REVIEWER, "decides representations"),
)
"""Whose part in the decision a notice names, by role and post (regulation 24(d))."""


MAY_BE_REFINED = (
    "These criteria may be refined until final tenders are invited: weights, minima, questions, guidance, points to "
    "cover, limits of words and the order of the rules that separate equal totals. A refinement is published with its "
    "reason, every bidder is told, and none is made by which a provider that was eliminated would have survived."
)


def description(session: Session, procurement: Procurement) -> str:
    """Say what care is bought, for whom, and which steps of care it covers."""
    lines = [procurement.summary]
    if procurement.care_group:
        served = f", for a population of {procurement.population:,}" if procurement.population else ""
        lines.append(f"Care group: {procurement.care_group}{served}.")
    by_pathway: dict[str, list[str]] = {}
    for element in list_elements(session, procurement.id):
        by_pathway.setdefault(element.pathway, []).append(element.name)
    lines += [f"{pathway}: {', '.join(names)}." for pathway, names in by_pathway.items()]
    if classified := find_classification(session, procurement.id):
        lines.append("CPV: " + "; ".join(f"{in_full(code)} {meaning}" for code, meaning in classified.cpv) + ".")
        lines.append(f"Place of delivery: {classified.region} {REGIONS[classified.region]}.")
    return "\n".join(line for line in lines if line)


def estimated_value(session: Session, procurement: Procurement) -> str:
    """Say the approximate lifetime value, where a budget is chosen, and the term."""
    value = get_contract_value(session, procurement)
    term = f"{procurement.contract_years} years"
    lines = [f"Term of the contract: {term}."]
    if value.total:
        lines.append(f"Approximate lifetime value: {format_gbp(value.total)} ({value.a_year}).")
    lines += payment_model.published_words(session, procurement)
    return "\n".join(lines)


def outcomes(session: Session, procurement: Procurement) -> str:
    """List the outcomes with their targets and weights."""
    return "\n".join(
        f"{each.name}: target {round_out(each.target, 2)}{_unit(each.unit)}, weight {percent(each.weight_percent)}"
        for each in list_outcomes(session, procurement.id)
    )


def procedure(procurement: Procurement) -> str:
    """Say by which procedure, in which stages and by which means."""
    used = get_procedure(procurement.procedure_code, procurement.procedure_version)
    return (
        f"{used.label}. {used.citation}.\n"
        "Offers are assessed in stages: selection of participants, two rounds of dialogue with a down-selection "
        "between them, and final tenders. Requests, dialogue records and tenders are electronic only."
    )


def integration_forms(procurement: Procurement) -> str:
    """List the forms of working together that a bid may propose."""
    forms = [IntegrationForm(value) for value in procurement.integration_forms]
    return "\n".join(f"{form.label}: {form.meaning}" for form in forms)


def how_to_take_part(procurement: Procurement) -> str:
    """Give the text of the call and the deadline for requests."""
    lines = [procurement.notice_text]
    if procurement.requests_due_at:
        lines.append(f"Requests to take part are sent in this service before {when(procurement.requests_due_at)}.")
    return "\n".join(lines)


def criteria(session: Session, procurement: Procurement) -> str:
    """List the award criteria as published, each with its weight in its group and in the whole."""
    tree = get_tree(session, procurement.id)

    def lines(criterion: Criterion, depth: int) -> Iterator[str]:
        said = "pass or fail"
        if criterion.is_judged:
            said = f"{percent(tree.global_weight(criterion.id))} of the whole"
        least = f", minimum {_minimum(criterion)}" if criterion.minimum is not None else ""
        yield f"{'– ' * depth}{criterion.title}: {said}{least}"
        for child in criterion.children:
            yield from lines(child, depth + 1)

    return "\n".join(line for criterion in tree.criteria for line in lines(criterion, 0))


def assessment(session: Session, procurement: Procurement) -> str:
    """Say how marks are given, how price is compared, what decides the down-selection and what breaks a tie."""
    tree = get_tree(session, procurement.id)
    scale = [f"{each.mark} {each.label}" for each in list_descriptors(session, procurement.id)]
    down_select = [row.title for row in list_criteria(session, procurement.id) if row.is_down_select]
    lines = []
    if scale:
        lines.append(f"Marks: {'; '.join(scale)}.")
    if tree.prices():
        lines.append("Price: the lowest price divided by the price offered, times 100, among the offers still in.")
    if down_select:
        lines.append(f"Between the rounds of dialogue participants are assessed on: {', '.join(down_select)}.")
    if procurement.tie_break:
        titles = {each.id: each.title for each in tree.walk()}
        rules = [
            RULE_WORDS.get(rule, f"the higher result on {titles.get(rule, rule)}") for rule in procurement.tie_break
        ]
        lines.append(f"Equal totals are separated by {', then '.join(rules)}.")
    if procurement.criteria_may_be_refined:
        lines.append(MAY_BE_REFINED)
    return "\n".join(lines)


def decision_makers(session: Session, procurement: Procurement) -> str:
    """Name the decision-makers by role and post, never by person (regulation 24(d))."""
    lines = []
    for role, part in DECIDERS:
        posts = sorted({user.job_title for user in list_holders(session, procurement.id, role) if user.job_title})
        if posts:
            lines.append(f"{role.label} ({'; '.join(posts)}): {part}.")
    return "\n".join(lines)


def _minimum(criterion: Criterion) -> str:
    if criterion.minimum is None:
        return ""
    figure = round_out(criterion.minimum, 2)
    return f"{figure} marks of {criterion.scale}" if criterion.kind is Kind.SCORED else f"{figure}%"


def _unit(unit: str) -> str:
    return unit if unit == "%" else f" {unit}"


def described(session: Session, organisation: Organisation) -> str:
    """Name a supplier with its number and size, as far as it keeps them in its profile."""
    profile = find_profile(session, organisation.id)
    if profile is None:
        return organisation.name
    numbers = (
        ("company number", profile.company_number), ("charity number", profile.charity_number),
        ("ODS code", profile.ods_code),
    )  # fmt: skip
    told = [f"{name} {number}" for name, number in numbers if number]
    told.append("a small or medium-sized enterprise" if profile.is_sme else "not a small or medium-sized enterprise")
    if profile.is_vcse:
        told.append("a value-driven non-governmental organisation that reinvests its surpluses")
    lines = [f"{organisation.name}: {'; '.join(told)}"]
    if profile.address:
        lines.append(f"Address: {', '.join(profile.address.split(chr(10)))}")
    return "\n".join(lines)
