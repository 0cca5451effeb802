"""A refinement of the published criteria while it is prepared: begun, changed, explained, or discarded.

Nothing here touches the criteria in use; `versions.publish_refinement` does, and is somebody else’s act.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.evaluation import refinement as domain
from assurance.domain.evaluation.refinement import Changes
from assurance.persistence.models import CriteriaRefinement, Procurement
from assurance.persistence.queries.criteria import get_publication
from assurance.persistence.queries.criteria_versions import find_newest, find_open_refinement
from assurance.services import audit
from assurance.services.permission import demand

CHANGED = "The refinement was changed by someone else after you opened the page"
SHORTEST_REASON = 20


def why_not_refinable(session: Session, procurement: Procurement) -> str:
    """Say why the criteria cannot be refined now, or return nothing when they can."""
    if procurement.criteria_frozen_at is not None and find_newest(session, procurement.id) is None:
        return "The criteria were published before versions were kept, so there is none to refine"
    return domain.why_not_refinable(
        procurement.stage, is_allowed=procurement.criteria_may_be_refined,
        is_published=procurement.criteria_frozen_at is not None,
    )  # fmt: skip


def begin_refinement(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> CriteriaRefinement:
    """Begin a refinement of the newest version, or raise `Conflict` saying why there cannot be one."""
    demand(actor, Permission.CRITERIA_REFINE, procurement, act="refine the criteria")
    if why := why_not_refinable(session, procurement):
        raise Conflict(why, endpoint="staff.tender.versions")
    if find_open_refinement(session, procurement.id) is not None:
        raise Conflict("A refinement is open already: change that one", endpoint="staff.tender.refinement")
    row = CriteriaRefinement(
        procurement_id=procurement.id, base_digest=procurement.criteria_digest or "", changes=Changes().as_data(),
        prepared_by_id=actor.user_id, author_ids=[actor.user_id], begun_at=now,
    )  # fmt: skip
    session.add(row)
    flag_modified(procurement, "title")  # so that final tenders are not invited at the same moment
    session.flush()  # of two begun at once the second fails here
    audit.record(session, tag="refinement:begun", actor=actor, now=now, procurement=procurement)
    return row


def refine_criterion(
    session: Session,
    *,
    procurement: Procurement,
    code: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    **wanted: Any,
) -> CriteriaRefinement:
    """Say one criterion anew by the names in `REFINABLE`; what is said as published is no change."""
    row = _open(session, procurement, actor, version)
    criterion = get_publication(session, procurement).tree.find(code)
    if criterion is None:
        raise NotFound(f"There is no criterion “{code}”")
    for fault in domain.refinement_faults(criterion, wanted):
        raise InvalidInput(fault.path, fault.message)
    changes = domain.refine_criterion(Changes.from_data(row.changes), criterion, wanted)
    _keep(row, changes, actor)
    audit.record(
        session, tag="refinement:changed", actor=actor, now=now, procurement=procurement, subject=code,
        anew=changes.criteria.get(code, {}),
    )  # fmt: skip
    return row


def refine_tie_break(
    session: Session,
    *,
    procurement: Procurement,
    rules: Sequence[str],
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> CriteriaRefinement:
    """Put the published tie-break rules in another order."""
    row = _open(session, procurement, actor, version)
    for fault in domain.order_faults(procurement.tie_break, rules):
        raise InvalidInput(fault.path, fault.message)
    changes = Changes.from_data(row.changes)
    order = None if list(rules) == procurement.tie_break else tuple(rules)
    _keep(row, Changes(changes.criteria, order), actor)
    audit.record(
        session, tag="refinement:changed", actor=actor, now=now, procurement=procurement, subject="tie-break",
        rules=list(rules),
    )  # fmt: skip
    return row


def explain_refinement(
    session: Session, *, procurement: Procurement, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> CriteriaRefinement:
    """Write why the criteria are refined; it is published with them."""
    row = _open(session, procurement, actor, version)
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput("reason", f"Give the reason in at least {SHORTEST_REASON} characters: it is published")
    row.reason = reason.strip()
    _keep(row, Changes.from_data(row.changes), actor)
    audit.record(session, tag="refinement:explained", actor=actor, now=now, procurement=procurement, reason=row.reason)
    return row


def discard_refinement(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> None:
    """Close the open refinement without publishing it; it is kept, and the criteria stay as they are."""
    demand(actor, Permission.CRITERIA_REFINE, procurement, act="discard a refinement of the criteria")
    row = get_open(session, procurement)
    row.state, row.closed_at, row.closed_by_id = "discarded", now, actor.user_id
    audit.record(
        session, tag="refinement:discarded", actor=actor, now=now, procurement=procurement, changes=row.changes
    )


def get_open(session: Session, procurement: Procurement) -> CriteriaRefinement:
    """Return the open refinement, or raise `Conflict` where there is none."""
    row = find_open_refinement(session, procurement.id)
    if row is None:
        raise Conflict("No refinement of the criteria is open", endpoint="staff.tender.versions")
    return row


def _open(session: Session, procurement: Procurement, actor: Actor, version: int | None) -> CriteriaRefinement:
    """Return the open refinement for one change by a person who may make it."""
    demand(actor, Permission.CRITERIA_REFINE, procurement, act="refine the criteria")
    row = get_open(session, procurement)
    if why := why_not_refinable(session, procurement):
        raise Conflict(why)
    if version is not None and version != row.version:
        raise Conflict(CHANGED, endpoint="staff.tender.refinement")
    return row


def _keep(row: CriteriaRefinement, changes: Changes, actor: Actor) -> None:
    row.changes = changes.as_data()
    flag_modified(row, "changes")  # the version moves with every save, also one that changes nothing
    row.author_ids = sorted({*row.author_ids, actor.user_id})
