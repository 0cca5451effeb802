"""Signing in with the account of another organisation, which its identity provider vouches for.

A browser is sent there with a word that only it can bring back, once and within ten minutes. Nothing of the database
is held while the provider is asked. Who comes back is found by `identity_links`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from assurance.adapters import identity_provider
from assurance.adapters.identity_provider import Asked, Asserted, NotBelieved, Unreachable
from assurance.config import IdentityProvider
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import AssuranceError, InvalidInput
from assurance.persistence.models import IdentityLink, ProviderVisit
from assurance.persistence.session import Database
from assurance.services import accounts, audit, guessing, identity_links, second_factor, signing_in, tokens

LASTS = timedelta(minutes=10)
FREE = {guessing.PERSON: 100}
"""How many may set out from one place and not come back before others there have to wait."""
LONGEST_ONWARD = 2000
_CHANGED_THEIR_MIND = frozenset({"access_denied", "login_required", "interaction_required", "consent_required"})


class NotSignedIn(AssuranceError):
    """Nobody was signed in; `code` says why for programs and on record, the message says it to the person."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message[:1].upper() + message[1:])


@dataclass(frozen=True, slots=True)
class Back:
    """What a browser came back with: the word it was sent with, a code or an error, and the secret of its cookie."""

    state: str
    code: str
    error: str
    issuer: str
    secret: str


