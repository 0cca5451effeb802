"""Whose account at an identity provider is whose here: linked once, then found by what the provider calls a person.

Nobody gets an account by it. A link is made with an address that the provider has verified and that an account here
has; no second one of the same provider replaces it, so that an address which changes hands there opens nothing here.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.identity_provider import Asserted
from assurance.config import IdentityProvider
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import NotFound
from assurance.persistence.models import IdentityLink, User
from assurance.services import accounts, audit, telling, tokens


def find(
    session: Session, provider: IdentityProvider, said: Asserted, *, only: int | None, now: datetime
) -> IdentityLink | None:
    """Return the link of who came back from a provider, made if it may be; None for nobody, or nobody who may sign in.

    A new one is made for nobody else than the person `only`, where one is named.
    """
    link = session.scalar(
        select(IdentityLink).where(IdentityLink.issuer == provider.issuer, IdentityLink.subject == said.subject)
    )
    if link is None and said.is_email_verified and _may_link(provider, said.email):
        user = accounts.find_user(session, said.email)
        if user is not None and user.is_active and only in (None, user.id) and not _of(session, provider, user):
            link = _make(session, provider, user, said, now)
    return link if link is not None and link.user.is_active else None


def list_of(session: Session, *, actor: Actor) -> list[IdentityLink]:
    """List a person’s links, the oldest first."""
    mine = select(IdentityLink).where(IdentityLink.user_id == actor.user_id)
    return list(session.scalars(mine.order_by(IdentityLink.id)))


def remove(session: Session, *, link_id: int, actor: Actor, now: datetime) -> None:
    """Let an account elsewhere sign in no more; raise `NotFound` for one that is not the person’s own."""
    link = session.scalar(select(IdentityLink).where(IdentityLink.id == link_id, IdentityLink.user_id == actor.user_id))
    if link is None:
        raise NotFound("There is no such link")
    audit.record(
        session, tag="identity:unlinked", actor=actor, now=now, subject=str(actor.user_id), issuer=link.issuer,
        account=_short(link.subject),
    )  # fmt: skip
    session.delete(link)
    session.flush()


def _may_link(provider: IdentityProvider, email: str) -> bool:
    _, at, domain = email.rpartition("@")
    return bool(at) and (not provider.domains or domain in provider.domains)


def _of(session: Session, provider: IdentityProvider, user: User) -> IdentityLink | None:
    return session.scalar(
        select(IdentityLink).where(IdentityLink.user_id == user.id, IdentityLink.issuer == provider.issuer)
    )


def _make(session: Session, provider: IdentityProvider, user: User, said: Asserted, now: datetime) -> IdentityLink:
    link = IdentityLink(
        user=user, user_id=user.id, issuer=provider.issuer, subject=said.subject, linked_at=now, used_at=now
    )
    session.add(link)
    session.flush()
    audit.record(
        session, tag="identity:linked", actor=accounts.actor_of(user), now=now, subject=str(user.id),
        issuer=provider.issuer, account=_short(said.subject),
    )  # fmt: skip
    telling.tell(
        session, kind="way-to-sign-in", subject=f"identity/{link.id}", endpoint="auth.ways", now=now,
        title=f"Your account here can now be signed in to with {provider.label}", people=[user.id],
    )  # fmt: skip
    return link


def _short(subject: str) -> str:
    """Return what stands on record for a person’s name at the provider."""
    return tokens.digest(subject)[:16]
