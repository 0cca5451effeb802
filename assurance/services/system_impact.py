"""The ledger of effects on the providers of today: who they are, or why nobody loses, and what each bid does to them.

The list is settled before final tenders are asked for, because every tender says what it does to each of them.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage
from assurance.persistence.models import ImpactScope, Incumbent, Procurement
from assurance.persistence.queries import system_impact as queries
from assurance.services import audit, stages
from assurance.services.permission import demand

STAGES = (
    Stage.PLANNING, Stage.ENGAGEMENT, Stage.CHECKPOINT_1, Stage.CALL, Stage.SELECTION, Stage.DIALOGUE_1,
    Stage.DIALOGUE_2, Stage.DIALOGUE_CLOSED,
)  # fmt: skip
"""Stages in which the ledger may still change: those after which bidders can still answer what is in it."""
SHORTEST_REASON = 20


def save_incumbent(
    session: Session, *, procurement: Procurement, name: str, income: Decimal, result: Decimal, dependents: str,
    actor: Actor, now: datetime, row: Incumbent | None = None, version: int | None = None,
) -> Incumbent:  # fmt: skip
    """Register a provider of today, or change one; a statement that nobody loses no longer holds then.

    `version` is the row's as the person saw it.
    """
    _demand(procurement, actor, "register a provider of today")
    if row is not None and version is not None and version != row.version:
        raise Conflict("A colleague changed this provider after you opened the page")
    name = _checked(session, procurement, name, income, row)
    if row is None:
        row = Incumbent(procurement_id=procurement.id, code=_next_code(session, procurement))
    row.name, row.income_amount, row.result_amount, row.dependents = name, income, result, dependents.strip()
    session.add(row)
    if (scope := queries.find_scope(session, procurement.id)) is not None:
        session.delete(scope)
    session.flush()
    audit.record(
        session, tag="incumbent:saved", actor=actor, now=now, procurement=procurement, subject=row.code, name=name,
        income=income, result=result, dependents=row.dependents,
    )  # fmt: skip
    return row


def remove_incumbent(session: Session, *, row: Incumbent, actor: Actor, now: datetime) -> None:
    """Take a provider out of the ledger."""
    procurement = session.get_one(Procurement, row.procurement_id)
    _demand(procurement, actor, "take a provider out of the ledger")
    session.delete(row)
    audit.record(
        session, tag="incumbent:removed", actor=actor, now=now, procurement=procurement, subject=row.code,
        name=row.name,
    )  # fmt: skip


def state_nobody_loses(
    session: Session, *, procurement: Procurement, reason: str, actor: Actor, now: datetime
) -> ImpactScope:
    """Put on record that no provider of today loses by the programme, and why; checkpoint 1 tests it."""
    _demand(procurement, actor, "say that nobody loses by the programme")
    if queries.list_incumbents(session, procurement.id):
        raise Conflict("Providers of today are registered. Take them out of the ledger first, or leave them")
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput("reason", f"Say in at least {SHORTEST_REASON} characters why no provider loses income")
    scope = queries.find_scope(session, procurement.id) or ImpactScope(procurement_id=procurement.id)
    scope.reason, scope.stated_by_id, scope.stated_at = reason.strip(), actor.user_id, now
    session.add(scope)
    audit.record(session, tag="impact:nobody-loses", actor=actor, now=now, procurement=procurement, reason=scope.reason)
    return scope


def _demand(procurement: Procurement, actor: Actor, act: str) -> None:
    demand(actor, Permission.PROCUREMENT_PLAN, procurement, act=act)
    stages.require(procurement, *STAGES, act="Change the ledger of effects on other providers")


def _checked(session: Session, procurement: Procurement, name: str, income: Decimal, row: Incumbent | None) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidInput("name", "Enter the name of the provider")
    others = [each for each in queries.list_incumbents(session, procurement.id) if each is not row]
    if name.casefold() in {each.name.casefold() for each in others}:
        raise InvalidInput("name", "This provider is in the ledger already")
    if income <= 0:
        raise InvalidInput("income", "Enter what it has from the programme in a year, more than 0")
    return name


def _next_code(session: Session, procurement: Procurement) -> str:
    used = [int(each.code.removeprefix("I-")) for each in queries.list_incumbents(session, procurement.id)]
    return f"I-{max(used, default=0) + 1:02}"
