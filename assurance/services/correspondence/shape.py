"""The shape that all these letters share: addressed, dated, in the words of their law, in sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON
from assurance.domain.notices.invitations import words_for
from assurance.persistence.models import Bid, Letter, Procurement
from assurance.services import audit, telling
from assurance.services.notice_content import described

Section = tuple[str, str]


def addressed(
    session: Session, procurement: Procurement, bid: Bid, kind: str, sections: Iterable[Section], **names: str
) -> dict[str, Any]:
    """Write a letter of a kind to a bidder; sections without text are left out, the date is set when it is issued."""
    words = words_for(procurement.procedure.regime, kind)
    return {
        "kind": kind,
        "to": bid.organisation.name,
        "addressee": described(session, bid.organisation),
        "procurement": {
            "reference": procurement.reference, "title": procurement.title, "authority": procurement.organisation.name,
        },
        "date": None,
        "title": words.title,
        "provision": words.provision,
        "intro": words.intro.format(title=procurement.title, **names),
        "sections": [{"heading": heading, "text": text.strip()} for heading, text in sections if text.strip()],
    }  # fmt: skip


def written_on(content: Mapping[str, Any]) -> date | None:
    """Return the day a letter was issued, or None before."""
    return date.fromisoformat(content["date"]) if content["date"] else None


def issue_letter(session: Session, *, letter: Letter, actor: Actor, now: datetime) -> Letter:
    """Fix a letter with its date, put it on record and tell the bidder that it is there."""
    bid = letter.bid
    letter.content = {**letter.content, "date": now.astimezone(LONDON).date().isoformat()}
    letter.issued_at = now
    session.add(letter)
    session.flush()  # of two people who issue the same letter the second is stopped here
    audit.record(
        session, tag="letter:issued", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        kind=letter.kind,
    )  # fmt: skip
    telling.tell(
        session, kind=f"letter-{letter.kind}", subject=f"{bid.public_id}:{now.isoformat()}",
        title=letter.content["title"], text=letter.content["intro"], endpoint="supplier.bids.correspondence",
        params={"bid_id": bid.public_id, "kind": letter.kind}, now=now, organisations=[bid.organisation_id],
    )  # fmt: skip
    return letter
