"""Lots: putting procurements together under a limit, and who is awarded which by the published way.

The limit and the way are part of what the call of every lot says: nothing changes once one of the calls is public.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.award.lots import Allocation, LotRule, RankedLot, allocate
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage, reached
from assurance.persistence.models import Lot, LotGroup, Procurement
from assurance.persistence.queries.evaluation import find_result
from assurance.persistence.queries.facts.award import CHOSEN_STAGES
from assurance.persistence.queries.lots import find_group_of
from assurance.services import audit, results
from assurance.services.permission import demand


def start_group(
    session: Session,
    *,
    procurement: Procurement,
    title: str,
    most_lots: int,
    rule: LotRule,
    number: int,
    actor: Actor,
    now: datetime,
) -> LotGroup:
    """Make a group of lots with this procurement as its first member."""
    demand(actor, Permission.PROCUREMENT_RUN, procurement, act="put lots together")
    if not title.strip():
        raise InvalidInput("title", "Enter what the lots are together")
    if not 1 <= most_lots <= 50:
        raise InvalidInput("most_lots", "Enter a number of lots from 1 to 50")
    group = LotGroup(
        public_id=str(uuid.uuid4()), organisation_id=procurement.organisation_id, title=title.strip(),
        most_lots=most_lots, rule=rule.value, created_by_id=actor.user_id, created_at=now,
    )  # fmt: skip
    session.add(group)
    session.flush()  # the id goes into the lot
    audit.record(
        session, tag="lots:started", actor=actor, now=now, procurement=procurement, subject=group.public_id,
        most_lots=most_lots, rule=rule.value,
    )  # fmt: skip
    join(session, group=group, procurement=procurement, number=number, actor=actor, now=now)
    return group


def join(
    session: Session, *, group: LotGroup, procurement: Procurement, number: int, actor: Actor, now: datetime
) -> Lot:
    """Make a procurement a numbered lot of a group, while none of its calls is public."""
    demand(actor, Permission.PROCUREMENT_RUN, procurement, act="make this a lot")
    _require_unpublished(group, procurement)
    if find_group_of(session, procurement.id) is not None:
        raise Conflict("This procurement is already a lot")
    if not 1 <= number <= 50:
        raise InvalidInput("number", "Enter the number of the lot, from 1 to 50")
    if any(lot.number == number for lot in group.lots):
        raise InvalidInput("number", f"There is already a lot {number}")
    lot = Lot(group_id=group.id, procurement_id=procurement.id, procurement=procurement, number=number)
    group.lots.append(lot)
    session.flush()
    audit.record(
        session, tag="lots:joined", actor=actor, now=now, procurement=procurement, subject=group.public_id,
        number=number,
    )  # fmt: skip
    return lot


def leave(session: Session, *, group: LotGroup, procurement: Procurement, actor: Actor, now: datetime) -> None:
    """Take a procurement out of its group, while none of its calls is public."""
    demand(actor, Permission.PROCUREMENT_RUN, procurement, act="take this lot out")
    _require_unpublished(group, procurement)
    for lot in [each for each in group.lots if each.procurement_id == procurement.id]:
        group.lots.remove(lot)
        session.delete(lot)
    audit.record(session, tag="lots:left", actor=actor, now=now, procurement=procurement, subject=group.public_id)


def is_published(group: LotGroup) -> bool:
    """Say whether the call of one of the lots is public, so that nothing of the group may change."""
    return any(_called(lot.procurement) for lot in group.lots)


def _require_unpublished(group: LotGroup, procurement: Procurement) -> None:
    if is_published(group) or _called(procurement):
        raise Conflict("The call of a lot is public, and its lots, limit and way of choosing do not change any more")
    for each in (procurement, *(lot.procurement for lot in group.lots)):
        flag_modified(each, "stage")  # a call that goes out at this instant fails, or this does


def _called(procurement: Procurement) -> bool:
    return procurement.stage is Stage.ABANDONED or reached(procurement.stage, Stage.CALL)


def in_words(session: Session, procurement: Procurement) -> str:
    """Say in a notice which lots there are and how the limit is applied; nothing where there are no lots."""
    group = find_group_of(session, procurement.id)
    if group is None:
        return ""
    rule = LotRule(group.rule)
    limit = "one lot" if group.most_lots == 1 else f"{group.most_lots} lots"
    listed = [f"Lot {lot.number}: {lot.procurement.title} ({lot.procurement.reference})" for lot in group.lots]
    return "\n".join(
        [*listed, f"A provider may bid for any lot and is awarded at most {limit}. {rule.label}: {rule.meaning}"]
    )


def waiting_for(session: Session, group: LotGroup) -> list[Lot]:
    """List the lots whose ranking is not confirmed yet; an abandoned one is waited for no more."""
    return [
        lot
        for lot in group.lots
        if lot.procurement.stage is not Stage.ABANDONED and find_result(session, lot.procurement_id) is None
    ]


def allocation(session: Session, group: LotGroup) -> Allocation:
    """Award the lots by their confirmed rankings, of the bids that still take part, by the published way.

    A lot whose recommendation is approved is settled, as long as the bid that it prefers takes part.
    Raises `Conflict` while a ranking is not confirmed.
    """
    if missing := waiting_for(session, group):
        named = ", ".join(f"lot {lot.number}" for lot in missing)
        raise Conflict(
            f"The limit on lots is applied to all of them together. The ranking is not confirmed for {named}"
        )
    ranked = [_ranked(session, lot) for lot in group.lots if lot.procurement.stage is not Stage.ABANDONED]
    return allocate(ranked, group.most_lots, LotRule(group.rule))


def passed_over(session: Session, procurement: Procurement) -> dict[int, str]:
    """Return the organisations that may not be awarded this lot because of the limit, each with the reason."""
    group = find_group_of(session, procurement.id)
    if group is None:
        return {}
    number = next(lot.number for lot in group.lots if lot.procurement_id == procurement.id)
    return {int(each.bidder): each.why for each in allocation(session, group).passed if each.lot == number}


def _ranked(session: Session, lot: Lot) -> RankedLot:
    ranked = results.ranked_bids(session, lot.procurement)
    return RankedLot(
        lot.number,
        tuple((str(bid.organisation_id), Decimal(entry.get("total") or 0)) for bid, entry in ranked),
        awarded=next((str(bid.organisation_id) for bid, _ in ranked if bid.stage in CHOSEN_STAGES), None),
    )


def bidder_names(session: Session, group: LotGroup) -> dict[str, str]:
    """Return the names of the bidders that are ranked in a lot, as the allocation names them."""
    return {
        str(bid.organisation_id): bid.organisation.name
        for lot in group.lots
        if find_result(session, lot.procurement_id) is not None
        for bid, _ in results.ranked_bids(session, lot.procurement)
    }
