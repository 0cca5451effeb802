"""Registering waits for who reads the address: one link, once, for a day, and nothing is registered before."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import InvalidInput, NotFound
from assurance.persistence.models import AuditEvent, MailedLink, MailMessage, Organisation, Registration, User
from assurance.services import accounts, suppliers
from assurance.services.suppliers import confirmation
from tests.factories.cast import NOW, PASSWORD, World, email
from tests.statements import listened

NEWCOMER = "newcomer@example.org"
DAY = timedelta(hours=24)


def ask(session: Session, address: str = NEWCOMER, name: str = "Elm Care", is_different: bool = False) -> str:
    """Ask to register an organisation with an address, and return the token that was mailed, or nothing."""
    typed = Registration(
        organisation_name=name, company_number="01234567", is_different=is_different, name="Test Newcomer"
    )
    confirmation.write_down(
        session, typed, email=address, link="https://x/link/{}".format, site="https://x", now=NOW
    )  # fmt: skip
    found = re.search(r"https://x/link/(\S+)", letters(session)[-1].body or "")
    return found[1] if found else ""


def letters(session: Session) -> list[MailMessage]:
    return list(session.scalars(select(MailMessage).order_by(MailMessage.id)))


def registered(session: Session, name: str = "Elm Care") -> Organisation | None:
    return session.scalar(select(Organisation).where(Organisation.name == name))


def test_nothing_is_registered_until_the_reader_of_the_address_completes_it(session: Session, world: World) -> None:
    token = ask(session)
    assert suppliers.open_registration(session, token=token, now=NOW).name == "Test Newcomer"
    assert (registered(session), accounts.find_user(session, NEWCOMER)) == (None, None)
    user = suppliers.complete(session, token=token, password=PASSWORD, now=NOW)
    assert (user.email, user.name, user.is_organisation_lead) == (NEWCOMER, "Test Newcomer", True)
    assert registered(session) == user.organisation
    assert accounts.sign_in(session, email=NEWCOMER, password=PASSWORD, now=NOW)
    assert session.scalars(select(Registration)).all() == []
    tags = session.scalars(
        select(AuditEvent.tag).where(AuditEvent.tag.startswith("registration:")).order_by(AuditEvent.seq)
    )
    assert list(tags) == ["registration:asked", "registration:completed"]


def test_it_completes_once_for_a_day_and_only_the_newest_link_does(session: Session, world: World) -> None:
    first, second = ask(session), ask(session, name="Oak Care")
    for token, after in ((first, timedelta(0)), (second, DAY), ("guessed", timedelta(0)), ("", timedelta(0))):
        with pytest.raises(NotFound, match="no longer completes"):
            suppliers.complete(session, token=token, password=PASSWORD, now=NOW + after)
    suppliers.complete(session, token=second, password=PASSWORD, now=NOW + DAY - timedelta(seconds=1))
    assert (registered(session, "Elm Care"), registered(session, "Oak Care") is not None) == (None, True)
    with pytest.raises(NotFound):
        suppliers.complete(session, token=second, password=PASSWORD, now=NOW)


def test_what_another_typed_is_in_no_letter(session: Session, world: World) -> None:
    for address in (NEWCOMER, email("birch")):
        ask(session, address, name="Win a prize at evil.example")
    assert not any("evil" in f"{each.subject}{each.body}" for each in letters(session))


def test_a_known_address_gets_no_link_and_costs_the_same_questions(session: Session, world: World) -> None:
    asked = []
    for address in (NEWCOMER, email("birch")):
        with listened(session.get_bind().engine) as sent:
            ask(session, address)
        asked.append([re.sub(r"\s+", " ", each) for each in sent])
    assert asked[0] == asked[1]
    new, known = letters(session)
    assert (new.subject, "https://x/link/" in (new.body or "")) == (known.subject, True)
    assert "https://x/link/" not in (known.body or "")
    assert "https://x/forgotten-password" in (known.body or "")
    assert accounts.sign_in(session, email=email("birch"), password=PASSWORD, now=NOW)


def test_who_joined_meanwhile_completes_nothing(session: Session, world: World) -> None:
    token = ask(session)
    alder = session.get_one(Organisation, world.organisations["alder"])
    accounts.create_user(session, email=NEWCOMER, name="Test", password=PASSWORD, organisation=alder, now=NOW)
    with pytest.raises(NotFound):
        suppliers.complete(session, token=token, password=PASSWORD, now=NOW)


@pytest.mark.parametrize(
    ("taken", "field"), [("Elm Care", "organisation_name"), ("ELM CARE LTD", "is_different")]
)  # fmt: skip
def test_a_name_that_was_registered_meanwhile_is_looked_at_again(
    session: Session, world: World, taken: str, field: str
) -> None:
    token = ask(session)
    suppliers.register(session, organisation_name=taken, name="T", email="t@example.org", password=PASSWORD, now=NOW)
    with pytest.raises(InvalidInput) as refused:
        suppliers.complete(session, token=token, password=PASSWORD, now=NOW)
    assert refused.value.field == field


def test_what_nobody_completed_is_forgotten_with_its_address(session: Session, world: World) -> None:
    ask(session)
    suppliers.complete(session, token=ask(session, "other@example.org", "Oak Care"), password=PASSWORD, now=NOW)
    confirmation.forget(session, now=NOW + DAY - timedelta(seconds=1))
    assert len(session.scalars(select(MailedLink)).all()) == 2
    confirmation.forget(session, now=NOW + DAY)
    assert session.scalars(select(Registration)).all() == []
    assert session.scalars(select(MailedLink)).all() == []
    assert session.scalars(select(User).where(User.email == "other@example.org")).one()
