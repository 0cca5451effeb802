"""Of two people who decide at the same instant one is heard, and the trail knows one decision."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.persistence.models import AuditEvent, RoleAssignment
from assurance.persistence.queries.awards import find_standing_recommendation
from assurance.persistence.session import Database
from assurance.services import awards
from tests.factories.award import Award
from tests.factories.cast import NOW, make_world
from tests.services.tenders.test_together import Act, at_once


def test_one_approves_and_one_refuses_and_one_of_them_wins(database: Database) -> None:
    with database.transaction() as session:
        world = make_world(session)
        award = Award(session, world).rank()
        awards.recommend(
            session, procurement=award.procurement, preferred=award.bid("alder"), reserve=award.bid("birch"),
            text="First by the criteria", actor=award.actor("officer"), now=NOW,
        )  # fmt: skip
        session.add(
            RoleAssignment(
                procurement_id=world.procurement_id, user_id=world.users["outsider"], role=Role.APPROVER,
                given_by_id=world.users["officer"], given_at=NOW,
            )
        )  # fmt: skip

    def decides(name: str, *, approve: bool) -> Act:
        def act(session: Session) -> None:
            found = find_standing_recommendation(session, world.procurement_id)
            if found is not None:
                awards.decide(
                    session, recommendation=found, approve=approve, reason="Not now", now=NOW,
                    actor=world.actor(session, name),
                )  # fmt: skip

        return act

    at_once(database, decides("approver", approve=True), decides("outsider", approve=False))
    with database.reading() as session:
        tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.tag.startswith("recommendation:"))).all()
    assert len([tag for tag in tags if tag != "recommendation:written"]) == 1, tags
