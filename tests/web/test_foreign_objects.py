"""Every address of the service, asked for by people it is not for: not there, nothing of it shown, nothing changed.

Drawn from the map of addresses, so that a new page is tried without being listed here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from assurance.domain.authority.policy import Audience
from assurance.domain.authority.roles import Role
from assurance.domain.provision.integration import IntegrationForm
from assurance.persistence.base import Base
from assurance.persistence.models import AuditEvent, RoleAssignment, User
from assurance.persistence.session import Database
from assurance.services import accounts, procurements
from tests.factories.cast import NOW, PASSWORD, World, email
from tests.factories.tenders import fill, invited, submitted, tenders_open
from tests.web.addresses import filled

SignIn = Callable[[str], FlaskClient]
NOT_OF_THE_MATTER = {"audit_event", "audit_head", "user_session", "guesses"}
CANARIES = ("canary", "Alder", "123,456", "Musculoskeletal")
"""What the pages of this procurement say, and no refusal may."""


def state(database: Database) -> str:
    """A digest of every row that is of the matter."""
    digest = hashlib.sha256()
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in NOT_OF_THE_MATTER:
                rows = session.execute(text(f'SELECT * FROM "{table.name}" ORDER BY id')).all()
                digest.update(repr([table.name, *map(tuple, rows)]).encode())
    return digest.hexdigest()


def addresses(app: Flask, prefix: str, needs: str, **known: str) -> dict[tuple[str, str], str]:
    """Every address of an audience that names a procurement or a bid, by endpoint and method."""
    with app.test_request_context():
        return {
            (rule.endpoint, method): filled(app, rule, **known)
            for rule in app.url_map.iter_rules()
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"})
            if rule.endpoint.startswith(prefix) and needs in rule.arguments
        }


def refusals(client: FlaskClient, asked: dict[tuple[str, str], str]) -> dict[tuple[str, str], tuple[int, list[str]]]:
    """What is answered that is not a plain "not found"."""
    odd = {}
    for which, address in asked.items():
        answer = client.open(
            address, method=which[1], data={"text": "x", "version": "1"} if which[1] != "GET" else None
        )
        page = re.sub(r'value="[^"]*"', "", answer.data.decode(errors="replace"))
        shown = [each for each in CANARIES if each in page]
        if answer.status_code != 404 or shown:
            odd[which] = (answer.status_code, shown)
    return odd


def denied(database: Database) -> int:
    with database.reading() as session:
        query = select(func.count()).select_from(AuditEvent).where(AuditEvent.tag == "access:denied")
        return session.scalar(query) or 0


@pytest.fixture
def bid_id(database: Database, world: World) -> str:
    """Alder's bid; Birch bids too."""
    with database.transaction() as session:
        tenders_open(session, world)
        fill(session, world, invited(session, world, "birch"), "birch")
        return submitted(session, world, "alder").public_id


def test_a_rival_bidder_finds_no_address_of_anothers_bid(
    app: Flask, sign_in: SignIn, database: Database, bid_id: str
) -> None:
    rival, asked = sign_in("birch"), addresses(app, "supplier.", "bid_id", bid_id=bid_id)
    before, counted = state(database), denied(database)
    assert len(asked) > 40
    assert refusals(rival, asked) == {}
    assert state(database) == before
    assert denied(database) == counted + len(asked)


def stranger(database: Database, world: World) -> None:
    """An officer of another authority, who runs a procurement of their own there."""
    with database.transaction() as session:
        other = accounts.create_organisation(session, name="Other Board", audience=Audience.STAFF, now=NOW)
        user = accounts.create_user(
            session, email=email("stranger"), name="Stranger", password=PASSWORD, organisation=other, now=NOW
        )
        theirs = procurements.create_procurement(
            session, title="Another matter", summary="Elsewhere", care_group="Eyes", population=1_000,
            contract_years=5, outcome_share_percent=30, integration_forms=[IntegrationForm.ALLIANCE],
            actor=accounts.actor_of(user), now=NOW,
        )  # fmt: skip
        world.users["stranger"] = user.id
        clinician = session.get_one(User, world.users["outsider"])
        for role in (Role.EVALUATOR, Role.MODERATOR, Role.OPENER):
            session.add(
                RoleAssignment(
                    procurement_id=theirs.id, user_id=clinician.id, role=role, given_by_id=user.id, given_at=NOW
                )
            )


@pytest.mark.parametrize("name", ["stranger", "outsider"])
def test_staff_find_no_address_of_a_procurement_that_is_not_theirs(
    app: Flask, sign_in: SignIn, database: Database, world: World, bid_id: str, name: str
) -> None:
    """An officer of another authority, and somebody who marks and opens in another procurement alone."""
    stranger(database, world)
    named = {"ref": world.reference, "bid_id": bid_id, "code": "care", "trigger": "close_tenders"}
    asked = addresses(app, "staff.", "ref", **named)
    client, before, counted = sign_in(name), state(database), denied(database)
    assert len(asked) > 150
    assert refusals(client, asked) == {}
    assert state(database) == before
    assert denied(database) == counted + len(asked)


def test_nothing_of_the_record_can_be_deleted_by_any_address(app: Flask) -> None:
    assert [rule.endpoint for rule in app.url_map.iter_rules() if {"DELETE", "PATCH"} & (rule.methods or set())] == []
