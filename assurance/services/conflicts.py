"""Conflict declarations: made bidder by bidder before a bid is read, decided by the officer, kept for good.

Regulation 21 of the Provider Selection Regime Regulations 2023 asks that conflicts be prevented, identified and
remedied. A conflict that nobody has cleared hides the bid from the person, and what they marked of it stops counting
without being deleted.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.stages import BEFORE_SELECTION, BidStage, Stage
from assurance.persistence.models import Bid, ConflictDeclaration
from assurance.persistence.queries.agreed_marks import list_resting_on
from assurance.persistence.queries.evaluation import count_marks, find_declaration
from assurance.persistence.queries.gates import list_holders
from assurance.services import audit, panel_invitations
from assurance.services.permission import demand

CLEARED, RECUSED = "cleared", "recused"
DECLARING_STAGES = frozenset({Stage.OPENING, Stage.SCORING, Stage.MODERATION})
"""From the opening until the agreed marks are final: a conflict may come to light while the panel works."""
READS_REQUESTS = frozenset({Role.OFFICER, Role.DIALOGUE_LEAD})
"""Who reads and judges requests to take part, and declares about a bidder before. An auditor decides nothing."""
DECLARED_BID_STAGES = frozenset({BidStage.OPENED, BidStage.COMPLIANT, BidStage.SCORED})


def declare(
    session: Session, *, bid: Bid, has_conflict: bool, detail: str, actor: Actor, now: datetime
) -> ConflictDeclaration:
    """Declare for oneself whether there is a conflict with a bidder, once its request can be read or its bid is opened.

    A conflict declared later takes the place of an earlier answer and waits for a decision; marks already made stop
    counting meanwhile, and agreed marks that rested on them are retired. Raises `Conflict` outside the stages of the
    panel's work, for someone who has not accepted to sit on the panel, or when a declared conflict would be taken
    back, `InvalidInput` when a conflict is not described.
    """
    demand(actor, Permission.CONFLICT_DECLARE, bid.procurement, act="declare conflicts")
    require_may_declare(session, bid, actor)
    detail = detail.strip()
    if has_conflict and not detail:
        raise InvalidInput("detail", "Describe the conflict: what links you to the bidder")
    row = find_declaration(session, bid.id, actor.user_id)
    if row is None:
        row = ConflictDeclaration(bid_id=bid.id, user_id=actor.user_id)
        session.add(row)
    elif (row.has_conflict, row.detail) == (has_conflict, detail):
        return row
    elif row.has_conflict and not has_conflict:
        raise Conflict("You declared a conflict with this bidder; only the procurement officer can clear it")
    row.has_conflict, row.detail, row.declared_at = has_conflict, detail, now
    row.decision, row.decision_reason, row.decided_by_id, row.decided_at = "", "", None, None
    session.flush()
    quarantined = count_marks(session, bid.id, actor.user_id) if has_conflict else 0
    audit.record(
        session, tag="conflict:declared", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        has_conflict=has_conflict, detail=detail, marks_set_apart=quarantined,
    )  # fmt: skip
    if has_conflict:
        _retire_agreed(session, bid, actor, now)
    return row


def _retire_agreed(session: Session, bid: Bid, actor: Actor, now: datetime) -> None:
    """Retire the agreed marks that rested on a mark now set apart; they are kept, and must be agreed again."""
    for record in list_resting_on(session, bid.id, actor.user_id):
        record.superseded_at = now
        record.superseded_reason = (
            f"{actor.name} declared a conflict with the bidder after the mark was agreed, so the mark it rested on is "
            "set apart. The panel agrees it again."
        )
        audit.record(
            session, tag="consensus:retired", actor=actor, now=now, procurement=bid.procurement,
            subject=f"{bid.public_id}/{record.criterion.code}", record=record.id, reason=record.superseded_reason,
        )  # fmt: skip


def decide(
    session: Session, *, declaration: ConflictDeclaration, decision: str, reason: str, actor: Actor, now: datetime,
    seen: datetime | None = None,
) -> None:  # fmt: skip
    """Clear or recuse a person who declared a conflict; never oneself.

    `seen` is when the declaration that the officer was shown was made; raises `Conflict` when it has been replaced
    or decided meanwhile. Recusal takes the person's duties on this bid away; their marks are kept and do not count.
    """
    procurement = declaration.bid.procurement
    demand(actor, Permission.CONFLICT_DECIDE, procurement, act="decide on conflicts")
    session.refresh(declaration, with_for_update={"of": ConflictDeclaration})
    require_decider(session, declaration, actor)
    require_open(declaration.bid, actor)
    if decision not in (CLEARED, RECUSED):
        raise InvalidInput("decision", "Select whether the person is cleared or recused")
    if not reason.strip():
        raise InvalidInput("reason", "Enter the reason for the decision")
    if seen is not None and seen != declaration.declared_at:
        raise Conflict("The person changed the declaration after you opened the page")
    if not declaration.has_conflict or declaration.decision:
        raise Conflict("There is no conflict here that waits for a decision")
    declaration.decision, declaration.decision_reason = decision, reason.strip()
    declaration.decided_by_id, declaration.decided_at = actor.user_id, now
    audit.record(
        session, tag="conflict:decided", actor=actor, now=now, procurement=procurement,
        subject=declaration.bid.public_id, person=declaration.user_id, decision=decision, reason=reason.strip(),
    )  # fmt: skip


def require_decider(session: Session, declaration: ConflictDeclaration, actor: Actor) -> None:
    """Refuse one's own conflict to anybody, and to the owner any but an officer's: those the officer decides."""
    if declaration.user_id == actor.user_id:
        raise NotPermitted("Nobody decides on a conflict of their own")
    if Role.OFFICER in actor.roles:
        return
    officers = list_holders(session, declaration.bid.procurement_id, Role.OFFICER)
    if declaration.user_id not in {user.id for user in officers}:
        raise NotPermitted("The procurement officer decides on this conflict; the owner decides on an officer's own")


def may_decide(session: Session, declaration: ConflictDeclaration, actor: Actor) -> bool:
    """Say whether a person may decide on a declared conflict, so that a page offers only what is possible."""
    try:
        require_decider(session, declaration, actor)
    except NotPermitted:
        return False
    return True


def require_clear_request(session: Session, *, bid: Bid, actor: Actor) -> None:
    """Refuse a request to take part to whoever has not declared on its bidder; see `require_clear`."""
    if Role.AUDITOR not in actor.roles:
        require_clear(session, bid=bid, actor=actor)


def require_clear(session: Session, *, bid: Bid, actor: Actor) -> None:
    """Refuse a person who has not declared on a bid, and hide it from one who has a conflict nobody cleared."""
    row = find_declaration(session, bid.id, actor.user_id)
    if row is None:
        raise Conflict(
            "Declare first: say whether you have a conflict with this bidder before you read what it sent",
            endpoint="staff.evaluation.conflicts",
        )
    if not is_clear(row):
        raise NotFound("There is no such bid, or it is not yours to see")


def is_clear(row: ConflictDeclaration | None) -> bool:
    """Say whether what a person declared about a bidder lets them read of it."""
    return row is not None and (not row.has_conflict or row.decision == CLEARED)


def require_open(bid: Bid, actor: Actor) -> None:
    """Refuse outside the time in which conflicts with a bidder are declared and decided."""
    if not is_open(bid, actor):
        raise Conflict(
            "Conflicts are declared and decided about requests to take part once the call is closed, and about tenders "
            "from the opening of the bids until moderation ends"
        )


def require_may_declare(session: Session, bid: Bid, actor: Actor) -> None:
    """Refuse outside that time, and a member of the panel at work who has not accepted the invitation to it."""
    require_open(bid, actor)
    if bid.procurement.stage in DECLARING_STAGES:
        panel_invitations.require_accepted(session, procurement=bid.procurement, actor=actor)


def is_open(bid: Bid, actor: Actor) -> bool:
    """Say whether a person may declare about a bidder, or decide on that, now.

    The panel may while it works; who reads requests, and the owner who decides on an officer’s conflict, whenever
    these can be read.
    """
    stage = bid.procurement.stage
    if stage in DECLARING_STAGES and bid.stage in DECLARED_BID_STAGES:
        return True
    is_read = bid.requested_at is not None and stage not in BEFORE_SELECTION
    return is_read and bool(actor.roles & (READS_REQUESTS | {Role.OWNER}))
