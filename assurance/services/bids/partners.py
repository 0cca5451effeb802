"""Who delivers the care with the lead provider, and in which form they are bound to each other."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, NotFound
from assurance.domain.money import plain
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.models import Bid, Subcontractor
from assurance.persistence.queries.bids import get_parts
from assurance.services import audit
from assurance.services.bids.own import hold_tender

_WHOLE = Decimal(100)


def set_integration_form(session: Session, *, bid: Bid, form: IntegrationForm, actor: Actor, now: datetime) -> Bid:
    """Choose the form in which the providers work together, among those the procurement allows."""
    hold_tender(session, bid, actor, now)
    if form not in bid.procurement.integration_forms:
        raise InvalidInput("integration_form", "Select one of the forms that this procurement allows")
    bid.integration_form = str(form)
    audit.record(session, tag="form:chosen", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id)
    return bid


def add_subcontractor(
    session: Session,
    *,
    bid: Bid,
    name: str,
    delivers: str,
    payment_basis: str,
    share_percent: Decimal,
    has_no_exclusion_ground: bool,
    actor: Actor,
    now: datetime,
) -> Subcontractor:
    """Name a provider who delivers part of the care; all shares together are at most the whole."""
    hold_tender(session, bid, actor, now)
    name = _line(name, "name", "Enter the name of the subcontractor", 200)
    if not (share_percent.is_finite() and 0 < share_percent <= _WHOLE) or share_percent * 100 % 1:
        raise InvalidInput("share_percent", "The share must be more than 0 and at most 100 per cent, to two places")
    named = get_parts(session, bid.id)
    if any(each.name.casefold() == name.casefold() for each in named.subcontractors):
        raise InvalidInput("name", "This subcontractor is already named; remove it first to change it")
    if named.subcontracted_percent + share_percent > _WHOLE:
        left = _WHOLE - named.subcontracted_percent
        raise InvalidInput("share_percent", f"The shares would be more than 100 per cent; {plain(left)} is left")
    partner = Subcontractor(
        bid_id=bid.id, name=name,
        delivers=_line(delivers, "delivers", "Enter what the subcontractor delivers", 300),
        payment_basis=_line(payment_basis, "payment_basis", "Enter how the subcontractor is paid", 60),
        share_percent=share_percent, has_no_exclusion_ground=has_no_exclusion_ground,
    )  # fmt: skip
    session.add(partner)
    audit.record(
        session, tag="subcontractor:added", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id
    )
    return partner


def remove_subcontractor(session: Session, *, bid: Bid, name: str, actor: Actor, now: datetime) -> None:
    """Take a subcontractor out of the tender."""
    hold_tender(session, bid, actor, now)
    found = next((each for each in get_parts(session, bid.id).subcontractors if each.name == name), None)
    if found is None:
        raise NotFound("There is no such subcontractor in this tender")
    session.delete(found)
    audit.record(
        session, tag="subcontractor:removed", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id
    )


def _line(text: str, field: str, message: str, longest: int) -> str:
    line = " ".join(text.split())
    if not line:
        raise InvalidInput(field, message)
    if len(line) > longest:
        raise InvalidInput(field, f"This must be {longest} characters or fewer")
    return line
