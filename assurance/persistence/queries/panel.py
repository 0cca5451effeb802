"""Who has to mark what: the cells of the panel's work, without those from which a person is recused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, defer

from assurance.domain.authority.roles import Role
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.stages import BidStage
from assurance.persistence.models import (
    AuditEvent,
    Bid,
    ConflictDeclaration,
    CriterionAssignment,
    CriterionRow,
    Mark,
    Organisation,
    PanelInvitation,
    Procurement,
    RoleAssignment,
    User,
)
from assurance.persistence.secret_columns import SecretAmount, SecretJson, SecretText

EVALUATED_STAGES = (
    BidStage.COMPLIANT,
    BidStage.SCORED,
    BidStage.MODERATED,
    BidStage.RANKED,
    BidStage.PREFERRED,
    BidStage.RESERVE,
    BidStage.UNSUCCESSFUL,
    BidStage.CONFIRMED,
    BidStage.CONTRACTED,
    BidStage.LIVE,
)
"""Stages of a bid that the panel marks or has marked."""
_STAYS_CLOSED = [
    defer(getattr(Bid, column.key))
    for column in Bid.__table__.columns
    if isinstance(column.type, SecretAmount | SecretJson | SecretText)
]
"""A list of bids shows whose they are: to open what each of them says costs more than all the rest."""


_BIDDERS = (
    select(Bid.id, Organisation.name)
    .join(Organisation, Organisation.id == Bid.organisation_id)
    .where(Bid.procurement_id == bindparam("procurement_id"), Bid.stage.in_(EVALUATED_STAGES))
    .order_by(Bid.id)
)
"""Asked by every save, so written once."""


class Cell(NamedTuple):
    """One evaluator's duty: one question of one bid."""

    bid_id: int
    criterion_id: int
    evaluator_id: int


def list_evaluated_bids(session: Session, procurement_id: int) -> list[Bid]:
    """List the bids the panel marks, by the name of the bidder."""
    bids = session.scalars(
        select(Bid).where(Bid.procurement_id == procurement_id, Bid.stage.in_(EVALUATED_STAGES)).options(*_STAYS_CLOSED)
    ).all()
    return sorted(bids, key=lambda bid: (bid.organisation.name, bid.id))


def list_bidders(session: Session, procurement_id: int) -> dict[int, str]:
    """Return the names of those whose bids the panel marks, by bid."""
    return {bid_id: name for bid_id, name in session.execute(_BIDDERS, {"procurement_id": procurement_id})}


def recused_pairs(session: Session, procurement_id: int) -> set[tuple[int, int]]:
    """Return (user, bid) pairs in which the person is recused, or has a conflict that nobody has cleared."""
    rows = session.execute(
        select(ConflictDeclaration.user_id, ConflictDeclaration.bid_id)
        .join(Bid, Bid.id == ConflictDeclaration.bid_id)
        .where(
            Bid.procurement_id == procurement_id,
            ConflictDeclaration.has_conflict,
            ConflictDeclaration.decision != "cleared",
        )
    ).all()
    return {(user_id, bid_id) for user_id, bid_id in rows}


REPLACEMENT_GIVEN, REPLACEMENT_ENDED = "panel:replacement", "panel:replacement-ended"


def list_replacements(session: Session, procurement_id: int) -> set[tuple[int, int, int]]:
    """Return bid, criterion and person of each duty given as a replacement, as the audit trail tells it."""
    events = session.execute(
        select(AuditEvent.tag, AuditEvent.body)
        .where(AuditEvent.procurement_id == procurement_id, AuditEvent.tag.in_((REPLACEMENT_GIVEN, REPLACEMENT_ENDED)))
        .order_by(AuditEvent.seq)
    )
    given: set[tuple[int, int, int]] = set()
    for tag, body in events:
        data = body["data"]
        change = given.add if tag == REPLACEMENT_GIVEN else given.discard
        change((data["bid"], data["criterion"], data["person"]))
    return given


