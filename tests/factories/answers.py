"""Two people of one bidder at work on its answers, and what may change under their hands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.persistence.models import Addendum, CriterionRow, Organisation
from assurance.persistence.queries.criteria import get_criterion
from assurance.services import accounts
from assurance.services.clarifications import addenda
from assurance.services.tendering import versions
from tests.factories.cast import NOW, PASSWORD, World, email


def add_colleague(session: Session, world: World, organisation: str = "alder", name: str = "ally") -> None:
    """Add a contributor to an organisation of the cast; they act and sign in by their name."""
    owner = session.get_one(Organisation, world.organisations[organisation])
    user = accounts.create_user(
        session, email=email(name), name=f"{name.title()} Contributor", password=PASSWORD, organisation=owner, now=NOW
    )
    world.users[name] = user.id


def question(session: Session, world: World, code: str = "care") -> CriterionRow:
    """Return a criterion of the procurement."""
    return get_criterion(session, world.procurement_id, code)


def publish_version(session: Session, world: World, number: int, reason: str = "") -> None:
    """Keep the criteria as they stand as a version."""
    versions.freeze(
        session, procurement=world.procurement(session), number=number, actor=world.actor(session, "officer"), now=NOW,
        reason=reason,
    )  # fmt: skip
    session.flush()


def issue_addendum(session: Session, world: World, now: datetime = NOW, **given: Any) -> Addendum:
    """Send an addendum that changes what must be answered, unless told otherwise."""
    fields: dict[str, Any] = {
        "title": "Nights", "text": "Say who takes over at night and how they are told.",
        "changes": "The question on integrated care covers nights.", "effective_on": now.date(), "is_asking": True,
        "reasons": {}, **given,
    }  # fmt: skip
    officer = world.actor(session, "officer")
    row = addenda.issue(session, procurement=world.procurement(session), actor=officer, now=now, **fields)
    session.flush()
    return row
