"""A person's key opens with their passphrase; a tender key is made once, for people who cannot open it alone."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters import seals
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted, StepUpNeeded
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, RoleAssignment, TenderKey
from assurance.persistence.queries.sealing import find_holder_key, find_tender_key, list_current_holders
from assurance.services import moves
from assurance.services.sealing import holder_keys, tender_keys
from tests.factories.cast import NOW, World
from tests.factories.sealing import give_key, passphrase
from tests.factories.tenders import DUE, submitted, tenders_open

GOOD = "purple lanterns drift quietly"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def three(session: Session, world: World) -> tuple[str, ...]:
    """Three openers with keys of their own, one of whom runs the procurement."""
    session.add(
        RoleAssignment(
            procurement_id=world.procurement_id, user_id=world.users["owner"], role=Role.OPENER,
            given_by_id=world.users["officer"], given_at=NOW,
        )
    )  # fmt: skip
    names = ("officer", "finance", "owner")
    for name in names:
        give_key(session, world, name)
    return names


def make(session: Session, world: World, names: tuple[str, ...], by: str = "officer", **given: Any) -> TenderKey:
    fields = {"now": NOW, "stepped_up_at": NOW, **given}
    return tender_keys.make(
        session, procurement=world.procurement(session), actor=world.actor(session, by),
        holder_ids=[world.users[name] for name in names], **fields,
    )  # fmt: skip


def set_up(session: Session, world: World, name: str, **given: Any) -> object:
    fields = {"passphrase": GOOD, "again": GOOD, "now": NOW, "stepped_up_at": NOW, **given}
    return holder_keys.set_up(session, actor=world.actor(session, name), **fields)


def test_a_key_is_set_up_once_under_a_passphrase_that_is_kept_nowhere(session: Session, world: World) -> None:
    set_up(session, world, "finance")
    row = find_holder_key(session, world.users["finance"])
    assert row is not None
    assert len(holder_keys.open_key(row, GOOD)) == 32
    with pytest.raises(InvalidInput, match="not the passphrase"):
        holder_keys.open_key(row, GOOD + " ")
    with pytest.raises(Conflict, match="a key already"):
        set_up(session, world, "finance")
    assert GOOD not in str([event.body for event in session.scalars(select(AuditEvent))])


def test_another_passphrase_keeps_the_key_and_a_forgotten_one_does_not(session: Session, world: World) -> None:
    set_up(session, world, "finance")
    row = find_holder_key(session, world.users["finance"])
    assert row is not None
    private, public = holder_keys.open_key(row, GOOD), row.public_key
    who: dict[str, Any] = {"actor": world.actor(session, "finance"), "now": NOW}
    other = "amber bridges carry nobody home"
    with pytest.raises(InvalidInput) as refused:
        holder_keys.change_passphrase(session, old=other, passphrase=other, again=other, **who)
    assert refused.value.field == "old_passphrase"
    holder_keys.change_passphrase(session, old=GOOD, passphrase=other, again=other, **who)
    assert holder_keys.open_key(row, other) == private
    set_up(session, world, "finance", replace=True)
    assert row.public_key != public


def test_setting_up_wants_a_second_factor_a_good_passphrase_and_a_member_of_staff(
    session: Session, world: World
) -> None:
    for stale in (None, NOW - 15 * MINUTE):
        with pytest.raises(StepUpNeeded):
            set_up(session, world, "finance", stepped_up_at=stale)
    with pytest.raises(InvalidInput):
        set_up(session, world, "finance", passphrase="finance finance finance", again="finance finance finance")
    with pytest.raises(NotPermitted):
        set_up(session, world, "alder")
    assert find_holder_key(session, world.users["finance"]) is None


def test_every_pair_of_three_holders_can_open_and_no_one_alone(
    session: Session, world: World, three: tuple[str, ...]
) -> None:
    key = make(session, world, three)
    shares = []
    for name, share in zip(three, key.shares, strict=True):
        own = find_holder_key(session, world.users[name])
        assert own is not None
        shares.append(seals.open_share(share.sealed, holder_keys.open_key(own, passphrase(name))))
    assert [seals.share_digest(share) for share in shares] == [share.digest for share in key.shares]
    opened = {seals.combine(pair, key.public_key) for pair in itertools.combinations(shares, 2)}
    assert [seals.public_half(each) for each in opened] == [key.public_key]
    for share in shares:
        with pytest.raises(seals.BadShare):
            seals.combine([share], key.public_key)
    event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "tender-key:made")).one()
    assert event.body["data"]["holders"] == ["Officer", "Finance", "Owner"]


@pytest.mark.parametrize("name", ["finance", "owner", "approver", "alder", "outsider"])
def test_only_the_officer_makes_the_key(session: Session, world: World, three: tuple[str, ...], name: str) -> None:
    with pytest.raises(NotPermitted):
        make(session, world, three, by=name)


def test_the_key_wants_a_second_factor_holders_with_keys_and_a_reason_where_none_is_to_spare(
    session: Session, world: World, three: tuple[str, ...]
) -> None:
    with pytest.raises(StepUpNeeded):
        make(session, world, three, stepped_up_at=None)
    for names, field in ((("officer", "finance"), "reason"), (("officer", "clinician", "owner"), "holders")):
        with pytest.raises(InvalidInput) as refused:
            make(session, world, names)
        assert refused.value.field == field
    session.delete(find_holder_key(session, world.users["owner"]))
    session.flush()
    with pytest.raises(InvalidInput, match="Owner has no key yet"):
        make(session, world, three)
    assert find_tender_key(session, world.procurement_id) is None
    make(session, world, ("officer", "finance"), reason="Two openers are named in the scheme of delegation")


def test_until_the_first_tender_the_key_can_be_made_anew_and_then_never(
    session: Session, world: World, three: tuple[str, ...]
) -> None:
    first = make(session, world, three).public_key
    second = make(session, world, three[1:], reason="Officer leaves").public_key
    assert first != second
    assert len(session.scalars(select(TenderKey)).all()) == 1
    tenders_open(session, world)
    submitted(session, world, "alder")
    with pytest.raises(Conflict, match="can no longer be given out anew"):
        make(session, world, three)
    assert list_current_holders(session, world.procurement_id) == {world.users[name] for name in three[1:]}


def test_a_holder_without_role_account_or_key_no_longer_counts(
    session: Session, world: World, three: tuple[str, ...]
) -> None:
    key = make(session, world, three)
    assert len(list_current_holders(session, world.procurement_id)) == 3
    session.delete(
        session.scalars(
            select(RoleAssignment).where(
                RoleAssignment.user_id == world.users["owner"], RoleAssignment.role == Role.OPENER
            )
        ).one()
    )
    key.shares[1].user.is_active = False
    set_up(session, world, "officer", replace=True)
    session.flush()
    assert list_current_holders(session, world.procurement_id) == set()


def test_nobody_is_invited_before_the_box_has_a_key(session: Session, world: World, three: tuple[str, ...]) -> None:
    procurement = world.at(session, Stage.DIALOGUE_CLOSED)
    procurement.tenders_due_at = DUE

    def objections() -> set[str]:
        try:
            moves.perform(
                session, procurement=procurement, trigger="invite_final_tenders",
                actor=world.actor(session, "officer"), now=NOW,
            )  # fmt: skip
        except MoveRefused as refused:
            return {each.code for each in refused.objections}
        return set()

    assert "tender_key" in objections()
    make(session, world, three)
    assert "tender_key" not in objections()
