"""What a notice states of lots: which one a procurement is, which others there are, and the limit on them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from assurance.domain.award.lots import LotRule
from assurance.domain.ocds.facts import Call, OtherLot
from assurance.persistence.models import Procurement
from assurance.persistence.queries.lots import find_group_of

ONLY = "1"
"""The number of a procurement that is no lot of several: readers look for one lot even then."""


def lot_number(session: Session, procurement: Procurement) -> str:
    """Return the number of the lot that a procurement is."""
    group = find_group_of(session, procurement.id)
    return (
        next((str(lot.number) for lot in group.lots if lot.procurement_id == procurement.id), ONLY) if group else ONLY
    )


def with_lots(session: Session, procurement: Procurement, call: Call) -> Call:
    """Add the other lots of its group to a call, with how many one supplier is awarded and how that is applied."""
    group = find_group_of(session, procurement.id)
    if group is None:
        return call
    rule = LotRule(group.rule)
    others = [lot for lot in group.lots if lot.procurement_id != procurement.id]
    return replace(
        call, most_lots=group.most_lots, lots_rule=f"{rule.label}: {rule.meaning}",
        other_lots=tuple(OtherLot(str(lot.number), lot.procurement.title, lot.procurement.reference) for lot in others),
    )  # fmt: skip
