"""The register of ideas: each belongs to one participant, which sees its own, adds to them and may dispute them."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.authority.roles import Role
from assurance.domain.dialogue.information import TELLING_STAGES
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Idea
from assurance.services import audit, stages, telling
from assurance.services.dialogue.owning import demand_lead, demand_own, print_of, require_version, text_of

SOURCES = {"session": "A session", "outline": "An outline solution", "participant": "The participant"}
LONGEST_TITLE = 120


def record_idea(session: Session, *, bid: Bid, title: str, text: str, source: str, actor: Actor, now: datetime) -> Idea:
    """Put an idea of a participant on record, in words that tell it apart from everybody else's.

    The dialogue lead records what was said in a session or an outline; a participant records its own.
    """
    if actor.audience is Audience.SUPPLIER:
        demand_own(bid, actor, Permission.BID_WRITE)
        source = "participant"
    else:
        demand_lead(bid, actor, "record an idea")
    stages.require(bid.procurement, *TELLING_STAGES, act="Record an idea")
    if bid.stage is not BidStage.IN_DIALOGUE:
        raise Conflict(f"{bid.organisation.name} is not in dialogue: “{bid.stage.label}”")
    if source not in SOURCES:
        raise InvalidInput("source", "Select where the idea was told")
    row = Idea(
        public_id=str(uuid.uuid4()), bid_id=bid.id, bid=bid, source=source, recorded_by_id=actor.user_id,
        recorded_at=now, title="", text="",
    )  # fmt: skip
    _word(row, title, text)
    session.add(row)
    _record(session, "idea:recorded", row, actor, now, source=source, print=print_of(row.title, row.text))
    if actor.audience is Audience.STAFF:
        _tell_owner(session, row, now)
    return row


def amend_idea(
    session: Session, *, idea: Idea, title: str, text: str, version: int | None, actor: Actor, now: datetime
) -> None:
    """Word an idea anew, as when its owner disputed the record; the dispute is settled by it."""
    demand_lead(idea.bid, actor, "change an idea")
    require_version(idea.version, version)
    before = print_of(idea.title, idea.text)
    _word(idea, title, text)
    was_disputed, idea.dispute = bool(idea.dispute), ""
    idea.disputed_at = idea.disputed_by_id = None
    _record(
        session, "idea:amended", idea, actor, now, print_before=before, print=print_of(idea.title, idea.text),
        was_disputed=was_disputed,
    )  # fmt: skip


def dispute_idea(session: Session, *, idea: Idea, text: str, actor: Actor, now: datetime) -> None:
    """Say for the owner what is wrong in the record of its idea; the dialogue lead is told."""
    demand_own(idea.bid, actor, Permission.BID_WRITE)
    idea.dispute = text_of(text, "dispute", "Say in at least 20 characters what is wrong", least=20)
    idea.disputed_at, idea.disputed_by_id = now, actor.user_id
    _record(session, "idea:disputed", idea, actor, now, print=print_of(idea.dispute))
    telling.tell_holders(
        session, procurement=idea.bid.procurement, roles=(Role.DIALOGUE_LEAD,), kind="idea-disputed", now=now,
        subject=f"{idea.public_id}/{idea.version}", title="The owner of an idea disputes its record",
        endpoint="staff.dialogue.ideas",
    )  # fmt: skip


def _word(row: Idea, title: str, text: str) -> None:
    row.title = text_of(" ".join(title.split()), "title", "Enter a short title")
    if len(row.title) > LONGEST_TITLE:
        raise InvalidInput("title", f"Enter at most {LONGEST_TITLE} characters")
    row.text = text_of(text, "text", "Say in at least 30 characters what tells this idea apart", least=30)


def _tell_owner(session: Session, row: Idea, now: datetime) -> None:
    telling.tell(
        session, kind="idea-recorded", subject=row.public_id, now=now, organisations=[row.bid.organisation_id],
        title="An idea of yours is on record", procurement=row.bid.procurement,
        text="Check that it says what you said. Nobody else is told it without your consent to the exact words.",
        endpoint="supplier.dialogue.ideas", params={"bid_id": row.bid.public_id},
    )  # fmt: skip


def _record(session: Session, tag: str, row: Idea, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=row.bid.procurement, subject=row.public_id,
        bid=row.bid.public_id, **data,
    )  # fmt: skip
