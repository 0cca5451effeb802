"""What a procurement is searched by: codes, place, and the number of the authority; all of it goes into its notices."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.domain.ocds.cpv import read_codes
from assurance.domain.ocds.regions import REGIONS
from assurance.persistence.models import AuthorityNumber, Classification, Procurement
from assurance.persistence.queries.classification import find_classification, find_number
from assurance.services import audit
from assurance.services.planning.draft import revise

SCHEMES = (
    ("GB-PPON", re.compile(r"[A-Z]{4}-[0-9]{4}-[A-Z]{4}")),
    ("GB-NHS", re.compile(r"[A-Z0-9]{3,5}")),
)
"""Registers of authorities: the Find a Tender service, and the Organisation Data Service of the NHS."""


def classify(
    session: Session,
    *,
    procurement: Procurement,
    codes: str,
    region: str,
    number: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Give the procurement its codes and place, and its authority its number, which other procurements share."""
    revise(procurement, version)
    found = [list(each) for each in read_codes(codes)]
    if region not in REGIONS:
        raise InvalidInput("region", "Select where care is delivered")
    row = find_classification(session, procurement.id)
    before = {"cpv": row.cpv, "region": row.region} if row else None
    if row is None:
        row = Classification(procurement_id=procurement.id)
        session.add(row)
    row.cpv, row.region = found, region
    audit.record(
        session, tag="classification:changed", actor=actor, now=now, procurement=procurement, old=before,
        new={"cpv": found, "region": region},
    )  # fmt: skip
    _set_number(session, procurement, number, actor, now)


def _set_number(session: Session, procurement: Procurement, number: str, actor: Actor, now: datetime) -> None:
    typed = number.strip().upper()
    scheme = next((scheme for scheme, form in SCHEMES if form.fullmatch(typed)), "")
    if typed and not scheme:
        raise InvalidInput("number", "Enter an ODS code, such as QPM, or a number such as PABC-1234-DEFG")
    row = find_number(session, procurement.organisation_id)
    if typed == (row.number if row else ""):
        return
    audit.record(
        session, tag="authority-number:changed", actor=actor, now=now, procurement=procurement,
        old=row.number if row else "", new=typed,
    )  # fmt: skip
    if not typed:
        session.delete(row)
    elif row is None:
        session.add(AuthorityNumber(organisation_id=procurement.organisation_id, scheme=scheme, number=typed))
    else:
        row.scheme, row.number = scheme, typed
