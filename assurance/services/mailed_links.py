"""Links that are mailed to one person: made, opened once, replaced by a newer one, withdrawn.

A token is looked for by its hash and opens for its purpose only. The caller puts on record what was done with it.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.links import Purpose
from assurance.domain.errors import NotFound
from assurance.persistence.models import MailedLink
from assurance.services import tokens


def make(
    session: Session, *, purpose: Purpose, organisation_id: int | None, email: str, now: datetime,
    user_id: int | None = None, sent_by_id: int | None = None, job_title: str = "", staff_number: str | None = None,
) -> tuple[MailedLink, str]:  # fmt: skip
    """Make a link and return it with its token; any earlier one to the address for the same purpose ends."""
    for earlier in list_standing(session, purpose=purpose, organisation_id=organisation_id, email=email):
        earlier.ended_at = now
    session.flush()  # the earlier one ends before the new one stands
    token = tokens.new()
    link = MailedLink(
        public_id=str(uuid.uuid4()), purpose=purpose, organisation_id=organisation_id, email=email, user_id=user_id,
        sent_by_id=sent_by_id, job_title=job_title, staff_number=staff_number, token_hash=tokens.digest(token),
        sent_at=now, expires_at=now + purpose.valid_for,
    )  # fmt: skip
    session.add(link)
    session.flush()  # two at once meet here, and one of them is asked to try again
    return link, token


def open_link(session: Session, *, purpose: Purpose, token: str, now: datetime) -> MailedLink:
    """Return what a token opens now, held until it is used; raise `NotFound` alike for every one that opens nothing."""
    found = session.scalar(
        select(MailedLink)
        .where(MailedLink.token_hash == tokens.digest(token), MailedLink.purpose == purpose)
        .with_for_update(of=MailedLink)
    )
    if found is None or found.used_at or found.ended_at or found.expires_at <= now:
        raise NotFound(purpose.gone)
    return found


def end(session: Session, *, public_id: str, purpose: Purpose, organisation_id: int, now: datetime) -> MailedLink:
    """Withdraw a link that stands; it opens nothing afterwards. Raise `NotFound` where there is none."""
    standing = list_standing(session, purpose=purpose, organisation_id=organisation_id)
    found = next((each for each in standing if each.public_id == public_id), None)
    if found is None:
        raise NotFound("There is no such invitation, or it is not yours to see")
    found.ended_at = now
    return found


def list_standing(
    session: Session, *, purpose: Purpose, organisation_id: int | None, email: str | None = None
) -> list[MailedLink]:
    """List the links that were neither used nor ended, those too old to open as well, newest first."""
    query = select(MailedLink).where(
        MailedLink.purpose == purpose, MailedLink.organisation_id == organisation_id,
        MailedLink.used_at.is_(None), MailedLink.ended_at.is_(None),
    )  # fmt: skip
    if email is not None:
        query = query.where(MailedLink.email == email)
    return list(session.scalars(query.order_by(MailedLink.id.desc())))
