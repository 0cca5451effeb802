"""Lists about providers take as many queries for many as for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.persistence.models import Engagement, EngagementResponse, Interest, SavedSearch
from assurance.persistence.queries import alerts, engagement, suppliers
from tests.factories.cast import NOW, SUPPLIERS, World, make_world

Look = Callable[[Session, World, int], list[Any]]
LISTS: dict[str, Look] = {
    "registered providers": lambda session, world, asked: suppliers.list_named(session),
    "interest": lambda session, world, asked: [
        (each.organisation.name, each.expressed_by.email)
        for each in suppliers.list_interests(session, world.procurement_id)
    ],
    "answers": lambda session, world, asked: [
        each.organisation.name for each in engagement.list_submitted(session, asked)
    ],
    "questionnaires": lambda session, world, asked: [
        each.procurement.organisation.name for each in engagement.list_published(session)
    ],
    "people": lambda session, world, asked: suppliers.list_people_of(session, world.organisations["authority"]),
    "alerts": lambda session, world, asked: [each.user.organisation.name for each in alerts.list_live(session)],
}  # fmt: skip


@pytest.fixture
def world(session: Session) -> World:
    """The cast, with market engagement published."""
    made = make_world(session)
    made.at(session, Stage.ENGAGEMENT)
    return made


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_one_query_whatever_it_holds(session: Session, world: World, name: str) -> None:
    asked = Engagement(public_id="q" * 36, procurement_id=world.procurement_id, closes_at=NOW, published_at=NOW)
    session.add(asked)
    session.flush()
    number = asked.id
    for supplier in SUPPLIERS:
        _say(session, world, number, supplier)
    session.flush()
    session.expunge_all()
    sent: list[str] = []

    def note(connection, cursor, statement, parameters, context, many):  # type: ignore[no-untyped-def]  # reason: a listener
        sent.append(statement)

    engine = session.get_bind()
    assert isinstance(engine, Engine)
    event.listen(engine, "before_cursor_execute", note)
    try:
        found = LISTS[name](session, world, number)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(found) >= (1 if name == "questionnaires" else 4)
    assert len(sent) == 1


def _say(session: Session, world: World, asked: int, name: str) -> None:
    organisation, person = world.organisations[name], world.users[name]
    session.add(
        Interest(
            procurement_id=world.procurement_id, organisation_id=organisation, expressed_by_id=person, expressed_at=NOW
        )
    )
    session.add(
        EngagementResponse(
            engagement_id=asked, organisation_id=organisation, answers={}, readiness={}, saved_at=NOW,
            submitted_at=NOW, submitted_by_id=person,
        )
    )  # fmt: skip
    session.add(SavedSearch(public_id=f"{name:<36}", user_id=person, params={}, saved_at=NOW))
