"""Declarations, marks and agreed marks as rows. Who may see them, and when, is decided by the services."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload, selectinload

from assurance.domain.errors import NotFound
from assurance.domain.stages import BidStage
from assurance.persistence.models import (
    Bid,
    ConflictDeclaration,
    Consensus,
    CriterionRow,
    EvaluationResult,
    Mark,
    Organisation,
    User,
)
from assurance.persistence.queries.panel import EVALUATED_STAGES, Cell, recused_pairs

Key = tuple[int, int]
"""Bid and criterion."""
_WHOSE = (lazyload(ConflictDeclaration.bid), lazyload(ConflictDeclaration.user))
"""Whoever asks about one person or one bid has them already."""
_DECLARED = (
    select(ConflictDeclaration)
    .where(ConflictDeclaration.bid_id == bindparam("bid_id"), ConflictDeclaration.user_id == bindparam("user_id"))
    .options(*_WHOSE)
)
_MARK_OF = (
    select(Mark)
    .where(
        Mark.bid_id == bindparam("bid_id"),
        Mark.criterion_id == bindparam("criterion_id"),
        Mark.evaluator_id == bindparam("evaluator_id"),
    )
    .options(joinedload(Mark.finding_answers))
)
_NEAR = (
    select(Mark.bid_id, Mark.criterion_id, Organisation.name, CriterionRow.title, Mark.rationale)
    .join(Bid, Bid.id == Mark.bid_id)
    .join(Organisation, Organisation.id == Bid.organisation_id)
    .join(CriterionRow, CriterionRow.id == Mark.criterion_id)
    .where(
        Mark.evaluator_id == bindparam("evaluator_id"),
        Mark.rationale != "",
        or_(
            and_(Mark.bid_id == bindparam("bid_id"), Mark.criterion_id != bindparam("criterion_id")),
            and_(Mark.bid_id != bindparam("bid_id"), Mark.criterion_id == bindparam("criterion_id")),
        ),
    )
)
"""Asked by every save, so written once."""


def list_opened_bids(session: Session, procurement_id: int) -> list[Bid]:
    """List the bids about which conflicts are declared: opened, and not set aside; by the name of the bidder."""
    stages = (BidStage.OPENED, *EVALUATED_STAGES)
    bids = session.scalars(select(Bid).where(Bid.procurement_id == procurement_id, Bid.stage.in_(stages))).all()
    return sorted(bids, key=lambda bid: (bid.organisation.name, bid.id))


def find_declaration(session: Session, bid_id: int, user_id: int) -> ConflictDeclaration | None:
    """Return what a person declared about a bid, or None."""
    return session.scalar(_DECLARED, {"bid_id": bid_id, "user_id": user_id})


def get_declaration(session: Session, procurement_id: int, declaration_id: int) -> ConflictDeclaration:
    """Return a declaration of a procurement by its number."""
    row = session.scalar(
        select(ConflictDeclaration)
        .join(Bid)
        .where(Bid.procurement_id == procurement_id, ConflictDeclaration.id == declaration_id)
    )
    if row is None:
        raise NotFound("There is no such declaration")
    return row


def list_declarations(session: Session, procurement_id: int) -> list[ConflictDeclaration]:
    """List every declaration, by person and bidder."""
    rows = session.scalars(select(ConflictDeclaration).join(Bid).where(Bid.procurement_id == procurement_id)).all()
    return sorted(rows, key=lambda row: (row.user.name, row.bid.organisation.name, row.id))


def list_declarations_of(session: Session, procurement_id: int, user_id: int) -> dict[int, ConflictDeclaration]:
    """Return what one person declared, by bid."""
    rows = session.scalars(
        select(ConflictDeclaration)
        .join(Bid)
        .where(Bid.procurement_id == procurement_id, ConflictDeclaration.user_id == user_id)
        .options(*_WHOSE)
    )
    return {row.bid_id: row for row in rows}


def count_marks(session: Session, bid_id: int, user_id: int) -> int:
    """Count what a person has marked of a bid."""
    query = select(func.count()).select_from(Mark).where(Mark.bid_id == bid_id, Mark.evaluator_id == user_id)
    return session.scalar(query) or 0


def find_mark(session: Session, cell: Cell) -> Mark | None:
    """Return the mark that answers a duty, or None while there is none."""
    return session.scalars(_MARK_OF, cell._asdict()).unique().one_or_none()


def list_marks_of(session: Session, procurement_id: int, user_id: int) -> dict[Key, Mark]:
    """Return one evaluator's own marks by bid and criterion."""
    rows = session.scalars(
        select(Mark).join(Bid).where(Bid.procurement_id == procurement_id, Mark.evaluator_id == user_id)
    )
    return {(row.bid_id, row.criterion_id): row for row in rows}


