"""Records for the schedule of one procurement and for the list of what falls due over many."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assurance.domain.award.returns import MOVES, holds_open
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import NotFound
from assurance.domain.retention.classes import DOCUMENTS, Kind
from assurance.domain.retention.schedule import Ends, Open, contract_ends
from assurance.domain.stages import Stage
from assurance.persistence.models import (
    Bid,
    Claim,
    Contract,
    ContractSignature,
    Erasure,
    LegalHold,
    Procurement,
    Representation,
    RetentionPeriod,
    StageChange,
)
from assurance.persistence.queries.information import count_open

Own = dict[Kind, tuple[int, str]]


def list_own_periods(session: Session, organisation_id: int) -> Own:
    """Return the periods an authority set, by kind: the newest of each."""
    rows = session.scalars(
        select(RetentionPeriod).where(RetentionPeriod.organisation_id == organisation_id).order_by(RetentionPeriod.id)
    )
    return {each.kind: (each.years, each.reason) for each in rows}


def ends_of(session: Session, procurements: Iterable[Procurement]) -> dict[int, Ends]:
    """Return the days that the periods of some procurements run from, in three queries."""
    ids = [each.id for each in procurements]
    ended = _abandoned(session, ids)
    signed: dict[int, list[date]] = {}
    contracts = {
        each.procurement_id: each for each in session.scalars(select(Contract).where(Contract.procurement_id.in_(ids)))
    }
    rows = session.execute(
        select(Contract.procurement_id, ContractSignature.signed_on)
        .join(Contract, Contract.id == ContractSignature.contract_id)
        .where(Contract.procurement_id.in_(ids))
    )
    for key, on in rows:
        signed.setdefault(key, []).append(on)
    return {key: _ends(ended.get(key), signed.get(key, []), contracts.get(key)) for key in ids}


def _abandoned(session: Session, ids: Collection[int]) -> dict[int, date]:
    rows = session.execute(
        select(StageChange.procurement_id, StageChange.at)
        .where(StageChange.procurement_id.in_(ids), StageChange.to_stage == Stage.ABANDONED)
        .order_by(StageChange.id)
    )
    return {key: at.astimezone(LONDON).date() for key, at in rows}


def _ends(ended: date | None, signed: list[date], contract: Contract | None) -> Ends:
    whole = len(signed) > 1 and contract is not None
    last = contract_ends(contract.starts_on, contract.years, contract.extension_years) if contract and whole else None
    return Ends(ended or (max(signed) if whole else None), last)


def open_matters(session: Session, procurement_id: int) -> Open:
    """Count what is not settled: holds, claims in court, representations."""
    return Open(
        holds=_count(session, LegalHold.procurement_id == procurement_id, LegalHold.ended_at.is_(None)),
        claims=_count(session, Claim.procurement_id == procurement_id, Claim.ended_at.is_(None)),
        representations=_unsettled(session, procurement_id),
        requests=count_open(session, procurement_id),
    )


def _count(session: Session, *wanted: object) -> int:
    return session.scalar(select(func.count()).where(*wanted)) or 0  # type: ignore[arg-type]  # reason: clauses


def _unsettled(session: Session, procurement_id: int) -> int:
    """Count the representations without an answer that was carried out, in time or late."""
    returned_at = session.scalar(
        select(func.max(StageChange.at)).where(
            StageChange.procurement_id == procurement_id, StageChange.trigger.in_(MOVES)
        )
    )
    ended = session.scalar(select(Procurement.stage).where(Procurement.id == procurement_id)) is Stage.ABANDONED
    rows = session.execute(
        select(Representation.decision, Representation.decided_at)
        .join(Bid, Bid.id == Representation.bid_id)
        .where(Bid.procurement_id == procurement_id)
    )
    return sum(
        1
        for decision, decided_at in rows
        if holds_open(decision, decided_at, returned_at) and not (ended and decision == "abandon")
    )


def list_holds(session: Session, procurement_id: int) -> list[LegalHold]:
    """List the holds on a procurement, newest first, with who placed and who ended each."""
    query = select(LegalHold).where(LegalHold.procurement_id == procurement_id)
    query = query.options(joinedload(LegalHold.placed_by), joinedload(LegalHold.ended_by))
    return list(session.scalars(query.order_by(LegalHold.id.desc())))


def get_hold(session: Session, procurement_id: int, public_id: str) -> LegalHold:
    """Get a hold on a procurement, or raise `NotFound`."""
    wanted = LegalHold.procurement_id == procurement_id, LegalHold.public_id == public_id
    found = session.scalar(select(LegalHold).where(*wanted))
    if found is None:
        raise NotFound("There is no such hold on this procurement")
    return found


def list_erasures(session: Session, procurement_ids: Collection[int]) -> list[Erasure]:
    """List what was proposed to be erased of some procurements, newest first."""
    query = select(Erasure).where(Erasure.procurement_id.in_(procurement_ids))
    people = (joinedload(Erasure.first_by), joinedload(Erasure.second_by), joinedload(Erasure.declined_by))
    return list(session.scalars(query.options(*people).order_by(Erasure.id.desc())))


def get_erasure(session: Session, procurement_id: int, public_id: str) -> Erasure:
    """Get a proposal to erase records of a procurement, or raise `NotFound`."""
    wanted = Erasure.procurement_id == procurement_id, Erasure.public_id == public_id
    found = session.scalar(select(Erasure).where(*wanted))
    if found is None:
        raise NotFound("There is no such proposal to erase records")
    return found


def list_held(session: Session, procurement_ids: Collection[int]) -> set[int]:
    """Return which of some procurements have a hold that is not ended."""
    wanted = LegalHold.procurement_id.in_(procurement_ids), LegalHold.ended_at.is_(None)
    return set(session.scalars(select(LegalHold.procurement_id).where(*wanted)))


def list_ended(session: Session) -> list[Procurement]:
    """List the procurements whose records may one day fall due: those that ended or have a contract."""
    contracted = select(Contract.procurement_id)
    wanted = (Procurement.stage == Stage.ABANDONED) | Procurement.id.in_(contracted)
    return list(session.scalars(select(Procurement).where(wanted).order_by(Procurement.id)))


def is_document_erased(session: Session, procurement_id: int, pack_kind: str) -> bool:
    """Say whether a document was erased with the kind of record it belongs to."""
    kinds = [kind for kind, documents in DOCUMENTS.items() if pack_kind in documents]
    wanted = Erasure.procurement_id == procurement_id, Erasure.kind.in_(kinds), Erasure.erased_at.is_not(None)
    return _count(session, *wanted) > 0
