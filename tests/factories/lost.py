"""A tender box whose key is lost: its holders have other keys, two people have said so, bidders give again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters import seals
from assurance.persistence.models import HolderKey
from assurance.services.sealing import lost_keys
from tests.factories.cast import World
from tests.factories.tenders import OPENING, close


def lose(session: Session, world: World) -> None:
    """Let both holders forget their passphrases and set up other keys."""
    for row in session.scalars(select(HolderKey)):
        row.public_key, row.protected_key = seals.make_holder_key("something else altogether now")
    session.flush()


def declare(session: Session, world: World, name: str, reason: str = "Both passphrases are forgotten") -> bool:
    """Declare the key lost."""
    return lost_keys.declare(
        session, procurement=world.procurement(session), reason=reason, actor=world.actor(session, name), now=OPENING
    )


def box_is_lost(session: Session, world: World) -> None:
    """Close the box, and let two people declare its key lost."""
    close(session, world)
    lose(session, world)
    declare(session, world, "owner")
    declare(session, world, "finance")


def open_supplied(session: Session, world: World, name: str = "owner") -> None:
    """Open what was given again."""
    lost_keys.open_supplied(
        session, procurement=world.procurement(session), actor=world.actor(session, name), now=OPENING
    )
