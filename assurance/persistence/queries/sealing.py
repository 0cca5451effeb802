"""The tender box: its key, the holders of its shares, what is in it, and who is opening it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.persistence.models import (
    Bid,
    HeldShare,
    HolderKey,
    KeyShare,
    LossDeclaration,
    Procurement,
    RoleAssignment,
    SealedItem,
    Submission,
    SuppliedPart,
    TenderKey,
    User,
)


def find_holder_key(session: Session, user_id: int) -> HolderKey | None:
    """Return a person's own key, or None when they have set up none."""
    return session.scalar(select(HolderKey).where(HolderKey.user_id == user_id))


def find_tender_key(session: Session, procurement_id: int) -> TenderKey | None:
    """Return the key of a tender box, or None when it has none yet."""
    return session.scalar(select(TenderKey).where(TenderKey.procurement_id == procurement_id))


def find_submission(session: Session, bid_id: int) -> Submission | None:
    """Return the version of a tender that is in the box, or None: the latest, unless it was withdrawn."""
    latest = session.scalars(
        select(Submission).where(Submission.bid_id == bid_id).order_by(Submission.version.desc()).limit(1)
    ).one_or_none()
    return latest if latest is not None and latest.withdrawn_at is None else None


def list_versions(session: Session, bid_id: int) -> Sequence[Submission]:
    """List every version of a tender that was put in the box, newest first."""
    found = select(Submission).where(Submission.bid_id == bid_id).order_by(Submission.version.desc())
    return session.scalars(found).all()


def count_submissions(session: Session, procurement_id: int) -> int:
    """Count what was ever put in the box, for rules only: nobody is shown the number."""
    found = select(func.count()).select_from(Submission).join(Bid, Bid.id == Submission.bid_id)
    return session.scalar(found.where(Bid.procurement_id == procurement_id)) or 0


def list_openers_with_keys(session: Session, procurement_id: int) -> list[tuple[User, HolderKey | None, bool]]:
    """List the openers of a procurement by name, each with their own key and whether they also run it."""
    officers = select(RoleAssignment.user_id).where(
        RoleAssignment.procurement_id == procurement_id, RoleAssignment.role == Role.OFFICER
    )
    rows = session.execute(
        select(User, HolderKey, User.id.in_(officers))
        .join(RoleAssignment, RoleAssignment.user_id == User.id)
        .outerjoin(HolderKey, HolderKey.user_id == User.id)
        .where(RoleAssignment.procurement_id == procurement_id, RoleAssignment.role == Role.OPENER)
        .order_by(User.name, User.id)
    ).all()
    return [(user, key, bool(is_officer)) for user, key, is_officer in rows]


def list_shares_of(session: Session, user_id: int) -> list[tuple[KeyShare, Procurement]]:
    """List the shares a person was given, each with its procurement, newest first."""
    rows = session.execute(
        select(KeyShare, Procurement)
        .join(TenderKey, TenderKey.id == KeyShare.tender_key_id)
        .join(Procurement, Procurement.id == TenderKey.procurement_id)
        .where(KeyShare.user_id == user_id)
        .order_by(KeyShare.id.desc())
    ).all()
    return [(share, procurement) for share, procurement in rows]


def list_held(session: Session, procurement_id: int, envelope: str) -> list[HeldShare]:
    """List who has taken part in an opening that is not complete, first to last; some may be void."""
    found = select(HeldShare).where(HeldShare.procurement_id == procurement_id, HeldShare.envelope == envelope)
    return list(session.scalars(found.order_by(HeldShare.at, HeldShare.id)))


def list_current_holders(session: Session, procurement_id: int) -> set[int]:
    """Return the ids of the people whose share still opens: they have the role, an account and the same key."""
    key = find_tender_key(session, procurement_id)
    if key is None:
        return set()
    kept = {user.id: holder for user, holder, _ in list_openers_with_keys(session, procurement_id) if user.is_active}
    return {
        share.user_id
        for share in key.shares
        if (holder := kept.get(share.user_id)) is not None and holder.public_key == share.holder_public_key
    }


def list_declarations(session: Session, procurement_id: int) -> list[LossDeclaration]:
    """List who has declared the key of a tender box lost, first to last."""
    found = select(LossDeclaration).where(LossDeclaration.procurement_id == procurement_id)
    return list(session.scalars(found.order_by(LossDeclaration.id)))


def list_supplied(session: Session, submission_id: int) -> Sequence[SuppliedPart]:
    """List the parts that a bidder has given again of a submission while others are missing, in their order."""
    found = select(SuppliedPart).join(SuppliedPart.item).where(SealedItem.submission_id == submission_id)
    return session.scalars(found.order_by(SealedItem.position)).all()
