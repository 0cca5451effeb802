"""The cast, and a colleague who works for Alder beside its lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.persistence.models import Organisation
from assurance.services import accounts
from tests.factories.cast import NOW, PASSWORD, World, email, make_world


@pytest.fixture
def world(session: Session) -> World:
    """The cast with a procurement in planning."""
    made = make_world(session)
    alder = session.get_one(Organisation, made.organisations["alder"])
    for name, is_viewer in (("colleague", False), ("viewer", True)):
        made.users[name] = accounts.create_user(
            session, email=email(name), name=f"Test {name.title()}", password=PASSWORD, organisation=alder, now=NOW,
            is_organisation_viewer=is_viewer,
        ).id  # fmt: skip
    return made


@pytest.fixture
def as_one(session: Session, world: World) -> Callable[[str], Actor]:
    """Return a member of the cast as an actor."""
    return lambda name: world.actor(session, name)
