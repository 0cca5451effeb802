"""Procurements for lists and for the hub page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select
from sqlalchemy.orm import Session, lazyload, load_only

from assurance.domain.authority.roles import Role
from assurance.domain.award.returns import MOVES
from assurance.domain.stages import PATH, Stage
from assurance.persistence.models import AuditEvent, Procurement, RoleAssignment, StageChange, User
from assurance.persistence.queries.finding import containing
from assurance.persistence.queries.trail import told

PAGE = 50
"""Procurements that my work shows at once."""
_DUE = case(
    (Procurement.stage == Stage.SCORING, func.coalesce(Procurement.marks_due_at, Procurement.next_due_at)),
    else_=Procurement.next_due_at,
)
"""What `Procurement.due_at` says."""
_NEXT_DUE = (_DUE.is_(None), _DUE, Procurement.reference.desc())
ORDERS: dict[str, ColumnElement[Any]] = {
    "reference": Procurement.reference.expression,
    "title": func.lower(Procurement.title),
    "stage": case({each.value: number for number, each in enumerate(Stage)}, value=cast(Procurement.stage, String)),
    "due": _DUE,
}
"""What procurements can be sorted by; stages in the order they are passed."""


def count_of_person(session: Session, user_id: int, *, words: Iterable[str] = (), stage: Stage | None = None) -> int:
    """Count the procurements a person takes part in that have all the words, and are at a stage where one is given."""
    return session.scalar(select(func.count()).select_from(_of_person(user_id, words, stage).subquery())) or 0


def list_of_person(
    session: Session, user_id: int, *, words: Iterable[str] = (), stage: Stage | None = None,
    order: tuple[str, bool] = ("", False), begin: int = 0, size: int | None = None,
) -> list[tuple[Procurement, list[str]]]:  # fmt: skip
    """List the same with the labels of the person's roles: all of them, or a part.

    Next due first, or by a key of `ORDERS`, the largest first where `order` says so; what has no value comes last.
    """
    key, down = order
    by = [ORDERS[key].is_(None), ORDERS[key].desc() if down else ORDERS[key]] if key else []
    query = _of_person(user_id, words, stage).order_by(*by, *_NEXT_DUE).offset(begin).limit(size)
    found = session.scalars(query).all()
    roles: dict[int, list[str]] = {}
    held = select(RoleAssignment.procurement_id, RoleAssignment.role).where(RoleAssignment.user_id == user_id)
    if size is not None:
        held = held.where(RoleAssignment.procurement_id.in_([each.id for each in found]))
    for procurement_id, role in session.execute(held.order_by(RoleAssignment.id)):
        roles.setdefault(procurement_id, []).append(role.label)
    return [(each, roles[each.id]) for each in found]


_AT_A_GLANCE = (
    load_only(
        Procurement.reference, Procurement.title, Procurement.stage, Procurement.procedure_code,
        Procurement.procedure_version, Procurement.tenders_due_at, Procurement.marks_due_at, Procurement.next_due_at,
        Procurement.price_opens_after_quality, Procurement.prices_opened_at,
    ),
    lazyload(Procurement.organisation),
)  # fmt: skip


def list_at_a_glance(session: Session, user_id: int) -> list[Procurement]:
    """List all of them, next due first, with no more than shows what waits in each: there may be a thousand."""
    return list(session.scalars(_of_person(user_id, (), None).order_by(*_NEXT_DUE).options(*_AT_A_GLANCE)))


def _of_person(user_id: int, words: Iterable[str], stage: Stage | None) -> Select[Procurement]:
    query = select(Procurement).where(Procurement.id.in_(_takes_part(user_id)))
    query = query.where(containing(words, Procurement.reference, Procurement.title)) if words else query
    return query.where(Procurement.stage == stage) if stage else query


def roles_by_procurement(session: Session, user_id: int) -> dict[int, frozenset[Role]]:
    """Give the roles a person holds in each procurement, by its identity."""
    held: dict[int, set[Role]] = {}
    asked = select(RoleAssignment.procurement_id, RoleAssignment.role).where(RoleAssignment.user_id == user_id)
    for procurement_id, role in session.execute(asked):
        held.setdefault(procurement_id, set()).add(role)
    return {procurement_id: frozenset(roles) for procurement_id, roles in held.items()}


def list_stages(session: Session, ids: Collection[int], organisation_id: int) -> dict[int, Stage]:
    """Give the stage of each of these procurements that is of this authority, by its identity."""
    query = select(Procurement.id, Procurement.stage).where(
        Procurement.id.in_(ids), Procurement.organisation_id == organisation_id
    )
    return {procurement_id: stage for procurement_id, stage in session.execute(query)}


def _takes_part(user_id: int) -> Select[int]:
    return select(RoleAssignment.procurement_id).where(RoleAssignment.user_id == user_id).distinct()


def list_changes(session: Session, procurement_id: int) -> list[StageChange]:
    """List the moves a procurement has made, first to last."""
    return list(
        session.scalars(
            select(StageChange).where(StageChange.procurement_id == procurement_id).order_by(StageChange.id)
        )
    )


def find_last_return(session: Session, procurement_id: int) -> datetime | None:
    """Find when the procurement last went back to an earlier step, or None."""
    returned = (StageChange.procurement_id == procurement_id, StageChange.trigger.in_(MOVES))
    return session.scalar(select(StageChange.at).where(*returned).order_by(StageChange.id.desc()).limit(1))


def list_people(session: Session, procurement_id: int) -> list[RoleAssignment]:
    """List who holds which role."""
    found = session.scalars(select(RoleAssignment).where(RoleAssignment.procurement_id == procurement_id)).all()
    return sorted(found, key=lambda given: (given.user.name, given.role))


def list_colleagues(session: Session, organisation_id: int) -> list[User]:
    """List the active people of an authority by name."""
    return list(
        session.scalars(select(User).where(User.organisation_id == organisation_id, User.is_active).order_by(User.name))
    )


def list_audit(
    session: Session, procurement_id: int, *, page: int, size: int, tells_low_bids: bool = True
) -> tuple[list[AuditEvent], dict[int, str], bool]:
    """List one page of audit entries, newest first, the names of their actors, and whether there are more.

    Only what `trail.told` lets a reader be shown.
    """
    found = session.scalars(
        select(AuditEvent)
        .where(told(session, procurement_id, tells_low_bids=tells_low_bids))
        .order_by(AuditEvent.seq.desc())
        .offset((page - 1) * size)
        .limit(size + 1)
    ).all()
    shown = list(found[:size])
    ids = {event.actor_id for event in shown if event.actor_id is not None}
    names = session.execute(select(User.id, User.name).where(User.id.in_(ids))).all()
    return shown, {user_id: name for user_id, name in names}, len(found) > size


def stage_states(stage: Stage, changes: list[StageChange]) -> list[tuple[Stage, str]]:
    """Return every stage of the path with its state on the drawn path: done, current, to come or skipped."""
    if stage is Stage.ABANDONED:
        left = changes[-1].from_stage if changes else Stage.PLANNING
        here = PATH.index(left)
        drawn = [(each, "done" if PATH.index(each) <= here else "skipped") for each in PATH]
        return [*drawn, (Stage.ABANDONED, "current")]
    here = PATH.index(stage)
    return [
        (each, "done" if index < here else "current" if index == here else "to_come") for index, each in enumerate(PATH)
    ]