@dataclass(frozen=True, slots=True)
class Came:
    """Who is signed in now, by the token of a new session, or None for who only confirmed it; and where they go on."""

    token: str | None
    onward: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Where it happens: the database, the provider, the address that people come back to, and where they are."""

    database: Database
    provider: IdentityProvider
    return_to: str
    place: str

    @property
    def guess(self) -> guessing.Guess:
        """Return what counts those who set out from one place."""
        said = "Too many people set out from here to sign in and did not come back"
        return guessing.Guess(self.place or "unknown", "provider", free=FREE, said=said)

    def refuse(self, code: str, message: str, now: datetime, *, whom: str = "", why: str = "") -> NotSignedIn:
        """Put on record that nobody was signed in, and return what to say."""
        audit.record_apart(
            self.database, tag="auth:refused-at-provider", actor=None, now=now, subject=whom, code=code, why=why[:300]
        )
        return NotSignedIn(code, message)

    def down(self, failed: Unreachable, now: datetime) -> NotSignedIn:
        """Say that the provider does not answer; whoever runs the installation finds on record what it did."""
        message = f"{self.provider.label} does not answer. Try again in a few minutes, or sign in with your password"
        return self.refuse("down", message, now, why=str(failed))


def send(desk: Desk, *, secret: str, onward: str, now: datetime, person: Actor | None = None) -> str:
    """Return where the browser that keeps a secret is sent; `person` shows there once more who they are.

    Raises `NotSignedIn` while the provider is not there, or when too many from one place have not come back.
    """
    asked = Asked(tokens.new(), secret, desk.return_to)
    try:
        signing_in.count(desk.database, desk.guess, now, "place")
        address = identity_provider.address_of(desk.provider, asked, again=person is not None)
    except InvalidInput as many:
        raise NotSignedIn("throttled", many.message) from many
    except Unreachable as failed:
        with desk.database.transaction() as session:
            guessing.was_right(session, desk.guess, now=now)  # nobody here is to blame for that
        raise desk.down(failed, now) from failed
    with desk.database.transaction() as session:
        session.execute(delete(ProviderVisit).where(ProviderVisit.started_at < now - LASTS))
        session.add(
            ProviderVisit(
                state_hash=tokens.digest(asked.state), secret_hash=tokens.digest(asked.secret), started_at=now,
                onward=onward[:LONGEST_ONWARD], user_id=person.user_id if person else None,
            )
        )  # fmt: skip
    return address


def come_back(desk: Desk, back: Back, *, now: datetime, token: str | None = None) -> Came:
    """Sign in who came back, or take it that somebody with the sign-in `token` confirmed who they are.

    Raises `NotSignedIn` for everybody else, on record with its reason; what they came back with is then used up.
    """
    if back.error:
        raise _error(desk, back, now)
    visit = _take(desk, back, now)
    said = _who(desk, back, now)
    with desk.database.transaction() as session:
        link = identity_links.find(session, desk.provider, said, only=visit.user_id, now=now)
        if link is not None and visit.user_id in (None, link.user_id):
            guessing.was_right(session, desk.guess, now=now)
            link.used_at, actor = now, accounts.actor_of(link.user)
            if visit.user_id is None:
                token = accounts.start(session, user=link.user, now=now, tag="auth:signed-in-at-provider")
                session.flush()  # it is found by its token
            age = _age_of_second_factor(desk.provider, link, said, now)
            if age is not None:
                second_factor.give(session, actor=actor, token=token or "", now=now, by="provider", age=age)
            if visit.user_id is None or age is not None:
                return Came(None if visit.user_id else token, visit.onward)
        is_theirs = link is not None and link.user_id == visit.user_id
    raise _refusal(desk, said, now, is_confirming=visit.user_id is not None, is_theirs=is_theirs)


def _take(desk: Desk, back: Back, now: datetime) -> ProviderVisit:
    """Use up the word that a browser was sent with; only the browser that keeps its secret can."""
    with desk.database.transaction() as session:
        visit = session.scalar(
            select(ProviderVisit).where(ProviderVisit.state_hash == tokens.digest(back.state)).with_for_update()
        )
        is_mine = visit is not None and secrets.compare_digest(visit.secret_hash, tokens.digest(back.secret))
        if visit is not None and is_mine and visit.used_at is None and now < visit.started_at + LASTS:
            visit.used_at = now
            session.flush()
            session.expunge(visit)
            return visit
    message = "This sign-in was begun more than 10 minutes ago or in another browser, or is finished already"
    raise desk.refuse("out_of_date", f"{message}. Sign in again", now)


def _error(desk: Desk, back: Back, now: datetime) -> NotSignedIn:
    """Say what a provider answered instead of a code."""
    label = desk.provider.label
    if back.error in _CHANGED_THEIR_MIND:
        return desk.refuse("cancelled", f"You did not sign in with {label}, so nothing was changed here", now)
    message = f"{label} could not sign you in. Try again, or sign in with your password"
    return desk.refuse("failed", message, now, why=back.error)


def _who(desk: Desk, back: Back, now: datetime) -> Asserted:
    """Return what the provider says of who came back."""
    label = desk.provider.label
    try:
        if back.issuer not in ("", desk.provider.issuer):
            raise NotBelieved(f"The answer comes from {back.issuer}")  # RFC 9207
        asked = Asked(back.state, back.secret, desk.return_to)
        return identity_provider.who(desk.provider, asked, code=back.code)
    except Unreachable as failed:
        raise desk.down(failed, now) from failed
    except NotBelieved as wrong:
        message = f"what {label} said of you could not be checked, so it was not believed. Sign in again"
        raise desk.refuse("not_believed", message, now, why=str(wrong)) from wrong


def _age_of_second_factor(
    provider: IdentityProvider, link: IdentityLink, said: Asserted, now: datetime
) -> timedelta | None:
    """Return how long ago a second factor was given there, if that is fresh; only what was agreed counts as one."""
    if not said.said & provider.second_factor:
        return None
    link.second_factor_at = now
    return said.age if said.age is not None and said.age < second_factor.FRESH else None


def _refusal(desk: Desk, said: Asserted, now: datetime, *, is_confirming: bool, is_theirs: bool) -> NotSignedIn:
    """Say what mends it; whether an address is unknown, suspended or linked to another account is told to nobody."""
    label, whom = desk.provider.label, accounts.fingerprint(said.email)
    if is_theirs:
        message = f"{label} did not say that you gave a second factor there just now, so it does not count here"
        return desk.refuse("no_factor", message, now, whom=whom, why=" ".join(sorted(said.said)))
    if is_confirming:
        return desk.refuse("another", f"at {label} you are signed in as somebody else than here", now, whom=whom)
    if not said.is_email_verified:
        message = f"{label} has not verified your email address. Have it verified there, or sign in with your password"
        return desk.refuse("unverified", message, now, whom=whom)
    message = (
        f"nobody signs in here as {said.email} with {label}. Ask whoever invites people here to invite this address"
    )
    return desk.refuse("unknown", message, now, whom=whom)
