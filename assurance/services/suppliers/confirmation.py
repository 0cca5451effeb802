"""Registering on the site: what is typed waits, and whoever reads the address completes it by a link that opens once.

Until then there is neither an organisation nor a person. Whoever asks gets one answer and costs the same work, whether
somebody signs in with the address already or not; only its reader learns which.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assurance.domain.authority.links import Purpose
from assurance.domain.errors import NotFound
from assurance.domain.mail import address as mail_address
from assurance.persistence.models import MailedLink, Registration, User
from assurance.persistence.session import Database
from assurance.services import accounts, audit, guessing, mail, mailed_links, signing_in
from assurance.services.suppliers.registration import look, register

FREE = {guessing.PERSON: 3, guessing.ADDRESS: 50}
"""How many messages one address gets, and one place asks for, before each next one has to wait."""
TOO_OFTEN = "Somebody tried to register with this too often, so no message was sent"
SUBJECT = "Your registration in Assurance"


def ask_to_register(
    database: Database, *, organisation_name: str, name: str, email: str, link: Callable[[str], str], site: str,
    place: str, now: datetime, company_number: str = "", is_different: bool = False,
) -> None:  # fmt: skip
    """Write down what is to be registered and send a message, answered alike for a known and an unknown address.

    `link` makes the address of a token and `site` is where the site is. Raises `InvalidInput` for what cannot be
    registered, and `TooMany` at the address that is tried too often.
    """
    email = mail_address(email, "email")
    with database.reading() as rows:
        looked = look(
            rows, organisation_name=organisation_name, company_number=company_number, is_different=is_different
        )
    guess = guessing.Guess(accounts.fingerprint(email), "registration", place, free=FREE, said=TOO_OFTEN)
    signing_in.count(database, guess, now)
    typed = Registration(
        organisation_name=looked.name, company_number=looked.number, is_different=is_different, name=name
    )
    with database.transaction() as session:
        write_down(session, typed, email=email, link=link, site=site, now=now)


def write_down(
    session: Session, typed: Registration, *, email: str, link: Callable[[str], str], site: str, now: datetime
) -> None:
    """Keep what was typed for whoever reads the address, and write to them: a link, or that they have an account."""
    owner = accounts.find_user(session, email)
    made, token = mailed_links.make(
        session, purpose=Purpose.REGISTRATION, organisation_id=None, email=email, now=now
    )  # fmt: skip
    typed.link_id = made.id
    session.add(typed)
    mail.queue(
        session, key=f"registration:{made.public_id}", recipient=email, subject=SUBJECT, now=now,
        body=_invite(link(token)) if owner is None else _turn_away(owner, site),
    )  # fmt: skip
    audit.record(
        session, tag="registration:asked", actor=None, now=now, subject=made.public_id, is_known=owner is not None
    )


def open_registration(session: Session, *, token: str, now: datetime) -> Registration:
    """Return what a token completes now, held until that is done; raise `NotFound` where it completes nothing.

    That is so, too, where somebody signs in with the address by now, having accepted an invitation.
    """
    link = mailed_links.open_link(session, purpose=Purpose.REGISTRATION, token=token, now=now)
    if accounts.find_user(session, link.email) is not None:
        raise NotFound(Purpose.REGISTRATION.gone)
    return session.scalars(select(Registration).where(Registration.link_id == link.id)).one()


def complete(session: Session, *, token: str, password: str, now: datetime, is_different: bool = False) -> User:
    """Register the provider with the person as its lead, who sets a password; the link is used up.

    It is looked at once more: another of that name may have been registered meanwhile.
    """
    typed = open_registration(session, token=token, now=now)
    user = register(
        session, organisation_name=typed.organisation_name, company_number=typed.company_number, name=typed.name,
        email=typed.link.email, password=password, is_different=is_different or typed.is_different, now=now,
    )  # fmt: skip
    typed.link.used_at = now
    audit.record(
        session, tag="registration:completed", actor=accounts.actor_of(user), now=now, subject=typed.link.public_id
    )
    session.delete(typed)
    return user


def forget(session: Session, *, now: datetime) -> None:
    """Delete what nobody completed in time, with the address that it went to, and links that were used."""
    old = select(MailedLink.id).where(MailedLink.purpose == Purpose.REGISTRATION, MailedLink.expires_at <= now)
    session.execute(delete(Registration).where(Registration.link_id.in_(old)))
    session.execute(delete(MailedLink).where(MailedLink.id.in_(old)))


def _invite(link: str) -> str:
    return (
        "Somebody, probably you, wants to register an organisation in Assurance with this address.\n\n"
        f"To complete it, open this address and set a password:\n\n{link}\n\n"
        "It works once, for 24 hours, and only if nobody has asked again since. Nothing is registered before. If it "
        "was not you, do nothing.\n"
    )


def _turn_away(owner: User, site: str) -> str:
    return (
        f"Somebody, perhaps you, tried to register an organisation in Assurance with {owner.email}. You sign in with "
        "this address already, so nothing was registered.\n\n"
        f"Sign in at {site}/sign-in, or set a new password at {site}/forgotten-password. To register another "
        "organisation, use another address. If it was not you, do nothing.\n"
    )
