"""All are told, each exactly once, and only the recipient reads it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.models import Message
from assurance.persistence.queries.messages import count_unread, list_messages, list_unread
from assurance.services import telling
from tests.factories.cast import NOW, World, make_world


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def tell(
    session: Session, world: World, *names: str, people: tuple[str, ...] = (), subject: str = "1"
) -> list[Message]:
    return telling.tell(
        session, kind="test", subject=subject, title="Something happened", endpoint="supplier.messages.index", now=NOW,
        procurement=world.procurement(session), organisations=[world.organisations[name] for name in names],
        people=[world.users[name] for name in people],
    )  # fmt: skip


def test_who_was_told_is_not_told_again_and_who_was_not_is(session: Session, world: World) -> None:
    assert len(tell(session, world, "alder", "birch", "alder")) == 2
    assert tell(session, world, "alder", "birch") == []
    (new,) = tell(session, world, "alder", "birch", "cedar")
    assert new.organisation_id == world.organisations["cedar"]
    assert len(tell(session, world, "alder", subject="2")) == 1


def test_each_reads_its_own_and_nobody_elses(session: Session, world: World) -> None:
    (mine,) = tell(session, world, "alder")
    (officers,) = tell(session, world, people=("officer",))
    alder, birch, officer = (world.actor(session, name) for name in ("alder", "birch", "officer"))
    assert (list_messages(session, alder)[0], list_messages(session, birch)[0]) == ([mine], [])
    assert list_messages(session, officer)[0] == [officers]
    with pytest.raises(NotFound):
        telling.open_message(session, public_id=mine.public_id, actor=birch, now=NOW)
    telling.open_message(session, public_id=mine.public_id, actor=alder, now=NOW)
    assert (mine.read_by_id, count_unread(session, alder), count_unread(session, officer)) == (alder.user_id, 0, 1)


def test_all_can_be_read_at_once(session: Session, world: World) -> None:
    for subject in "123":
        tell(session, world, "alder", "birch", subject=subject)
    alder = world.actor(session, "alder")
    assert telling.read_all(session, actor=alder, now=NOW) == 3
    assert list_unread(session, alder) == []
    assert count_unread(session, world.actor(session, "birch")) == 3


def test_a_carrier_is_given_each_new_message_once(session: Session, world: World) -> None:
    carried: list[Message] = []

    def carry(_: Session, made: Sequence[Message]) -> None:
        carried.extend(made)

    telling.carry_with(carry)
    try:
        tell(session, world, "alder")
        tell(session, world, "alder", "birch")
    finally:
        telling.stop_carrying(carry)
    tell(session, world, "cedar")
    assert [each.organisation_id for each in carried] == [world.organisations[n] for n in ("alder", "birch")]
