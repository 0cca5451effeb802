"""Starting a procurement, giving roles in it, and recording the decision to go on with few bidders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.duties import excluded_by
from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import LONDON
from assurance.domain.deadlines.circumstances import MEANT
from assurance.domain.errors import InvalidInput
from assurance.domain.procedures.definition import Procedure
from assurance.domain.procedures.psr_competitive import PSR_COMPETITIVE
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.models import Organisation, Procurement, RoleAssignment, User
from assurance.services import audit

CHOOSABLE = {
    "light_touch": "Light touch contract",
    "urgent": "Urgency makes the ordinary periods impractical",
    "planned_notice": "A planned procurement notice was published in time",
    "agreed_period": "The time to tender is agreed with all selected suppliers",
}
"""Circumstances an officer may state when a procurement is started, and how they are named."""


def create_procurement(
    session: Session,
    *,
    title: str,
    summary: str,
    care_group: str,
    population: int | None,
    contract_years: int,
    outcome_share_percent: int,
    integration_forms: Sequence[IntegrationForm],
    actor: Actor,
    now: datetime,
    procedure: Procedure = PSR_COMPETITIVE,
    circumstances: Sequence[str] = (),
) -> Procurement:
    """Start a procurement in planning; whoever starts it becomes its officer.

    The procedure's code and version are stored, so that a changed table never rewrites a running case. Raises
    `InvalidInput` for a circumstance that has no meaning under its regime.
    """
    _check_circumstances(procedure, circumstances)
    organisation = session.get_one(Organisation, actor.organisation_id)
    procurement = Procurement(
        reference=_next_reference(session, now),
        title=_line(title, "title", "Enter a title"),
        summary=summary.strip(),
        organisation_id=organisation.id,
        procedure_code=procedure.code, procedure_version=procedure.version, circumstances=sorted(circumstances),
        created_by_id=actor.user_id, created_at=now, is_demonstration=organisation.is_demonstration,
        care_group=_line(care_group, "care_group", "Enter the care group"),
        population=population, contract_years=contract_years, outcome_share_percent=outcome_share_percent,
        integration_forms=[form.value for form in integration_forms],
    )  # fmt: skip
    session.add(procurement)
    session.flush()  # the id goes into the role and the audit entry
    audit.record(
        session, tag="procurement:created", actor=actor, now=now, procurement=procurement,
        procedure=procedure.code, version=procedure.version, circumstances=procurement.circumstances,
    )  # fmt: skip
    user = session.get_one(User, actor.user_id)
    assign_role(session, procurement=procurement, user=user, role=Role.OFFICER, actor=actor, now=now)
    return procurement


def _check_circumstances(procedure: Procedure, given: Sequence[str]) -> None:
    regime = procedure.regime
    for name in given:
        if name not in CHOOSABLE:
            raise InvalidInput("circumstances", "Select from the circumstances listed")
        if name not in MEANT[regime]:
            raise InvalidInput(
                "circumstances",
                f"“{CHOOSABLE[name]}” changes nothing under the {regime.label}; clear it, or change the law",
            )


def assign_role(
    session: Session, *, procurement: Procurement, user: User, role: Role, actor: Actor, now: datetime
) -> RoleAssignment:
    """Give a person of the authority a role: the effect alone.

    Who may give it, and who has to agree, is decided in `powers` and `power_decisions`.
    """
    check_role(session, procurement=procurement, user=user, role=role)
    assignment = RoleAssignment(
        procurement_id=procurement.id, user_id=user.id, role=role, given_by_id=actor.user_id, given_at=now
    )
    session.add(assignment)
    audit.record(
        session, tag="role:given", actor=actor, now=now, procurement=procurement, subject=str(user.id), role=role
    )
    return assignment


def check_role(session: Session, *, procurement: Procurement, user: User, role: Role) -> None:
    """Raise `InvalidInput` for a role that a person cannot hold; duties that exclude each other are refused here."""
    if user.organisation.audience is not Audience.STAFF or user.organisation_id != procurement.organisation_id:
        raise InvalidInput("user", "Choose a person of your own organisation")
    held = session.scalars(
        select(RoleAssignment.role).where(
            RoleAssignment.procurement_id == procurement.id, RoleAssignment.user_id == user.id
        )
    ).all()
    if role in held:
        raise InvalidInput("role", f"{user.name} already holds this role")
    if why := excluded_by(held, role):
        raise InvalidInput("role", f"{user.name} cannot hold this role. {why}")


def _next_reference(session: Session, now: datetime) -> str:
    year = now.astimezone(LONDON).year
    prefix = f"PR-{year}-"
    count = session.scalar(
        select(func.count()).select_from(Procurement).where(Procurement.reference.startswith(prefix))
    )
    return f"{prefix}{(count or 0) + 1:04}"


def _line(text: str, field: str, message: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise InvalidInput(field, message)
    return line
