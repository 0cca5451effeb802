"""For which of its contracts a lead provider owes results now; asked for many at once, in a few questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.contracts.periods import quarters_over
from assurance.domain.deadlines import LONDON
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Contract, ContractAmendment, ContractIndicator, ContractReport

Key = tuple[int, int, str, str]


def count_owed(session: Session, bids: Iterable[Bid], now: datetime) -> dict[int, int]:
    """Count the results still to be reported for each bid whose service runs, by the id of the bid."""
    live = [each.id for each in bids if each.stage is BidStage.LIVE]
    if not live:
        return {}
    contracts = list(session.scalars(select(Contract).where(Contract.bid_id.in_(live))))
    ids = [each.id for each in contracts]
    reported, amended, codes = _reported(session, ids), _amended(session, ids), _indicators(session, ids)
    today = now.astimezone(LONDON).date()
    found = {}
    for contract in contracts:
        schedules = amended.get(contract.id, contract.schedules)
        asked = [("outcome", each["code"]) for each in schedules["outcomes"]]
        asked += [("indicator", code) for code in codes[contract.id]]
        owed = {
            (quarter.year, quarter.number, kind, code)
            for quarter in quarters_over(contract.starts_on, len(schedules["payment"]), today)
            for kind, code in asked
        }
        found[contract.bid_id] = len(owed - reported[contract.id])
    return found


def _reported(session: Session, ids: list[int]) -> dict[int, set[Key]]:
    query = select(ContractReport).where(ContractReport.contract_id.in_(ids), ContractReport.decision != "queried")
    found: dict[int, set[Key]] = defaultdict(set)
    for each in session.scalars(query):
        found[each.contract_id].add((each.year, each.quarter, each.kind, each.code))
    return found


def _amended(session: Session, ids: list[int]) -> dict[int, dict[str, list[dict[str, str]]]]:
    query = select(ContractAmendment).where(
        ContractAmendment.contract_id.in_(ids), ContractAmendment.decision == "approved"
    )
    rows = session.scalars(query.order_by(ContractAmendment.schedules_version))
    return {each.contract_id: each.schedules for each in rows}


def _indicators(session: Session, ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for each in session.scalars(select(ContractIndicator).where(ContractIndicator.contract_id.in_(ids))):
        found[each.contract_id].append(each.code)
    return found