def list_reasons_near(session: Session, cell: Cell) -> list[tuple[int, int, str, str, str]]:
    """Return the same person's other reasons about the bid or the question: both ids, bidder, title and the reason."""
    rows = session.execute(_NEAR, cell._asdict())
    return [(bid, criterion, bidder, title, reason) for bid, criterion, bidder, title, reason in rows]


def list_mark_states(session: Session, procurement_id: int) -> dict[Cell, str]:
    """Say of every mark begun whether it is a draft or locked; never what it is."""
    rows = session.execute(
        select(Mark.bid_id, Mark.criterion_id, Mark.evaluator_id, Mark.locked_at)
        .join(Bid)
        .where(Bid.procurement_id == procurement_id)
    )
    return {Cell(bid, criterion, user): "locked" if locked else "draft" for bid, criterion, user, locked in rows}


def list_counting_marks(session: Session, procurement_id: int) -> dict[Key, list[Mark]]:
    """Return the locked marks that count, by bid and criterion: those of recused people are left out, not lost."""
    rows = session.scalars(
        select(Mark)
        .join(Bid)
        .join(User, User.id == Mark.evaluator_id)
        .where(Bid.procurement_id == procurement_id, Mark.locked_at.is_not(None))
        .options(joinedload(Mark.evaluator))
        .order_by(User.name, Mark.id)
    )
    recused = recused_pairs(session, procurement_id)
    return _by_key(row for row in rows if (row.evaluator_id, row.bid_id) not in recused)


def _by_key(marks: Iterable[Mark]) -> dict[Key, list[Mark]]:
    grouped: dict[Key, list[Mark]] = {}
    for mark in marks:
        grouped.setdefault((mark.bid_id, mark.criterion_id), []).append(mark)
    return grouped


def list_agreed(session: Session, procurement_id: int) -> dict[Key, Consensus]:
    """Return the current agreed marks with their approvals, by bid and criterion."""
    rows = session.scalars(
        select(Consensus)
        .join(Bid)
        .where(Bid.procurement_id == procurement_id, Consensus.superseded_at.is_(None))
        .options(selectinload(Consensus.approvals), joinedload(Consensus.moderator))
    )
    return {(row.bid_id, row.criterion_id): row for row in rows}


def list_records(session: Session, key: Key) -> list[Consensus]:
    """List every record of the agreed mark for one question of one bid, newest first; at most one is current."""
    bid_id, criterion_id = key
    return list(
        session.scalars(
            select(Consensus)
            .where(Consensus.bid_id == bid_id, Consensus.criterion_id == criterion_id)
            .options(selectinload(Consensus.approvals), joinedload(Consensus.moderator))
            .order_by(Consensus.id.desc())
        )
    )


def get_record(session: Session, key: Key, record_id: int) -> Consensus:
    """Return one record of the agreed mark for a question of a bid, current or retired."""
    row = session.get(Consensus, record_id)
    if row is None or (row.bid_id, row.criterion_id) != key:
        raise NotFound("There is no such record of this agreed mark")
    return row


def find_result(session: Session, procurement_id: int) -> EvaluationResult | None:
    """Return the confirmed result, or None."""
    return session.scalar(
        select(EvaluationResult).where(
            EvaluationResult.procurement_id == procurement_id, EvaluationResult.superseded_at.is_(None)
        )
    )
