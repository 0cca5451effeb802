"""The outcomes the provider is paid for: what is measured, from where to where, and what each counts for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.contracts.outcomes import Rule
from assurance.domain.errors import InvalidInput
from assurance.persistence.models import Definition, Outcome, Procurement
from assurance.persistence.queries.planning import get_outcome, next_position
from assurance.services import audit
from assurance.services.planning.draft import hundredths, line, revise

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Terms:
    """What one outcome is measured and paid by, checked."""

    name: str
    unit: str
    weight_percent: Decimal
    rule: Rule
    baseline: Decimal | None
    threshold: Decimal | None
    target: Decimal


def add_outcome(
    session: Session,
    *,
    procurement: Procurement,
    code: str,
    name: str,
    weight_percent: Decimal,
    rule: str,
    target: Decimal,
    actor: Actor,
    now: datetime,
    baseline: Decimal | None = None,
    threshold: Decimal | None = None,
    unit: str = "%",
    definition: Definition | None = None,
) -> Outcome:
    """Add an indicator on which part of the payment depends; weights must sum to 100 before the market sees them."""
    revise(procurement)
    code = code.strip()
    if not _CODE.fullmatch(code):
        raise InvalidInput("code", "Enter a short name of letters, figures, dots and dashes, such as prom-knee")
    taken = select(Outcome).where(Outcome.procurement_id == procurement.id, Outcome.code == code)
    if session.scalar(taken) is not None:
        raise InvalidInput("code", f"“{code}” is already used for another outcome")
    terms = _checked(name, unit, weight_percent, rule, baseline, threshold, target)
    outcome = Outcome(
        procurement_id=procurement.id, code=code, position=next_position(session, Outcome, procurement.id),
    )  # fmt: skip
    _write(outcome, terms)
    _bind(outcome, definition)
    session.add(outcome)
    _record(session, "outcome:added", outcome, procurement, actor, now)
    return outcome


def edit_outcome(
    session: Session,
    *,
    procurement: Procurement,
    code: str,
    name: str,
    weight_percent: Decimal,
    rule: str,
    target: Decimal,
    actor: Actor,
    now: datetime,
    baseline: Decimal | None = None,
    threshold: Decimal | None = None,
    unit: str = "%",
    definition: Definition | None = None,
) -> Outcome:
    """Change an indicator; its code stays."""
    revise(procurement)
    outcome = get_outcome(session, procurement.id, code)
    _write(outcome, _checked(name, unit, weight_percent, rule, baseline, threshold, target))
    _bind(outcome, definition)
    _record(session, "outcome:changed", outcome, procurement, actor, now)
    return outcome


def remove_outcome(session: Session, *, procurement: Procurement, code: str, actor: Actor, now: datetime) -> None:
    """Take an indicator out of the programme."""
    revise(procurement)
    session.delete(get_outcome(session, procurement.id, code))
    audit.record(session, tag="outcome:removed", actor=actor, now=now, procurement=procurement, subject=code)


def _checked(
    name: str,
    unit: str,
    weight_percent: Decimal,
    rule: str,
    baseline: Decimal | None,
    threshold: Decimal | None,
    target: Decimal,
) -> _Terms:
    if rule not in set(Rule):
        raise InvalidInput("rule", "Choose how results are paid")
    if not 0 < hundredths(weight_percent, "weight_percent") <= 100:
        raise InvalidInput("weight_percent", "Enter a weight above 0 and up to 100")
    if rule == Rule.LINEAR and threshold is None:
        raise InvalidInput("threshold", "Enter the result from which payment begins")
    if rule == Rule.LINEAR and threshold == target:
        raise InvalidInput("target", "The target must differ from the threshold: payment rises from one to the other")
    if rule == Rule.PASS_FAIL and threshold is not None:
        raise InvalidInput("threshold", "Leave this empty: all or nothing is paid at the target")
    return _Terms(
        name=line(name, "name", "Enter what is measured", 200),
        unit=line(unit, "unit", "Enter the unit, such as %", 40),
        weight_percent=weight_percent,
        rule=Rule(rule),
        baseline=None if baseline is None else hundredths(baseline, "baseline"),
        threshold=None if threshold is None else hundredths(threshold, "threshold"),
        target=hundredths(target, "target"),
    )


def _write(outcome: Outcome, terms: _Terms) -> None:
    outcome.name, outcome.unit, outcome.weight_percent = terms.name, terms.unit, terms.weight_percent
    outcome.rule, outcome.baseline = terms.rule.value, terms.baseline
    outcome.threshold, outcome.target = terms.threshold, terms.target


def _bind(outcome: Outcome, definition: Definition | None) -> None:
    """Say by which version of a definition it is measured; one that does not stand any more is not bound anew."""
    if definition is not None and definition.id != outcome.definition_id:
        if definition.procurement_id != outcome.procurement_id:
            raise InvalidInput("definition_id", "Select a definition of this programme")
        if definition.superseded_at is not None:
            raise InvalidInput("definition_id", f"{definition.label} does not stand any more: select the newer one")
    outcome.definition = definition


def _record(
    session: Session, tag: str, outcome: Outcome, procurement: Procurement, actor: Actor, now: datetime
) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=procurement, subject=outcome.code,
        name=outcome.name, weight=outcome.weight_percent, rule=outcome.rule, baseline=outcome.baseline,
        threshold=outcome.threshold, target=outcome.target,
        definition=outcome.definition.label if outcome.definition else "",
    )  # fmt: skip
