"""Promise against cost for many tenders: who sees which, and in how many questions."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import Bid, ConflictDeclaration
from assurance.services import payment_offers
from tests.factories.cast import NOW, World
from tests.factories.payment import make_payment_model
from tests.factories.tenders import close, open_box, submitted, tenders_open
from tests.statements import asked, listened

BIDDERS = ("alder", "birch", "cedar")


def _compared(session: Session, world: World) -> tuple[list[str], int]:
    """Return whose tenders the officer sees side by side, and in how many questions."""
    session.flush()
    session.expire_all()
    officer, procurement = world.actor(session, "officer"), world.procurement(session)
    with listened(session.get_bind()) as sent:
        found = payment_offers.compare(session, procurement=procurement, actor=officer)
    return [each.bid.organisation.name for each in found], len(asked(sent))


def test_many_tenders_are_compared_in_as_many_questions_as_one(session: Session, world: World) -> None:
    make_payment_model(session, world)
    tenders_open(session, world)
    for name in BIDDERS:
        submitted(session, world, name)
    close(session, world)
    assert _compared(session, world)[0] == [], "before the opening"
    open_box(session, world)
    everybody, questions = _compared(session, world)
    assert everybody == ["Alder Care", "Birch Care", "Cedar Care"]
    for bid in session.scalars(select(Bid).order_by(Bid.id)).all()[1:]:
        session.add(
            ConflictDeclaration(
                bid_id=bid.id, user_id=world.users["officer"], has_conflict=True, detail="Kin", declared_at=NOW
            )
        )
    assert _compared(session, world) == (["Alder Care"], questions)
