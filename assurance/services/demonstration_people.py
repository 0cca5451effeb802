"""The people of a demonstration: who they are, what they see, and signing in as one of them without their password.

Whoever calls this has made sure that the installation is a demonstration; here only its invented people are found.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from assurance.domain.authority.policy import Audience
from assurance.domain.authority.roles import Role
from assurance.domain.errors import NotFound
from assurance.persistence.models import Organisation, RoleAssignment, User
from assurance.services import accounts
from assurance.services.suppliers.people import part_of

NO_OTHERS = "Sees nothing of another bidder."
NO_DUTY = "Has no duty in a procurement, so sees none of them."


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of the demonstration in words."""

    user_id: int
    name: str
    duties: str
    sees: str


def list_people(session: Session) -> list[Listed]:
    """List the people in the order in which they were made, the authority before the providers; two queries."""
    held: dict[int, set[Role]] = defaultdict(set)
    for user_id, role in session.execute(select(RoleAssignment.user_id, RoleAssignment.role).distinct()):
        held[user_id].add(role)
    rows = session.scalars(_OF_DEMONSTRATION.order_by(Organisation.id, User.id))
    return [_listed(user, [role for role in Role if role in held[user.id]]) for user in rows]


def sign_in(session: Session, *, user_id: int, now: datetime) -> str:
    """Start a session of a person of the demonstration, on record as such; a second factor counts as just given.

    Raises `NotFound` for everybody else.
    """
    user = session.scalar(_OF_DEMONSTRATION.where(User.id == user_id))
    if user is None:
        raise NotFound("There is no such person in the demonstration")
    token = accounts.start(session, user=user, now=now, tag="auth:signed-in-as-demonstration")
    session.flush()  # the sign-in is found by its token
    found = accounts.find_session(session, token)
    if found is not None:
        found.stepped_up_at = now
    return token


_OF_DEMONSTRATION = (
    select(User)
    .join(User.organisation)
    .options(contains_eager(User.organisation))
    .where(Organisation.is_demonstration, User.is_active)
)


def _listed(user: User, roles: list[Role]) -> Listed:
    if user.organisation.audience is Audience.SUPPLIER:
        part = part_of(user)
        return Listed(user.id, user.name, f"{part.label}, {user.organisation.name}", f"{part.meaning} {NO_OTHERS}")
    duties = ", ".join(role.label for role in roles) or user.job_title
    return Listed(user.id, user.name, duties, " ".join(role.duty for role in roles) or NO_DUTY)
