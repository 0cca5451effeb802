"""Ideas, consents and information for tests; everybody named is of the known cast."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from assurance.persistence.models import Bid, DisclosureConsent, Idea, Outgoing
from assurance.services import dialogue
from tests.factories.cast import NOW, World

HALF = "The hospital keeps half of what it saves when an admission is avoided."
WORDING = "A hospital may keep half of what it saves when an admission is avoided."
REASON = "Public before: our engagement summary of January says it."


def idea_of(session: Session, world: World, bid: Bid, text: str = HALF, title: str = "Paid for empty beds") -> Idea:
    """An idea as the dialogue lead records it."""
    row = dialogue.record_idea(
        session, bid=bid, title=title, text=text, source="session", actor=world.actor(session, "lead"), now=NOW
    )
    session.flush()
    return row


def consent_of(
    session: Session, world: World, idea: Idea, who: str, *, give: bool = True, wording: str = WORDING, **to: Any
) -> DisclosureConsent:
    """Consent as its owner's lead answers it."""
    row = dialogue.ask_consent(
        session, idea=idea, wording=wording, to=to.get("to", ()), actor=world.actor(session, "lead"), now=NOW
    )
    session.flush()
    dialogue.answer_consent(session, consent=row, give=give, actor=world.actor(session, who), now=NOW)
    session.flush()
    return row


def written(session: Session, world: World, text: str, kind: str = "briefing", **more: Any) -> Outgoing:
    """Information as the dialogue lead writes it; it has gone to nobody."""
    changes = "Written after the first sessions." if kind == "specification" else ""
    row = dialogue.prepare(
        session, procurement=world.procurement(session), kind=kind, title=more.pop("title", "How payment works"),
        text=text, changes=changes, actor=world.actor(session, "lead"), now=NOW, **more,
    )  # fmt: skip
    session.flush()
    return row
