"""What a provider says of itself once for all bids: who it is, where, how large."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, Stale
from assurance.domain.money import pounds
from assurance.persistence.models import SupplierProfile
from assurance.persistence.queries.suppliers import get_profile
from assurance.services import audit
from assurance.services.suppliers.own import lead
from assurance.services.suppliers.registration import checked_number

FIELDS = (
    "company_number", "charity_number", "ods_code", "address", "is_sme", "is_vcse", "annual_turnover_amount",
)  # fmt: skip
_CHARITY = re.compile(r"(?:SC|NIC)?[0-9]{5,8}", re.ASCII)
_ODS = re.compile(r"[A-Z0-9]{3,10}", re.ASCII)


def update_profile(
    session: Session,
    *,
    company_number: str,
    charity_number: str,
    ods_code: str,
    address: str,
    is_sme: bool,
    is_vcse: bool,
    annual_turnover_amount: Decimal | None,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> SupplierProfile:
    """Rewrite the profile as the organisation's lead; the audit trail keeps what each changed field was before.

    The name stays: contracts and bids rest on it, and a new one is a new registration.
    """
    lead(actor)
    profile = get_profile(session, actor.organisation_id)
    if version is not None and version != profile.version:
        raise Stale("A colleague changed the profile after you opened the page")
    before = {name: getattr(profile, name) for name in FIELDS}
    profile.company_number = checked_number(company_number)
    profile.charity_number = _code(charity_number, "charity_number", _CHARITY, "Enter the number as on the register")
    profile.ods_code = _code(ods_code, "ods_code", _ODS, "Enter the code in 3 to 10 letters and figures, like RNS01")
    profile.address = address.strip()
    profile.is_sme, profile.is_vcse = is_sme, is_vcse
    profile.annual_turnover_amount = _turnover(annual_turnover_amount)
    profile.updated_at, profile.updated_by_id = now, actor.user_id
    changed = [name for name in FIELDS if getattr(profile, name) != before[name]]
    audit.record(
        session, tag="organisation:profile-changed", actor=actor, now=now, subject=str(actor.organisation_id),
        old={name: before[name] for name in changed}, new={name: getattr(profile, name) for name in changed},
    )  # fmt: skip
    return profile


def _code(typed: str, field: str, shape: re.Pattern[str], message: str) -> str:
    compact = "".join(typed.split()).upper()
    if compact and not shape.fullmatch(compact):
        raise InvalidInput(field, message)
    return compact


def _turnover(amount: Decimal | None) -> Decimal | None:
    if amount is None:
        return None
    try:
        found = pounds(amount)
    except InvalidInput as refused:
        raise InvalidInput("annual_turnover_amount", refused.message) from refused
    if found < 0:
        raise InvalidInput("annual_turnover_amount", "The annual turnover must not be negative")
    return found
