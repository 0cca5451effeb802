"""Invitations to the panel, their answers, and reminders. What they allow is decided by the services."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assurance.domain.authority.roles import Role
from assurance.domain.errors import NotFound
from assurance.persistence.models import PanelInvitation, Procurement, Reminder, RoleAssignment, User

PANEL_ROLES = (Role.EVALUATOR, Role.MODERATOR)


def find_invitation(session: Session, procurement_id: int, user_id: int) -> PanelInvitation | None:
    """Return a person's invitation to a panel, or None."""
    return session.scalar(
        select(PanelInvitation).where(
            PanelInvitation.procurement_id == procurement_id, PanelInvitation.user_id == user_id
        )
    )


def list_invitations(session: Session, procurement_id: int) -> dict[int, PanelInvitation]:
    """Return the invitations of a procurement by person."""
    rows = session.scalars(select(PanelInvitation).where(PanelInvitation.procurement_id == procurement_id))
    return {row.user_id: row for row in rows}


def list_unanswered(session: Session, user_id: int) -> list[PanelInvitation]:
    """List the invitations that wait for one person's answer, oldest first."""
    return list(
        session.scalars(
            select(PanelInvitation)
            .where(PanelInvitation.user_id == user_id, PanelInvitation.answer == "")
            .options(joinedload(PanelInvitation.procurement))
            .order_by(PanelInvitation.invited_at, PanelInvitation.id)
        )
    )


def accepted_ids(session: Session, procurement_id: int) -> set[int]:
    """Return the people who have accepted to sit on the panel."""
    return set(
        session.scalars(
            select(PanelInvitation.user_id).where(
                PanelInvitation.procurement_id == procurement_id, PanelInvitation.answer == "accepted"
            )
        )
    )


def list_members(session: Session, procurement_id: int) -> list[tuple[User, Role]]:
    """List the evaluators and moderators by name, each with the role."""
    rows = session.execute(
        select(User, RoleAssignment.role)
        .join(RoleAssignment, RoleAssignment.user_id == User.id)
        .where(RoleAssignment.procurement_id == procurement_id, RoleAssignment.role.in_(PANEL_ROLES))
        .order_by(User.name, User.id)
    )
    return [(user, role) for user, role in rows]


def list_reminders(session: Session, procurement_id: int) -> list[Reminder]:
    """List every reminder of a procurement, newest first."""
    return list(
        session.scalars(select(Reminder).where(Reminder.procurement_id == procurement_id).order_by(Reminder.id.desc()))
    )


def list_unseen(session: Session, user_id: int, procurement: Procurement | None = None) -> list[Reminder]:
    """List what one person was reminded of and has not said they have seen, newest first."""
    query = select(Reminder).where(Reminder.user_id == user_id, Reminder.seen_at.is_(None))
    if procurement is not None:
        query = query.where(Reminder.procurement_id == procurement.id)
    return list(session.scalars(query.options(joinedload(Reminder.procurement)).order_by(Reminder.id.desc())))


def get_reminder(session: Session, user_id: int, reminder_id: int) -> Reminder:
    """Return a reminder of this person; another's does not exist for them."""
    row = session.get(Reminder, reminder_id)
    if row is None or row.user_id != user_id:
        raise NotFound("There is no such reminder, or it is not yours")
    return row


def list_people_named(session: Session, ids: set[int]) -> list[User]:
    """List people by name."""
    return list(session.scalars(select(User).where(User.id.in_(ids)).order_by(User.name, User.id)))
