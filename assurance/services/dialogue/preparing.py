"""What is written for participants before it leaves: briefings and versions of the specification, checked each time.

The pattern is PCR 2015 regulation 30(8) to (12). A finding is mended by changing the text or answered with a reason.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.dialogue.information import TELLING_STAGES
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Outgoing, OutgoingAnswer, OutgoingRecipient, Procurement
from assurance.services import audit, stages
from assurance.services.dialogue.owning import print_of, require_version, text_of
from assurance.services.dialogue.screening import Screened, recipients_of, screen
from assurance.services.permission import demand

LONGEST_TITLE = 160
SHORTEST_REASON = 20
SENT = "This was sent already and is not changed any more. Write a new one instead"


def prepare(
    session: Session,
    *,
    procurement: Procurement,
    kind: str,
    title: str,
    text: str,
    changes: str = "",
    to: Sequence[Bid] = (),
    unequal_reason: str = "",
    actor: Actor,
    now: datetime,
) -> Outgoing:
    """Write a briefing or a version of the specification; `to` names participants, or nobody for all of them."""
    demand(actor, Permission.DIALOGUE_LEAD, procurement, act="write to participants")
    stages.require(procurement, *TELLING_STAGES, act="Write to participants")
    row = Outgoing(
        public_id=str(uuid.uuid4()), procurement=procurement, kind=kind, round=TELLING_STAGES[procurement.stage],
        written_by_id=actor.user_id, written_at=now, is_to_all=not to, title="", text="",
    )  # fmt: skip
    _word(row, title, text, changes)
    _address(row, to, unequal_reason)
    session.add(row)
    session.flush()  # the check below names it
    audit.record(
        session, tag="outgoing:written", actor=actor, now=now, procurement=procurement, subject=row.public_id,
        kind=kind, to=[bid.public_id for bid in to] or "all", print=print_of(row.title, row.text, row.changes),
    )  # fmt: skip
    record_check(session, row, actor, now)
    return row


def rewrite(
    session: Session,
    *,
    row: Outgoing,
    title: str,
    text: str,
    changes: str = "",
    version: int | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Change what is not sent yet; who wrote it last is its writer, and an answer holds while its words are shared."""
    _demand_open(row, actor)
    require_version(row.version, version)
    _word(row, title, text, changes)
    row.written_by_id, row.written_at = actor.user_id, now
    audit.record(
        session, tag="outgoing:rewritten", actor=actor, now=now, procurement=row.procurement, subject=row.public_id,
        print=print_of(row.title, row.text, row.changes),
    )  # fmt: skip
    session.flush()  # the check reads the text as it is now
    record_check(session, row, actor, now)


def answer_finding(session: Session, *, row: Outgoing, key: str, reason: str, actor: Actor, now: datetime) -> None:
    """Say why a finding may stand, such as that it was public before; somebody else has to release the text then."""
    _demand_open(row, actor)
    finding = next((each for each in screen(session, row, recipients_of(session, row)).open if each.key == key), None)
    if finding is None:
        raise Conflict("The check does not find this any more: open the page again")
    reason = text_of(
        reason, "reason", f"Say in at least {SHORTEST_REASON} characters why this may be told", least=SHORTEST_REASON
    )
    row.answers.append(
        OutgoingAnswer(key=key, finding=finding.message, reason=reason, answered_by_id=actor.user_id, answered_at=now)
    )
    audit.record(
        session, tag="disclosure:answered", actor=actor, now=now, procurement=row.procurement, subject=row.public_id,
        finding=key, idea=finding.idea, print=print_of(reason),
    )  # fmt: skip


def drop(session: Session, *, row: Outgoing, actor: Actor, now: datetime) -> None:
    """Give up what is not sent; it stays on record."""
    _demand_open(row, actor)
    row.dropped_at = now
    audit.record(
        session, tag="outgoing:dropped", actor=actor, now=now, procurement=row.procurement, subject=row.public_id
    )


def record_check(session: Session, row: Outgoing, actor: Actor, now: datetime) -> Screened:
    """Check what is to be sent and put the outcome on record: what was found of which idea, never in its words."""
    outcome = screen(session, row, recipients_of(session, row))
    audit.record(
        session, tag="disclosure:checked", actor=actor, now=now, procurement=row.procurement, subject=row.public_id,
        open=[f"{each.kind.value}:{each.idea}" for each in outcome.open], answered=len(outcome.answers),
        consents=[each.public_id for each in outcome.relied_on],
    )  # fmt: skip
    return outcome


def _demand_open(row: Outgoing, actor: Actor) -> None:
    demand(actor, Permission.DIALOGUE_LEAD, row.procurement, act="write to participants")
    if row.sent_at is not None or row.dropped_at is not None:
        raise Conflict(SENT)


def _word(row: Outgoing, title: str, text: str, changes: str) -> None:
    row.title = text_of(" ".join(title.split()), "title", "Enter a title")
    if len(row.title) > LONGEST_TITLE:
        raise InvalidInput("title", f"Enter at most {LONGEST_TITLE} characters")
    row.text = text_of(text, "text", "Enter the text")
    row.changes = changes.strip()
    if row.kind == "specification" and not row.changes:
        raise InvalidInput("changes", "Say what changed and because of what; for the first version, what it rests on")


def _address(row: Outgoing, to: Sequence[Bid], unequal_reason: str) -> None:
    if not to:
        return
    if row.kind == "specification":
        raise InvalidInput("to", "A version of the specification goes to every participant")
    if any(bid.procurement_id != row.procurement.id or bid.stage is not BidStage.IN_DIALOGUE for bid in to):
        raise InvalidInput("to", "Select participants of this dialogue")
    row.unequal_reason = text_of(
        unequal_reason, "unequal_reason", f"Say in at least {SHORTEST_REASON} characters why not everybody is told",
        least=SHORTEST_REASON,
    ) if unequal_reason.strip() else ""  # fmt: skip
    row.recipients = [OutgoingRecipient(bid_id=bid.id, bid=bid) for bid in to]
