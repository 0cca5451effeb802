"""Registering a provider by one of its own people, who is asked to look twice where it may be registered already."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority import passwords
from assurance.domain.authority.policy import Audience
from assurance.domain.errors import InvalidInput
from assurance.domain.suppliers.duplicates import ask_newcomer
from assurance.domain.suppliers.names import company_number as read_number
from assurance.domain.suppliers.names import skeleton
from assurance.persistence.models import User
from assurance.persistence.queries.suppliers import get_profile, is_known
from assurance.services import accounts, audit, mail, tokens

NOT_A_NUMBER = "Enter the company number as on the register: 8 figures, or 2 letters and 6 figures"


def register(
    session: Session,
    *,
    organisation_name: str,
    name: str,
    email: str,
    password: str,
    now: datetime,
    company_number: str = "",
    is_different: bool = False,
) -> User:
    """Register a provider by one of its own people, who becomes its lead.

    A name or number that is known already is asked about at the field `is_different` until the person confirms that
    theirs is another organisation; that they did is on record for staff, who see both flagged.
    """
    number = checked_number(company_number)
    same_name = is_known(session, name_skeleton=skeleton(organisation_name))
    same_number = bool(number) and is_known(session, company_number=number)
    doubt = ask_newcomer(organisation_name, same_name=same_name, same_number=same_number)
    organisation = accounts.create_organisation(session, name=organisation_name, audience=Audience.SUPPLIER, now=now)
    if doubt and not is_different:
        raise InvalidInput("is_different", doubt)
    user = accounts.create_user(
        session, email=email, name=name, password=password, organisation=organisation, now=now,
        is_organisation_lead=True,
    )  # fmt: skip
    get_profile(session, organisation.id).company_number = number
    if doubt:
        audit.record(
            session, tag="organisation:confirmed-different", actor=accounts.actor_of(user), now=now,
            subject=str(organisation.id), same_name=same_name, same_number=same_number,
        )  # fmt: skip
    return user


def checked_number(typed: str) -> str:
    """Return a company number as the register writes it, or refuse it at its field."""
    number = read_number(typed)
    if number is None:
        raise InvalidInput("company_number", NOT_A_NUMBER)
    return number


def ask_to_register(
    session: Session, *, organisation_name: str, name: str, email: str, password: str, site: str, now: datetime,
    company_number: str = "", is_different: bool = False,
) -> None:  # fmt: skip
    """Register a provider, or tell the owner of an address that signs in already; whoever asks gets one answer.

    `site` is where the site is, for the message. Raises what `register` raises, alike for both kinds of address.
    """
    passwords.check(password, email=email)
    owner = accounts.find_user(session, email)
    asked = session.begin_nested()
    register(
        session, organisation_name=organisation_name, name=name, password=password, now=now,
        email=email if owner is None else f"{tokens.new()}@nobody.invalid", company_number=company_number,
        is_different=is_different,
    )  # fmt: skip
    if owner is None:
        asked.commit()
        _welcome(session, email.strip().lower(), organisation_name, site, now)
    else:
        asked.rollback()  # what is refused was refused alike, and it took as long
        audit.record(session, tag="organisation:known-address", actor=None, now=now, subject=str(owner.id))
        _tell_owner(session, owner, site, now)


def _welcome(session: Session, email: str, organisation_name: str, site: str, now: datetime) -> None:
    body = (
        f"{organisation_name} is registered in Assurance, and you are its lead.\n\n"
        f"Sign in with {email} at {site}/sign-in to take part in procurements and to invite colleagues.\n"
    )
    subject = "Your organisation is registered in Assurance"
    mail.queue(session, key=f"registered:{email}", recipient=email, subject=subject, body=body, now=now)


def _tell_owner(session: Session, owner: User, site: str, now: datetime) -> None:
    """Tell at most once a day, so that nobody can be flooded."""
    body = (
        f"Somebody, perhaps you, tried to register an organisation in Assurance with {owner.email}. You sign in with "
        "this address already, so nothing was registered.\n\n"
        f"Sign in at {site}/sign-in, or set a new password at {site}/forgotten-password. To register another "
        "organisation, use another address. If it was not you, do nothing.\n"
    )
    mail.queue(
        session, key=f"known-address:{owner.id}:{now:%Y-%m-%d}", recipient=owner.email,
        subject="You have an account in Assurance already", body=body, now=now,
    )  # fmt: skip