def list_duties(
    session: Session, procurement_id: int, bids: Sequence[Bid], evaluator_id: int | None = None,
    criterion_id: int | None = None,
) -> list[Cell]:  # fmt: skip
    """List every mark given out, also to recused people; those who declined the panel have no duty left.

    Of everybody and everything, or of one evaluator, or one criterion.
    """
    query = (
        select(CriterionAssignment.criterion_id, CriterionAssignment.user_id)
        .join(CriterionRow)
        .outerjoin(PanelInvitation, _invitation_of(CriterionAssignment.user_id, procurement_id))
        .where(CriterionRow.procurement_id == procurement_id, CriterionRow.kind == Kind.SCORED.value, _not_declined())
        .order_by(CriterionRow.position, CriterionRow.id, CriterionAssignment.user_id)
    )
    if evaluator_id is not None:
        query = query.where(CriterionAssignment.user_id == evaluator_id)
    if criterion_id is not None:
        query = query.where(CriterionAssignment.criterion_id == criterion_id)
    pairs = [(criterion, user) for criterion, user in session.execute(query)]
    replacements = list_replacements(session, procurement_id)
    exceptional = {each[1:] for each in replacements}
    return [
        Cell(bid_id, criterion, user)
        for bid_id in [bid.id for bid in bids]
        for criterion, user in pairs
        if (criterion, user) not in exceptional or (bid_id, criterion, user) in replacements
    ]


def list_cells(
    session: Session, procurement_id: int, evaluator_id: int | None = None, bids: Sequence[Bid] | None = None
) -> list[Cell]:
    """List every mark that is expected, of one person or of all, recusals left out; `bids` if they are read already."""
    if bids is None:
        bids = list_evaluated_bids(session, procurement_id)
    recused = recused_pairs(session, procurement_id)
    duties = list_duties(session, procurement_id, bids, evaluator_id)
    return [cell for cell in duties if (cell.evaluator_id, cell.bid_id) not in recused]


def has_duty(session: Session, cell: Cell, bid: Bid) -> bool:
    """Say whether a mark was given out to this person, without listing all that were; a recusal is not looked at."""
    if bid.stage not in EVALUATED_STAGES:
        return False
    wanted = {
        "procurement_id": bid.procurement_id, "criterion_id": cell.criterion_id, "evaluator_id": cell.evaluator_id
    }  # fmt: skip
    is_given, has_replacements = session.execute(_DUTY, wanted).one()
    if not is_given or not has_replacements:
        return bool(is_given)
    return cell in list_duties(session, bid.procurement_id, [bid], cell.evaluator_id, cell.criterion_id)


def _invitation_of(user_id: Any, procurement_id: int) -> Any:
    return and_(PanelInvitation.procurement_id == procurement_id, PanelInvitation.user_id == user_id)


def _not_declined() -> Any:
    return or_(PanelInvitation.id.is_(None), PanelInvitation.answer != "declined")


_DUTY = select(
    exists()
    .where(
        CriterionAssignment.criterion_id == bindparam("criterion_id"),
        CriterionAssignment.user_id == bindparam("evaluator_id"),
        CriterionRow.id == CriterionAssignment.criterion_id,
        CriterionRow.procurement_id == bindparam("procurement_id"),
        CriterionRow.kind == Kind.SCORED.value,
        ~exists().where(
            PanelInvitation.procurement_id == bindparam("procurement_id"),
            PanelInvitation.user_id == bindparam("evaluator_id"),
            PanelInvitation.answer == "declined",
        ),
    )
    .label("is_given"),
    exists()
    .where(AuditEvent.procurement_id == bindparam("procurement_id"), AuditEvent.tag == REPLACEMENT_GIVEN)
    .label("has_replacements"),
)
"""Whether a mark was given out to a person, and whether anybody of the panel was replaced. Asked by every save."""


