"""Invitations to the panel: sent by the officer, answered by each person, asked for before anything of a bid is seen.

Whoever accepts confirms confidentiality, the time it takes, and that no interest is kept back (Provider Selection
Regime Regulations 2023, regulation 21). Every invitation and answer stays in the audit trail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.stages import TERMINAL_STAGES, Stage, reached
from assurance.persistence.models import PanelInvitation, Procurement, User
from assurance.persistence.queries.invitations import PANEL_ROLES, find_invitation, list_members
from assurance.services import audit, panel_replacements
from assurance.services.permission import demand

CONFIRMATIONS = {
    "confidentiality": "I keep everything I read confidential, during the evaluation and afterwards",
    "time": "I have the time to mark my questions by the date given",
    "interests": "I declare every interest in a bidder, before I read and whenever one comes up",
}
ACCEPTED, DECLINED = "accepted", "declined"


def is_open(procurement: Procurement) -> bool:
    """Say whether people may still be invited and answer: until moderation ends."""
    return procurement.stage not in TERMINAL_STAGES and not reached(procurement.stage, Stage.RANKING)


def set_due(session: Session, *, procurement: Procurement, due: datetime, actor: Actor, now: datetime) -> None:
    """Set the date by which marks should be locked. Raises `InvalidInput` unless it is ahead."""
    demand(actor, Permission.PANEL_ASSIGN, procurement, act="set the date for the marks")
    _require_open(procurement)
    if due <= now:
        raise InvalidInput("due", "The date by which marks should be locked must be in the future")
    if due == procurement.marks_due_at:
        return
    before, procurement.marks_due_at = procurement.marks_due_at, due
    audit.record(session, tag="panel:due", actor=actor, now=now, procurement=procurement, before=before, due=due)


def invite(
    session: Session, *, procurement: Procurement, people: Iterable[int], message: str, actor: Actor, now: datetime
) -> list[PanelInvitation]:
    """Invite evaluators and moderators, also again after a decline.

    Raises `Conflict` when the panel's work is over, `InvalidInput` for nobody, an empty message, someone outside the
    panel or someone who has an invitation that is open or accepted, or when no date for the marks is set.
    """
    demand(actor, Permission.PANEL_ASSIGN, procurement, act="invite people to the panel")
    _require_open(procurement)
    wanted = list(dict.fromkeys(people))
    if procurement.marks_due_at is None:
        raise InvalidInput("people", "First set the date by which marks should be locked: the invitation names it")
    if not wanted:
        raise InvalidInput("people", "Select whom to invite")
    if not message.strip():
        raise InvalidInput("message", "Enter what is expected, so that people know what they accept")
    members = {user.id: user for user, _ in list_members(session, procurement.id)}
    if unknown := [person for person in wanted if person not in members]:
        raise InvalidInput("people", f"{len(unknown)} of those selected is neither evaluator nor moderator here")
    return [_invite_one(session, procurement, members[person], message.strip(), actor, now) for person in wanted]


def _invite_one(
    session: Session, procurement: Procurement, user: User, message: str, actor: Actor, now: datetime
) -> PanelInvitation:
    row = find_invitation(session, procurement.id, user.id)
    if row is not None and row.answer != DECLINED:
        raise InvalidInput("people", f"{user.name} is already invited{' and has accepted' if row.answer else ''}")
    if row is None:
        row = PanelInvitation(procurement_id=procurement.id, user_id=user.id)
        session.add(row)
    row.message, row.invited_by_id, row.invited_at = message, actor.user_id, now
    row.answer, row.answer_reason, row.answered_at = "", "", None
    session.flush()
    audit.record(
        session, tag="panel:invited", actor=actor, now=now, procurement=procurement, subject=str(user.id),
        message=message, due=procurement.marks_due_at,
    )  # fmt: skip
    return row


def withdraw(session: Session, *, procurement: Procurement, user_id: int, actor: Actor, now: datetime) -> None:
    """Take an unanswered invitation back; duties given as a replacement go with it. Raises `Conflict` once answered."""
    demand(actor, Permission.PANEL_ASSIGN, procurement, act="withdraw an invitation")
    row = find_invitation(session, procurement.id, user_id)
    if row is None:
        raise NotFound("There is no such invitation")
    if row.answer:
        raise Conflict(f"{row.user.name} has already answered; the invitation can no longer be withdrawn")
    panel_replacements.end(session, procurement=procurement, user_id=user_id, actor=actor, now=now)
    session.delete(row)
    audit.record(
        session, tag="panel:invitation-withdrawn", actor=actor, now=now, procurement=procurement, subject=str(user_id)
    )


def accept(
    session: Session, *, procurement: Procurement, confirmed: Collection[str], actor: Actor, now: datetime
) -> PanelInvitation:
    """Accept one's own invitation. Raises `InvalidInput` unless everything is confirmed, `Conflict` once answered."""
    row = _unanswered(session, procurement, actor)
    if missing := [words for name, words in CONFIRMATIONS.items() if name not in confirmed]:
        raise InvalidInput("confirmed", f"To accept, confirm everything. Missing: {missing[0]}")
    row.answer, row.answered_at = ACCEPTED, now
    audit.record(
        session, tag="panel:accepted", actor=actor, now=now, procurement=procurement, subject=str(actor.user_id),
        confirmed=list(CONFIRMATIONS.values()),
    )  # fmt: skip
    return row


def decline(session: Session, *, procurement: Procurement, reason: str, actor: Actor, now: datetime) -> PanelInvitation:
    """Decline one's own invitation with a reason; duties given as a replacement end."""
    row = _unanswered(session, procurement, actor)
    if not reason.strip():
        raise InvalidInput("reason", "Enter why you decline, so that the officer can find someone else")
    row.answer, row.answer_reason, row.answered_at = DECLINED, reason.strip(), now
    panel_replacements.end(session, procurement=procurement, user_id=actor.user_id, actor=actor, now=now)
    audit.record(
        session, tag="panel:declined", actor=actor, now=now, procurement=procurement, subject=str(actor.user_id),
        reason=reason.strip(),
    )  # fmt: skip
    return row


def require_accepted(session: Session, *, procurement: Procurement, actor: Actor) -> None:
    """Refuse a member of the panel who has not accepted; others who handle bids need no invitation."""
    if not actor.roles & frozenset(PANEL_ROLES):
        return
    row = find_invitation(session, procurement.id, actor.user_id)
    if row is not None and row.answer == ACCEPTED:
        return
    raise Conflict(
        "Answer your invitation to the panel first: nothing of a bid is shown, and no conflict declared, before"
        if row is not None
        else "You are not invited to the panel yet; ask the procurement officer for an invitation",
        endpoint="staff.evaluation.invitation" if row is not None else "",
    )


def _unanswered(session: Session, procurement: Procurement, actor: Actor) -> PanelInvitation:
    row = find_invitation(session, procurement.id, actor.user_id)
    if row is None:
        raise NotFound("You have no invitation to this panel")
    session.refresh(row, with_for_update={"of": PanelInvitation})
    _require_open(procurement)
    if row.answer:
        raise Conflict(f"You have already {row.answer} this invitation; to change that, speak to the officer")
    return row


def _require_open(procurement: Procurement) -> None:
    if not is_open(procurement):
        raise Conflict("The panel is invited until moderation ends; its work is over")
