"""The cast every test knows: one authority with its people and roles, four providers, one procurement."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.authority.roles import Role
from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement, User
from assurance.services import accounts, procurements, suppliers

NOW = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)
CAST = "cast"
"""Where a session keeps the world that its database already has."""
PASSWORD = "correct horse battery staple"

STAFF: dict[str, tuple[Role, ...]] = {
    "officer": (Role.OFFICER, Role.OPENER),
    "owner": (Role.OWNER,),
    "approver": (Role.APPROVER,),
    "lead": (Role.DIALOGUE_LEAD,),
    "finance": (Role.FINANCE_OFFICER, Role.OPENER),
    "clinician": (Role.EVALUATOR,),
    "nurse": (Role.EVALUATOR,),
    "moderator": (Role.MODERATOR,),
    "reviewer": (Role.ASSURANCE_REVIEWER,),
    "second_reviewer": (Role.ASSURANCE_REVIEWER,),
    "representations": (Role.REPRESENTATION_REVIEWER,),
    "contracts": (Role.CONTRACT_MANAGER,),
    "auditor": (Role.AUDITOR,),
}
"""Person to roles in the procurement. `outsider` is of the same authority and has none."""

SUPPLIERS = ("alder", "birch", "cedar", "dogwood")


@dataclass
class World:
    """Ids of what was made; tests load rows afresh in their own session."""

    procurement_id: int = 0
    reference: str = ""
    users: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)

    def actor(self, session: Session, name: str) -> Actor:
        """Return a person as an actor in the procurement."""
        user = session.get_one(User, self.users[name])
        roles = accounts.roles_in(session, user_id=user.id, procurement_id=self.procurement_id)
        return accounts.actor_of(user, roles)

    def procurement(self, session: Session) -> Procurement:
        """Return the procurement."""
        return session.get_one(Procurement, self.procurement_id)

    def at(self, session: Session, stage: Stage) -> Procurement:
        """Put the procurement at a stage without walking there, and return it."""
        procurement = self.procurement(session)
        procurement.stage = stage
        session.flush()
        return procurement


def email(name: str) -> str:
    """Return the address a member of the cast signs in with."""
    return f"{name}@example.org"


def make_world(session: Session, now: datetime = NOW) -> World:
    """Make the cast and a procurement in planning, unless the database was lent with them in it."""
    accounts._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    if CAST in session.info and now == NOW:
        return deepcopy(session.info[CAST])
    world = World()
    authority = accounts.create_organisation(session, name="Test Board", audience=Audience.STAFF, now=now)
    world.organisations["authority"] = authority.id
    for name in (*STAFF, "outsider"):
        user = accounts.create_user(
            session, email=email(name), name=name.replace("_", " ").title(), password=PASSWORD,
            organisation=authority, now=now, job_title="Test post",
        )  # fmt: skip
        world.users[name] = user.id
    for name in SUPPLIERS:
        user = suppliers.register(
            session, organisation_name=f"{name.title()} Care", name=f"{name.title()} Lead", email=email(name),
            password=PASSWORD, now=now,
        )  # fmt: skip
        world.users[name], world.organisations[name] = user.id, user.organisation_id
    procurement = procurements.create_procurement(
        session, title="Musculoskeletal lead provider", summary="All musculoskeletal care.", care_group="MSK",
        population=700_000, contract_years=5, outcome_share_percent=30,
        integration_forms=[IntegrationForm.SUBCONTRACTING, IntegrationForm.ALLIANCE],
        actor=world.actor(session, "officer"), now=now,
    )  # fmt: skip
    world.procurement_id, world.reference = procurement.id, procurement.reference
    officer = world.actor(session, "officer")
    for name, roles in STAFF.items():
        user = session.scalars(select(User).where(User.id == world.users[name])).one()
        for role in roles:
            if (name, role) != ("officer", Role.OFFICER):
                procurements.assign_role(session, procurement=procurement, user=user, role=role, actor=officer, now=now)
    return world