def list_moderators(session: Session, procurement_id: int) -> list[User]:
    """List the moderators by name, without those who declined the panel."""
    return list(
        session.scalars(
            select(User)
            .join(RoleAssignment, RoleAssignment.user_id == User.id)
            .outerjoin(PanelInvitation, _invitation_of(RoleAssignment.user_id, procurement_id))
            .where(
                RoleAssignment.procurement_id == procurement_id,
                RoleAssignment.role == Role.MODERATOR,
                _not_declined(),
            )
            .order_by(User.name)
        )
    )


def list_unaccepted(session: Session, procurement_id: int) -> list[User]:
    """List the people with a duty who have not accepted the panel: evaluators, and moderators who have not declined."""
    assigned = (
        select(CriterionAssignment.user_id).join(CriterionRow).where(CriterionRow.procurement_id == procurement_id)
    )
    accepted = select(PanelInvitation.user_id).where(
        PanelInvitation.procurement_id == procurement_id, PanelInvitation.answer == "accepted"
    )
    moderators = [user.id for user in list_moderators(session, procurement_id)]
    query = select(User).where(or_(User.id.in_(assigned), User.id.in_(moderators)), User.id.not_in(accepted))
    return list(session.scalars(query.order_by(User.name)))


def find_assignment(session: Session, criterion_id: int, user_id: int) -> CriterionAssignment | None:
    """Return a person's duty to mark a criterion, or None."""
    return session.scalar(
        select(CriterionAssignment).where(
            CriterionAssignment.criterion_id == criterion_id, CriterionAssignment.user_id == user_id
        )
    )


def marked_pairs(session: Session, procurement_id: int) -> set[tuple[int, int]]:
    """Return (criterion, person) pairs for which a mark exists, so that the duty can no longer be taken away."""
    rows = session.execute(
        select(Mark.criterion_id, Mark.evaluator_id)
        .join(CriterionRow)
        .where(CriterionRow.procurement_id == procurement_id)
    )
    return {(criterion_id, user_id) for criterion_id, user_id in rows}


def list_undeclared(
    session: Session, procurement: Procurement, bids: Sequence[Bid] | None = None
) -> list[tuple[User, int]]:
    """List the people who still have to declare, and on how many of the bids that they mark or moderate."""
    if bids is None:
        bids = list_evaluated_bids(session, procurement.id)
    wanted: dict[int, set[int]] = {}
    for cell in list_duties(session, procurement.id, bids):
        wanted.setdefault(cell.evaluator_id, set()).add(cell.bid_id)
    for user in list_moderators(session, procurement.id):
        wanted[user.id] = {bid.id for bid in bids}
    rows = session.execute(
        select(ConflictDeclaration.user_id, ConflictDeclaration.bid_id).where(
            ConflictDeclaration.bid_id.in_([bid.id for bid in bids])
        )
    )
    for user_id, bid_id in rows:
        wanted.get(user_id, set()).discard(bid_id)
    people = session.scalars(select(User).where(User.id.in_(wanted)).order_by(User.name))
    return [(user, len(wanted[user.id])) for user in people if wanted[user.id]]


def count_set_apart(session: Session, procurement_id: int) -> dict[tuple[int, int], int]:
    """Count, by person and bid, the marks that are kept and do not count because of a conflict nobody has cleared."""
    rows = session.execute(
        select(Mark.evaluator_id, Mark.bid_id, func.count())
        .join(
            ConflictDeclaration,
            and_(
                ConflictDeclaration.bid_id == Mark.bid_id,
                ConflictDeclaration.user_id == Mark.evaluator_id,
                ConflictDeclaration.has_conflict,
                ConflictDeclaration.decision != "cleared",
            ),
        )
        .join(Bid, Bid.id == Mark.bid_id)
        .where(Bid.procurement_id == procurement_id)
        .group_by(Mark.evaluator_id, Mark.bid_id)
    )
    return {(user_id, bid_id): count for user_id, bid_id, count in rows}
