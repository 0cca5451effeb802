"""Whose account at an identity provider is whose here, on both databases; the pages are tried with a real provider."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from assurance.adapters.identity_provider import Asserted
from assurance.config import IdentityProvider
from assurance.domain.errors import NotFound
from assurance.persistence.models import IdentityLink
from assurance.services import identity_links, keeping_out
from tests.factories.cast import NOW, World, email, make_world

PROVIDER = IdentityProvider("https://provider.example", "assurance", "secret")


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def said(name: str, subject: str = "", *, is_verified: bool = True) -> Asserted:
    return Asserted(subject or f"{name}-1", email(name), is_verified, frozenset(), None)


def find(session: Session, asserted: Asserted, only: int | None = None) -> IdentityLink | None:
    return identity_links.find(session, PROVIDER, asserted, only=only, now=NOW)


def test_one_link_for_each_person_and_each_name_there(session: Session, world: World) -> None:
    first = find(session, said("officer"))
    assert first is not None
    assert find(session, said("owner", "officer-1")) is first, "the name counts, whatever the address"
    assert find(session, said("officer", "officer-2")) is None, "nor does a second name replace it"
    assert identity_links.list_of(session, actor=world.actor(session, "officer")) == [first]


def test_no_link_without_a_verified_address_of_an_account_that_may_sign_in(session: Session, world: World) -> None:
    assert find(session, said("officer", is_verified=False)) is None
    assert find(session, said("stranger")) is None
    assert find(session, said("officer"), only=world.users["owner"]) is None, "who confirms links nobody else"
    first = find(session, said("officer"))
    keeping_out.set_suspended(session, email=email("officer"), is_suspended=True, now=NOW)
    keeping_out.set_suspended(session, email=email("owner"), is_suspended=True, now=NOW)
    assert first is not None
    assert (find(session, said("officer")), find(session, said("owner"))) == (None, None)


def test_only_its_person_removes_a_link(session: Session, world: World) -> None:
    link = find(session, said("officer"))
    assert link is not None
    with pytest.raises(NotFound):
        identity_links.remove(session, link_id=link.id, actor=world.actor(session, "owner"), now=NOW)
    identity_links.remove(session, link_id=link.id, actor=world.actor(session, "officer"), now=NOW)
    again = find(session, said("officer", "officer-2"))
    assert again is not None
    assert again.subject == "officer-2", "after which another may be linked"
