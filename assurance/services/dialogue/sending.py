"""How information leaves: to all its participants at one instant, and never while a finding of the check is open.

What the check found nothing in, or only what its owner agreed to, the dialogue lead sends. Where somebody answered a
finding, a second person, the owner of the procurement, releases it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.dialogue.information import TELLING_STAGES
from assurance.domain.errors import Conflict, NotPermitted
from assurance.persistence.models import Bid, Outgoing, OutgoingRecipient
from assurance.persistence.queries.outgoing import label_of, next_number
from assurance.services import audit, stages, telling
from assurance.services.dialogue.owning import require_version, text_of
from assurance.services.dialogue.preparing import SENT, SHORTEST_REASON, record_check
from assurance.services.dialogue.screening import Screened, list_in_dialogue, recipients_of, screen
from assurance.services.permission import demand


def send(session: Session, *, row: Outgoing, version: int | None = None, actor: Actor, now: datetime) -> None:
    """Send what nothing stands in the way of; check it once more, since ideas and consents may have changed."""
    demand(actor, Permission.DIALOGUE_LEAD, row.procurement, act="write to participants")
    outcome = _ready(session, row, version, actor, now)
    if outcome.needs_second:
        raise Conflict("Somebody answered a finding of the check, so the owner of the procurement has to release this")
    _give(session, row, outcome, actor, now)


def release(session: Session, *, row: Outgoing, version: int | None = None, actor: Actor, now: datetime) -> None:
    """Release as the second person what somebody else wrote and answered for."""
    demand(actor, Permission.DISCLOSURE_RELEASE, row.procurement, act="release information to participants")
    if actor.user_id in {row.written_by_id, *(each.answered_by_id for each in row.answers)}:
        raise NotPermitted("You wrote this or answered for it, so somebody else has to release it")
    outcome = _ready(session, row, version, actor, now)
    _give(session, row, outcome, actor, now)


def send_to_rest(session: Session, *, row: Outgoing, actor: Actor, now: datetime) -> None:
    """Give information that some have to the other participants too; refused where the check now finds something."""
    demand(actor, Permission.DIALOGUE_LEAD, row.procurement, act="write to participants")
    stages.require(row.procurement, *TELLING_STAGES, act="Write to participants")
    if row.sent_at is None:
        raise Conflict("This has not been sent to anybody yet")
    has = {each.bid_id for each in row.recipients}
    rest = [bid for bid in list_in_dialogue(session, row.procurement_id) if bid.id not in has]
    if not rest:
        raise Conflict("Every participant has it already")
    outcome = screen(session, row, [*recipients_of(session, row), *rest])
    if outcome.findings:
        said = "; ".join(each.message for each in outcome.findings)
        raise Conflict(f"This cannot go to the others as it is. {said}. Write them a briefing instead")
    _use(outcome, now)
    _deliver(session, row, rest, now)
    audit.record(
        session, tag="outgoing:sent-to-rest", actor=actor, now=now, procurement=row.procurement,
        subject=row.public_id, to=[bid.public_id for bid in rest],
    )  # fmt: skip


def explain_difference(session: Session, *, row: Outgoing, reason: str, actor: Actor, now: datetime) -> None:
    """Put on record why not every participant has what some have."""
    demand(actor, Permission.DIALOGUE_LEAD, row.procurement, act="say why information is not equal")
    row.unequal_reason = text_of(
        reason, "reason", f"Say in at least {SHORTEST_REASON} characters why not everybody has it",
        least=SHORTEST_REASON,
    )  # fmt: skip
    audit.record(
        session, tag="information:explained", actor=actor, now=now, procurement=row.procurement,
        subject=row.public_id,
    )  # fmt: skip


def see(session: Session, *, given: OutgoingRecipient, actor: Actor, now: datetime) -> None:
    """Note that a participant has opened what it was given; the first time counts."""
    if given.seen_at is not None:
        return
    given.seen_at, given.seen_by_id = now, actor.user_id
    audit.record(
        session, tag="outgoing:seen", actor=actor, now=now, procurement=given.bid.procurement,
        subject=given.outgoing.public_id, bid=given.bid.public_id,
    )  # fmt: skip


def _ready(session: Session, row: Outgoing, version: int | None, actor: Actor, now: datetime) -> Screened:
    require_version(row.version, version)
    stages.require(row.procurement, *TELLING_STAGES, act="Write to participants")
    if row.sent_at is not None or row.dropped_at is not None:
        raise Conflict(SENT)
    outcome = record_check(session, row, actor, now)
    if outcome.open:
        said = "; ".join(each.message for each in outcome.open)
        raise Conflict(f"Nothing leaves while a finding of the check is open. {said}")
    return outcome


def _give(session: Session, row: Outgoing, outcome: Screened, actor: Actor, now: datetime) -> None:
    to = recipients_of(session, row)
    if not to:
        raise Conflict("Nobody is in the dialogue to send this to")
    row.number = next_number(session, row.procurement_id, row.kind)
    row.sent_at, row.sent_by_id = now, actor.user_id
    _use(outcome, now)
    _deliver(session, row, to, now)
    audit.record(
        session, tag="outgoing:sent", actor=actor, now=now, procurement=row.procurement, subject=row.public_id,
        kind=row.kind, number=row.number, to=[bid.public_id for bid in to], answered=len(outcome.answers),
        consents=[each.public_id for each in outcome.relied_on],
    )  # fmt: skip


def _use(outcome: Screened, now: datetime) -> None:
    for consent in outcome.relied_on:
        consent.used_at = consent.used_at or now


def _deliver(session: Session, row: Outgoing, to: Sequence[Bid], now: datetime) -> None:
    """Give it to each at the same instant, and tell each on a page of its own."""
    known = {each.bid_id: each for each in row.recipients}
    for bid in to:
        given = known.get(bid.id)
        if given is None:
            given = OutgoingRecipient(bid_id=bid.id, bid=bid)
            row.recipients.append(given)
        given.given_at = now
        telling.tell(
            session, kind="dialogue-information", subject=row.public_id, now=now, procurement=row.procurement,
            organisations=[bid.organisation_id], title=label_of(row)[:200],
            text="The authority has given you information in the dialogue.",
            endpoint="supplier.dialogue.given", params={"bid_id": bid.public_id, "outgoing_id": row.public_id},
        )  # fmt: skip
