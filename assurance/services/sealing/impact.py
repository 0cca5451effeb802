"""What a tender does to the providers of today, between its row and the part that is put in the box.

A provider goes by its name, as it stands in the ledger that is published.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assurance.domain.tenderbox.parts import IMPACT, Part
from assurance.persistence.models import Bid, ImpactStatement
from assurance.persistence.queries.system_impact import TENDER_ROUND, find_statement, list_incumbents


def parts_of(session: Session, bid: Bid) -> Iterator[Part]:
    """Write the effects as one part; nothing where none is stated."""
    statement = find_statement(session, bid.id, TENDER_ROUND)
    if statement is None:
        return
    names = {each.code: each.name for each in list_incumbents(session, bid.procurement_id)}
    content = [{**flow, "name": names[flow["incumbent"]]} for flow in statement.flows if flow["incumbent"] in names]
    yield Part(IMPACT, "impact", "Effects on other providers", content)


def read(session: Session, bid: Bid, part: Part, *, by_id: int, at: datetime) -> Iterator[ImpactStatement]:
    """Read such a part back as a row, as of a person and an instant."""
    flows = [{key: value for key, value in each.items() if key != "name"} for each in part.content]
    yield ImpactStatement(bid_id=bid.id, round=TENDER_ROUND, flows=flows, updated_at=at, updated_by_id=by_id)


def wipe(session: Session, bid: Bid) -> None:
    """Delete what the tender says; what was stated in rounds of the dialogue stays with the authority."""
    session.execute(
        delete(ImpactStatement).where(ImpactStatement.bid_id == bid.id, ImpactStatement.round == TENDER_ROUND)
    )
