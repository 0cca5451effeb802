"""Registering a provider by one of its own people, who is asked to look twice where it may be registered already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Audience
from assurance.domain.errors import InvalidInput
from assurance.domain.suppliers.duplicates import ask_newcomer
from assurance.domain.suppliers.names import company_number as read_number
from assurance.domain.suppliers.names import skeleton
from assurance.persistence.models import User
from assurance.persistence.queries.suppliers import get_profile, is_known
from assurance.persistence.sight import sees_everything
from assurance.services import accounts, audit

NOT_A_NUMBER = "Enter the company number as on the register: 8 figures, or 2 letters and 6 figures"


@dataclass(frozen=True, slots=True)
class Looked:
    """An organisation that may be registered: its name and number as they are kept, and what is known already."""

    name: str
    number: str
    same_name: bool
    same_number: bool

    @property
    def doubt(self) -> str:
        """Why to look again, or nothing."""
        return ask_newcomer(self.name, same_name=self.same_name, same_number=self.same_number)


def look(session: Session, *, organisation_name: str, company_number: str, is_different: bool) -> Looked:
    """Return what is to be registered; refuse it at its field, at `is_different` until that is confirmed."""
    number = checked_number(company_number)
    name = accounts.new_name(session, organisation_name)
    looked = Looked(
        name, number, is_known(session, name_skeleton=skeleton(name)),
        bool(number) and is_known(session, company_number=number),
    )  # fmt: skip
    if looked.doubt and not is_different:
        raise InvalidInput("is_different", looked.doubt)
    return looked


@sees_everything  # nobody has signed in yet whose organisation it would be
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
    looked = look(
        session, organisation_name=organisation_name, company_number=company_number, is_different=is_different
    )
    organisation = accounts.create_organisation(session, name=looked.name, audience=Audience.SUPPLIER, now=now)
    user = accounts.create_user(
        session, email=email, name=name, password=password, organisation=organisation, now=now,
        is_organisation_lead=True,
    )  # fmt: skip
    get_profile(session, organisation.id).company_number = looked.number
    if looked.doubt:
        audit.record(
            session, tag="organisation:confirmed-different", actor=accounts.actor_of(user), now=now,
            subject=str(organisation.id), same_name=looked.same_name, same_number=looked.same_number,
        )  # fmt: skip
    return user


def checked_number(typed: str) -> str:
    """Return a company number as the register writes it, or refuse it at its field."""
    number = read_number(typed)
    if number is None:
        raise InvalidInput("company_number", NOT_A_NUMBER)
    return number
