"""What a bidder says it would do to the providers of today, and in a round of the dialogue what it would cost by year.

In a round it is the bidder's own until its lead gives it to the authority; a later change takes it back until it is
given again. In the final tender it is a part of the tender, and goes into the box with the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.dialogue.outlines import why_not_written
from assurance.domain.errors import Conflict, InvalidInput, Stale
from assurance.domain.provision.price_schedule import year_field
from assurance.domain.provision.system_impact import Flow, flow_faults
from assurance.domain.stages import DIALOGUE_STAGES
from assurance.persistence.models import Bid, ImpactStatement
from assurance.persistence.queries import system_impact as queries
from assurance.persistence.queries.system_impact import TENDER_ROUND
from assurance.services import audit
from assurance.services.bids.own import hold_tender
from assurance.services.dialogue.owning import CHANGED, demand_own, print_of


def round_of(bid: Bid) -> int:
    """Return the round in which a bidder would state something now; 0 is the final tender."""
    return DIALOGUE_STAGES.get(bid.procurement.stage, TENDER_ROUND)


def save_impact(
    session: Session, *, bid: Bid, given: Sequence[Flow], years: Sequence[Decimal] | None, actor: Actor, now: datetime,
    version: int | None = None,
) -> ImpactStatement:  # fmt: skip
    """Keep what a bidder states; `version` is the one the person saw, 0 when nothing was kept.

    `years` are the indicative prices of a round, one for each contract year; None in the final tender.
    """
    round = round_of(bid)
    _hold(session, bid, round, Permission.BID_WRITE, actor, now)
    kept = queries.find_statement(session, bid.id, round)
    if version is not None and version != (kept.version if kept else 0):
        raise Stale(CHANGED)
    _check(session, bid, given, None if round == TENDER_ROUND else list(years or ()))
    row = kept or ImpactStatement(bid_id=bid.id, round=round)
    row.flows = _as_rows(given)
    row.years = None if round == TENDER_ROUND else tuple(years or ())
    row.stated_at, row.stated_by_id = None, None
    row.updated_at, row.updated_by_id = now, actor.user_id
    session.add(row)
    session.flush()
    _record(session, "impact:saved", bid, row, actor, now)
    return row


def state_impact(
    session: Session, *, bid: Bid, actor: Actor, now: datetime, version: int | None = None
) -> ImpactStatement:
    """Give what is kept for the round to the authority, as the bidder's lead."""
    round = round_of(bid)
    if round == TENDER_ROUND:
        raise Conflict("In the final tender this is given with the whole tender, when it is submitted")
    _hold(session, bid, round, Permission.BID_SUBMIT, actor, now)
    row = queries.find_statement(session, bid.id, round)
    if row is None:
        raise Conflict("Write what you would do to the providers of today first")
    if version is not None and version != row.version:
        raise Conflict(CHANGED)
    if row.stated_at is not None:
        raise Conflict("This is given to the authority already")
    row.stated_at, row.stated_by_id = now, actor.user_id
    session.flush()
    _record(session, "impact:stated", bid, row, actor, now)
    return row


def lacking(session: Session, bid: Bid) -> Iterator[str]:
    """Name the providers of today of which the final tender does not say what it would do to them."""
    stated = {each.incumbent for each in queries.flows(queries.find_statement(session, bid.id, TENDER_ROUND))}
    for each in queries.list_incumbents(session, bid.procurement_id):
        if each.code not in stated:
            yield each.name


def _hold(session: Session, bid: Bid, round: int, permission: Permission, actor: Actor, now: datetime) -> None:
    if round == TENDER_ROUND:
        hold_tender(session, bid, actor, now)
        return
    demand_own(bid, actor, permission)
    if why := why_not_written(bid.procurement.stage, bid.stage):
        raise Conflict(why)


def _check(session: Session, bid: Bid, given: Sequence[Flow], years: list[Decimal] | None) -> None:
    known = {each.code: each for each in queries.providers(queries.list_incumbents(session, bid.procurement_id))}
    for flow in given:
        if flow.incumbent not in known:
            raise InvalidInput("flows", "A provider is no longer in the ledger. Open the page again")
        for fault in flow_faults(known[flow.incumbent], flow):
            raise InvalidInput(f"{fault.path}_{flow.incumbent}", fault.message)
    if years is None:
        return
    if len(years) != bid.procurement.contract_years:
        raise InvalidInput(year_field(1), f"Enter a price for each of the {bid.procurement.contract_years} years")
    for at, price in enumerate(years, start=1):
        if price <= 0:
            raise InvalidInput(year_field(at), "Enter a price above 0")


def _record(session: Session, tag: str, bid: Bid, row: ImpactStatement, actor: Actor, now: datetime) -> None:
    """Put it on record by a digest: the trail is read by more people than the figures."""
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id, round=row.round,
        digest=print_of(repr(row.flows), repr(row.years)),
    )  # fmt: skip


def _as_rows(given: Sequence[Flow]) -> list[dict[str, str]]:
    """Write flows as they are kept and sealed."""
    return [
        {
            "incumbent": each.incumbent, "displaced": str(each.displaced), "stranded": str(each.stranded),
            "mitigation": str(each.mitigation), "words": each.words,
        }
        for each in given
    ]  # fmt: skip
