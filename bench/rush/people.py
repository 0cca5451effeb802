"""Everybody at their browsers before the deadline: who submits in time, who comes too late, who still uploads.

One bidder writes its tender through the services; the others’ rows are copies of it, so that a crowd is there soon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from assurance.app import create_app
from assurance.config import Settings
from assurance.domain.authority.policy import Audience
from assurance.persistence.base import Base
from assurance.persistence.models import Bid, BidStageChange, Organisation, User
from assurance.persistence.session import Database
from tests.factories.cast import World, email, make_world
from tests.factories.crowd import Bidder, at_their_browsers, close_in
from tests.factories.tenders import fill, invited, tenders_open

IN_TIME, TOO_LATE, UPLOADING = 500, 40, 120
_OWN = {"id", "public_id", "bid_id", "organisation_id", "version"}


@dataclass(frozen=True)
class Everybody:
    """The bidders by what they are about to do."""

    world: World
    in_time: Sequence[Bidder]
    too_late: Sequence[Bidder]
    uploading: Sequence[Bidder]


def everybody(settings: Settings, database: Database) -> Everybody:
    """Let everybody have a whole tender, and the page open where it is checked."""
    names = [f"bidder{number:03}" for number in range(IN_TIME + TOO_LATE + UPLOADING)]
    now = datetime.now(UTC)
    with database.transaction() as session:
        world = make_world(session)
        tenders_open(session, world)
        close_in(session, world, now + timedelta(hours=2))
        pattern = fill(session, world, invited(session, world, "alder"), "alder", now)
        for name in names:
            _register(session, world, name, now)
            _copy(session, pattern, invited(session, world, name))
    there = list(at_their_browsers(create_app(settings, database), database, world, names))
    in_time, rest = there[:IN_TIME], there[IN_TIME:]
    return Everybody(world, in_time, rest[:TOO_LATE], rest[TOO_LATE:])


def _register(session: Session, world: World, name: str, now: datetime) -> None:
    organisation = Organisation(name=f"{name.title()} Care", audience=Audience.SUPPLIER, created_at=now)
    session.add(organisation)
    session.flush()
    like = session.get_one(User, world.users["alder"])
    lead = User(
        email=email(name), name=f"{name.title()} Lead", password_hash=like.password_hash, created_at=now,
        organisation_id=organisation.id, is_organisation_lead=True,
    )  # fmt: skip
    session.add(lead)
    session.flush()
    world.users[name], world.organisations[name] = lead.id, organisation.id


def _copy(session: Session, pattern: Bid, bid: Bid) -> None:
    """Give a bid what the pattern says, in its own columns and in every table of parts, with its own name in it."""
    names = (pattern.organisation.name, session.get_one(Organisation, bid.organisation_id).name)
    for name in _columns(Bid):
        setattr(bid, name, getattr(pattern, name))
    for mapper in Base.registry.mappers:
        kind = mapper.class_
        if "bid_id" not in mapper.columns or kind is BidStageChange:
            continue
        for row in session.scalars(select(kind).where(kind.bid_id == pattern.id)).all():
            said = {name: _renamed(getattr(row, name), *names) for name in _columns(kind)}
            session.add(kind(bid_id=bid.id, **said))
    session.flush()


def _renamed(value: Any, before: str, after: str) -> Any:
    """Write another bidder's name in the place of the pattern's, wherever it names itself."""
    if isinstance(value, str):
        return value.replace(before, after)
    if isinstance(value, dict):
        return {key: _renamed(each, before, after) for key, each in value.items()}
    return type(value)(_renamed(each, before, after) for each in value) if isinstance(value, list | tuple) else value


def _columns(kind: type[Base]) -> list[str]:
    return [column.key for column in inspect(kind).column_attrs if column.key not in _OWN]
