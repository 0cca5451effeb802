"""Interest: a message before or during the call, taken back at will, seen by the authority alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.queries.suppliers import list_interests
from assurance.services import suppliers
from tests.factories.cast import NOW, World
from tests.factories.tenders import DUE, call_open

AsOne = Callable[[str], Actor]


def express(session: Session, world: World, actor: Actor, message: str = "", now=NOW) -> None:  # type: ignore[no-untyped-def]  # reason: an instant
    suppliers.express(session, procurement=world.procurement(session), message=message, actor=actor, now=now)


def test_it_is_said_changed_and_withdrawn(session: Session, world: World, as_one: AsOne) -> None:
    call_open(session, world)
    express(session, world, as_one("alder"), "We look for partners")
    express(session, world, as_one("colleague"), "We found partners")
    assert [each.message for each in list_interests(session, world.procurement_id)] == ["We found partners"]
    suppliers.withdraw_interest(session, procurement=world.procurement(session), actor=as_one("alder"), now=DUE)
    assert list_interests(session, world.procurement_id) == []
    with pytest.raises(NotFound):
        suppliers.withdraw_interest(session, procurement=world.procurement(session), actor=as_one("alder"), now=NOW)
    express(session, world, as_one("alder"), "Again")
    assert len(list_interests(session, world.procurement_id)) == 1


def test_not_before_anything_is_public_nor_at_the_deadline_nor_by_those_who_only_read(
    session: Session, world: World, as_one: AsOne
) -> None:
    world.at(session, Stage.ENGAGEMENT)
    with pytest.raises(Conflict):
        express(session, world, as_one("alder"))
    call_open(session, world)
    with pytest.raises(Conflict):
        express(session, world, as_one("alder"), now=DUE)
    with pytest.raises(InvalidInput):
        express(session, world, as_one("alder"), "x" * 2001)
    for name in ("viewer", "officer"):
        with pytest.raises(NotPermitted):
            express(session, world, as_one(name))
    assert list_interests(session, world.procurement_id) == []
