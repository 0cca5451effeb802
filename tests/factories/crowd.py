"""Many bidders before one deadline in real time, each with a tender that is complete and a form ready to be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import Bid
from assurance.persistence.session import Database
from assurance.services import idempotency, submission, suppliers
from bench.site.client import Person
from bench.site.people import sign_in
from tests.factories.cast import PASSWORD, World, email
from tests.factories.tenders import fill, invited

PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Bidder:
    """One bidder at its browser: who it is, its bid, and the form of the page where the tender is checked."""

    name: str
    bid_id: str
    person: Person
    form: dict[str, str]

    def send(
        self, address: tuple[str, int], path: str, form: dict[str, str], patience: float = PATIENCE_SECONDS
    ) -> tuple[int, str]:
        """Send a form about the bid; give the status and the page, or raise `OSError` when no answer came."""
        line = HTTPConnection(*address, timeout=patience)
        headers = {
            "Cookie": f"assurance_session={self.person.cookie}", "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        body = urlencode({"csrf_token": self.person.token, **form})
        try:
            line.request("POST", f"/supplier/bids/{self.bid_id}/{path}", body, headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        except HTTPException as broken:
            raise ConnectionError("the answer broke off") from broken
        finally:
            line.close()


Attach = Callable[[Session, Bid, str], object]


def nothing(session: Session, bid: Bid, name: str) -> None:
    """Add nothing to a tender."""


def gather(session: Session, world: World, names: list[str], now: datetime, attach: Attach = nothing) -> None:
    """Register bidders, invite them and let each write a whole tender; `attach` adds what it likes."""
    for name in names:
        user = suppliers.register(
            session, organisation_name=f"{name.title()} Care", name=f"{name.title()} Lead", email=email(name),
            password=PASSWORD, now=now,
        )  # fmt: skip
        world.users[name], world.organisations[name] = user.id, user.organisation_id
        attach(session, fill(session, world, invited(session, world, name), name, now), name)


def close_in(session: Session, world: World, deadline: datetime) -> None:
    """Let the box close at an instant of real time."""
    world.procurement(session).tenders_due_at = deadline
    session.flush()


def at_their_browsers(app: Flask, database: Database, world: World, names: list[str]) -> Iterator[Bidder]:
    """Sign every bidder in and let each check its tender, as the page would."""
    people = sign_in(app, database, [world.users[name] for name in names])
    with database.reading() as session:
        for name in names:
            bid = session.scalars(select(Bid).where(Bid.organisation_id == world.organisations[name])).one()
            key = idempotency.new_key()
            form = {"token_key": key, "checked": submission.checked_digest(session, bid, key)}
            yield Bidder(name, bid.public_id, people[world.users[name]], form)
