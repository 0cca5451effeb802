"""A great many procurements for lists."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.stages import Stage
from assurance.persistence.models import Procurement, RoleAssignment
from tests.factories.cast import NOW, World


def make_many(session: Session, world: World, count: int) -> None:
    """Give the officer so many more procurements at the call, each due a day after the one before."""
    officer = world.users["officer"]
    for number in range(count):
        row = Procurement(
            reference=f"PR-2099-{number:04}", title=f"Programme {number}", stage=Stage.CALL, created_at=NOW,
            organisation_id=world.organisations["authority"], procedure_code="psr_competitive",
            procedure_version="1", created_by_id=officer, next_due_at=NOW + timedelta(days=number),
        )  # fmt: skip
        session.add(row)
        session.flush()
        for role in (Role.OFFICER, Role.AUDITOR):
            session.add(
                RoleAssignment(procurement_id=row.id, user_id=officer, role=role, given_by_id=officer, given_at=NOW)
            )
