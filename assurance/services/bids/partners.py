"""Who delivers the care with the lead provider, on what terms, and in which form they are bound to each other."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.provision.partners import Partner, checked
from assurance.persistence.models import Bid, Subcontractor
from assurance.persistence.queries.bids import get_parts
from assurance.services import audit
from assurance.services.bids.own import check_version, hold_tender


def set_integration_form(
    session: Session, *, bid: Bid, form: IntegrationForm, actor: Actor, now: datetime, was: str | None = None
) -> Bid:
    """Choose the form in which the providers work together, among those the procurement allows.

    `was` is the one the person was shown, empty for none: another that a colleague chose meanwhile is told first.
    """
    hold_tender(session, bid, actor, now)
    if form not in bid.procurement.integration_forms:
        raise InvalidInput("integration_form", "Select one of the forms that this procurement allows")
    if was is not None and was != bid.integration_form and bid.integration_form != form:
        chosen = IntegrationForm(bid.integration_form).label if bid.integration_form else "none of them"
        raise InvalidInput(
            "integration_form", f"A colleague chose “{chosen}” meanwhile. Save again if yours is to stand"
        )
    bid.integration_form = str(form)
    audit.record(session, tag="form:chosen", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id)
    return bid


def add_partner(session: Session, *, bid: Bid, partner: Partner, actor: Actor, now: datetime) -> Subcontractor:
    """Name a provider who delivers part of the care; all shares together are at most the whole."""
    hold_tender(session, bid, actor, now)
    terms = _columns(checked(partner, _others(session, bid), bid.organisation.name))
    row = Subcontractor(bid_id=bid.id, updated_at=now, updated_by_id=actor.user_id, **terms)
    session.add(row)
    _record(session, "partner:added", bid, actor, now)
    return row


def change_partner(
    session: Session, *, bid: Bid, name: str, partner: Partner, actor: Actor, now: datetime, version: int | None = None
) -> Subcontractor:
    """Change the terms of a partner who is named. Another name leaves the cover of care as it was: it is then told.

    `version` is the one the person was shown. Raises `Stale` when a colleague changed the terms meanwhile, `Conflict`
    when a colleague took the partner out or named it otherwise.
    """
    hold_tender(session, bid, actor, now)
    row = get_partner(session, bid, name, meanwhile=True)
    session.refresh(row)  # it may have been read before the bid was held
    check_version(version, row)
    others = [each for each in _others(session, bid) if each[0] != name]
    for column, value in _columns(checked(partner, others, bid.organisation.name)).items():
        setattr(row, column, value)
    row.updated_at, row.updated_by_id = now, actor.user_id
    _record(session, "partner:changed", bid, actor, now)
    return row


def remove_partner(
    session: Session, *, bid: Bid, name: str, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Take a partner out of the tender, unless its terms changed after the person saw them (see `change_partner`)."""
    hold_tender(session, bid, actor, now)
    row = get_partner(session, bid, name)
    check_version(version, row)
    session.delete(row)
    _record(session, "partner:removed", bid, actor, now)


def get_partner(session: Session, bid: Bid, name: str, *, meanwhile: bool = False) -> Subcontractor:
    """Return the partner of this name, or raise `NotFound`; `Conflict` when a person saw it there: `meanwhile`."""
    found = next((each for each in get_parts(session, bid.id).subcontractors if each.name == name), None)
    if found is None and meanwhile:
        raise Conflict(
            f"A colleague took {name or 'the partner'} out of the tender, or gave it another name, meanwhile"
        )
    if found is None:
        raise NotFound("There is no such partner in this tender")
    return found


def _others(session: Session, bid: Bid) -> list[tuple[str, Decimal]]:
    return [(each.name, each.share_percent) for each in get_parts(session, bid.id).subcontractors]


def _columns(partner: Partner) -> dict[str, Any]:
    return asdict(partner) | {
        "role": partner.role.value,
        "payment_basis": partner.payment_basis.value,
        "payment_days": Decimal(partner.payment_days),
    }


def _record(session: Session, tag: str, bid: Bid, actor: Actor, now: datetime) -> None:
    audit.record(session, tag=tag, actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id)
