"""Two accounts of one person, known by their staff number, neither hold two shares nor open together."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters import seals
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import BidStage
from assurance.persistence.models import AuditEvent, Bid, HolderKey, TenderKey, User
from assurance.services import accounts
from assurance.services.sealing import lost_keys, tender_keys
from tests.factories.cast import NOW, World, email
from tests.factories.sealing import give_key, take_part
from tests.factories.tenders import OPENING, close, submitted, tenders_open


def number(session: Session, world: World, **numbers: str) -> None:
    for name, given in numbers.items():
        accounts.set_staff_number(session, email=email(name), staff_number=given, now=NOW)


def test_they_are_refused_when_holders_are_named(session: Session, world: World) -> None:
    number(session, world, officer="ab 12", finance="AB12")
    for name in ("officer", "finance"):
        give_key(session, world, name)
    what = {
        "procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": NOW,
        "holder_ids": [world.users["officer"], world.users["finance"]], "stepped_up_at": NOW, "reason": "Two only",
    }  # fmt: skip
    with pytest.raises(InvalidInput, match="Officer and Finance have the same staff number") as refused:
        tender_keys.make(session, **what)  # type: ignore[arg-type]  # reason: gathered above
    assert refused.value.field == "holders"
    assert session.scalars(select(TenderKey)).all() == []
    number(session, world, finance="AB13")
    assert len(tender_keys.make(session, **what).shares) == 2  # type: ignore[arg-type]  # reason: gathered above


def test_they_are_refused_at_the_opening_when_the_number_came_later(session: Session, world: World) -> None:
    tenders_open(session, world)
    bid = submitted(session, world, "alder")
    close(session, world)
    number(session, world, officer="7", finance="7")
    take_part(session, world, "officer", OPENING)
    with pytest.raises(Conflict, match="Officer and Finance have the same staff number, so they count as one person"):
        take_part(session, world, "finance", OPENING)
    assert session.get_one(Bid, bid.id).stage is BidStage.SUBMITTED
    number(session, world, finance="")
    assert take_part(session, world, "finance", OPENING).is_open


def test_they_do_not_declare_a_key_lost_together(session: Session, world: World) -> None:
    tenders_open(session, world)
    submitted(session, world, "alder")
    close(session, world)
    for row in session.scalars(select(HolderKey)):
        row.public_key, row.protected_key = seals.make_holder_key("another passphrase of five words")
    number(session, world, owner="7", finance="7")

    def declare(name: str) -> bool:
        return lost_keys.declare(
            session, procurement=world.procurement(session), reason="Forgotten", actor=world.actor(session, name),
            now=OPENING,
        )  # fmt: skip

    assert not declare("owner")
    with pytest.raises(Conflict, match="Owner and Finance have the same staff number"):
        declare("finance")
    number(session, world, finance="8")
    assert declare("finance")


def test_people_of_two_authorities_may_have_one_number(session: Session, world: World) -> None:
    number(session, world, officer="7")
    officer = session.get_one(User, world.users["officer"])
    stranger = User(name="Stranger", organisation_id=officer.organisation_id + 1, staff_number="7")
    assert tender_keys.staff_number_of(officer) != tender_keys.staff_number_of(stranger)


def test_a_number_is_kept_tidy_and_put_on_record(session: Session, world: World) -> None:
    number(session, world, officer=" nhs 00-7 ")
    assert session.get_one(User, world.users["officer"]).staff_number == "NHS00-7"
    tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.subject == str(world.users["officer"]))).all()
    assert "user:staff-number" in tags
    for wrong in ("9" * 41, "7\x00"):
        with pytest.raises(InvalidInput) as refused:
            number(session, world, officer=wrong)
        assert refused.value.field == "staff_number"
