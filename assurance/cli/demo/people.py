"""The cast: the authority's people by their duties, and one lead for each provider. Nobody here exists."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.cli.demo.play import Play, Scene
from assurance.cli.demo.texts import load
from assurance.domain.authority.policy import Audience
from assurance.domain.authority.roles import Role
from assurance.services import accounts, power_decisions, powers

PASSWORD = "demonstration only please"  # noqa: S105 -- printed for everyone; the site listens on loopback
PASSPHRASES = {
    "finance": "demonstration purse opens every second Tuesday",
    "governance": "demonstration seal rests beside warm minutes",
    "custodian": "demonstration vault keeps seven quiet ledgers",
}
"""The holders of the keys of tender boxes, each with a passphrase that is printed for everyone."""
SECRETARY = "governance"
"""Who confirms the powers that somebody else proposes."""
_MAIL = "{}@demo.example"


def email(key: str) -> str:
    """Return the address a person of the cast signs in with."""
    return _MAIL.format(key.replace("_", "."))


def enrol(play: Play, now: datetime) -> None:
    """Register the authority with its people, and the providers by their own people."""
    with play.database.transaction() as session:
        authority = accounts.create_organisation(
            session, name=load("people")["authority"], audience=Audience.STAFF, now=now, is_demonstration=True
        )
        for person in load("people")["people"]:
            play.people[person["key"]] = accounts.create_user(
                session, email=email(person["key"]), name=person["name"], password=PASSWORD, organisation=authority,
                now=now, job_title=person["job_title"], is_organisation_lead=person.get("is_secretary", False),
            )  # fmt: skip
        for supplier in load("suppliers")["suppliers"]:
            play.people[supplier["key"]] = _bidder(session, supplier, now)
        for person in play.people.values():
            session.refresh(person)  # with the organisation, since they are used in other sessions


def _bidder(session: Session, supplier: dict[str, Any], now: datetime) -> Any:
    """Create a provider as one of the demonstration, with the person who leads its bids."""
    organisation = accounts.create_organisation(
        session, name=supplier["name"], audience=Audience.SUPPLIER, now=now, is_demonstration=True
    )
    return accounts.create_user(
        session, email=email(supplier["key"]), name=f"Demo {supplier['key'].title()} Bid Lead", password=PASSWORD,
        organisation=organisation, now=now, job_title="Head of bids", is_organisation_lead=True,
    )  # fmt: skip


def give_roles(scene: Scene) -> None:
    """Give everyone their duties in the procurement; who started it is its officer already.

    What two people give the officer proposes, and the board secretary confirms; hers the owner does.
    """
    for person in load("people")["people"]:
        for role in person["roles"]:
            if person["key"] != "officer":
                _give(scene, person, Role(role))


def _give(scene: Scene, person: dict[str, Any], role: Role) -> None:
    powers.give_role(
        scene.session, procurement=scene.procurement, user=scene.play.people[person["key"]], role=role,
        reason=f"{person['name']} is {person['job_title'].lower()}", actor=scene.actor("officer"), now=scene.now,
    )  # fmt: skip
    scene.session.flush()
    second = scene.actor("owner" if person["key"] == SECRETARY else SECRETARY)
    for proposal in power_decisions.list_for(scene.session, second):
        power_decisions.confirm(scene.session, proposal=proposal, actor=second, now=scene.now)
