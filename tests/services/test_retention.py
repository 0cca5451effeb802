"""Records are erased when their time has come, by two people, never while something keeps them; their hash stays."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.retention.classes import Kind
from assurance.domain.stages import Stage
from assurance.persistence.base import Base
from assurance.persistence.models import (
    AuditEvent,
    CallInvitation,
    Claim,
    Consensus,
    Contract,
    Erasure,
    LegalHold,
    Letter,
    Message,
    Notice,
    OcdsRelease,
    Pack,
    Price,
    StageChange,
    Subcontractor,
    User,
)
from assurance.persistence.models.contract import ContractSignature
from assurance.persistence.queries.retention import is_document_erased
from assurance.persistence.queries.stored_files import named
from assurance.services import audit_check, mail, retention
from assurance.services.retention.scrubbing import ERASED, digest, scrub
from tests.factories.award import Award
from tests.factories.cast import make_world

WHY = "A claim about this award is expected."


@pytest.fixture
def award(session: Session) -> Award:
    """A contract signed by both on 5 February 2025, with everything it came from."""
    made = Award(session, make_world(session)).to_award("")
    contract = made.draw_up()
    for party in ("authority", "lead_provider"):
        made.session.add(
            ContractSignature(
                contract_id=contract.id, party=party, signatory="Ann Other", capacity="Chief executive",
                signed_on=date(2025, 2, 5), recorded_by_id=made.world.users["contracts"], recorded_at=made.now,
            )
        )  # fmt: skip
    made.session.flush()
    made.now += timedelta(days=366 * 7)
    return made


def proposed(award: Award, kind: Kind = Kind.LOST_TENDERS) -> Erasure:
    retention.propose_due(award.session, now=award.now)
    return award.session.scalars(select(Erasure).where(Erasure.kind == kind)).one()


def approve(award: Award, erasure: Erasure, *names: str) -> Erasure:
    for name in names or ("owner", "approver"):
        retention.approve(award.session, erasure=erasure, actor=award.actor(name), now=award.now)
    award.session.flush()
    return erasure


def hold(award: Award, name: str = "owner", reason: str = WHY) -> LegalHold:
    return retention.place_hold(
        award.session, procurement=award.procurement, reason=reason, actor=award.actor(name), now=award.now
    )


def end(award: Award, row: LegalHold, name: str = "officer") -> None:
    retention.end_hold(
        award.session, procurement=award.procurement, hold=row, reason="The claim was never made.",
        actor=award.actor(name), now=award.now,
    )  # fmt: skip


def everything(session: Session, *but: type[Base]) -> str:
    """Read every row of every table as the program reads it."""
    left = [mapper.class_ for mapper in Base.registry.mappers if mapper.class_ not in but]
    rows = [row for model in left for row in session.scalars(select(model)).unique()]
    return json.dumps([{key: value for key, value in vars(row).items() if key[0] != "_"} for row in rows], default=str)


def invite(award: Award, *addresses: str) -> None:
    """Have the call drawn to somebody's attention long ago, by a message that was sent."""
    for address in addresses:
        award.session.add(
            CallInvitation(
                public_id=address[:3], procurement_id=award.world.procurement_id, name=f"Provider at {address}",
                email=address, invited_by_id=award.world.users["officer"], invited_at=award.now,
            )
        )  # fmt: skip
        key = f"call-invitation:{address[:3]}"
        mail.queue(award.session, key=key, recipient=address, subject="A call", body="Read it", now=award.now)
        mail.mark_sent(award.session, key=key, now=award.now)


def test_what_is_due_is_proposed_once_and_people_are_told(award: Award) -> None:
    made = retention.propose_due(award.session, now=award.now)
    assert sorted(each.kind for each in made) == [Kind.LOST_TENDERS, Kind.RECORD], "the contract still runs"
    assert retention.propose_due(award.session, now=award.now) == []
    told = award.session.scalars(select(Message).where(Message.kind == "erasure")).all()
    assert {each.user_id for each in told} == {award.world.users[name] for name in ("officer", "owner", "approver")}


def test_nothing_is_due_on_the_last_day(award: Award) -> None:
    award.now = award.now.replace(year=2031, month=2, day=5, hour=12)
    assert retention.propose_due(award.session, now=award.now) == []
    award.now += timedelta(days=1)
    assert len(retention.propose_due(award.session, now=award.now)) == 2


def test_two_people_erase_the_tenders_that_lost_and_the_hash_and_the_trail_stay(award: Award) -> None:
    erasure = approve(award, proposed(award))
    assert (erasure.first_by_id, erasure.second_by_id) == (award.world.users["owner"], award.world.users["approver"])
    award.session.expire_all()
    prices = award.session.scalars(select(Price)).all()
    assert {each.bid_id for each in prices} == {award.bid("alder").id}, "the winner's are of another kind"
    partners = {each.name for each in award.session.scalars(select(Subcontractor))}
    assert partners == {"Partner of alder"}
    assert len(erasure.digest) == 64 and erasure.counts == {"tenders": 3}
    event = award.session.scalars(select(AuditEvent).where(AuditEvent.tag == "erasure:done")).one()
    assert event.body["data"]["digest"] == erasure.digest
    assert audit_check.check_chain(award.session).broken_at is None


def test_the_record_loses_its_words_and_keeps_its_marks(award: Award) -> None:
    invite(award, "ash@provider.example", "beech@provider.example")
    before = everything(award.session)
    assert "Reason of birch for clinical" in before
    kinds = {letter.content["kind"] for letter in award.session.scalars(select(Letter))}
    printed = {kind: str(number) * 64 for number, kind in enumerate(("evaluation", "notice", "statement"))}
    made_from = {kind: f"a{sha256[1:]}" for kind, sha256 in printed.items()}
    for kind, sha256 in printed.items():
        award.session.add(
            Pack(
                public_id=kind, procurement_id=award.world.procurement_id, kind=kind, title=kind, status="done",
                requested_by_id=award.world.users["officer"], requested_at=award.now, sha256=sha256,
                snapshot_digest=made_from[kind],
            )
        )  # fmt: skip
    award.session.flush()
    kept = {*printed.values(), *made_from.values()}
    assert named(award.session, kept) == kept
    erasure = approve(award, proposed(award, Kind.RECORD))
    award.session.expire_all()
    assert erasure.counts["invitations to the call"] == 2
    assert {each.name for each in award.session.scalars(select(CallInvitation))} == {ERASED}
    left = named(award.session, kept)
    assert left == kept - {printed["evaluation"], made_from["evaluation"]}, "the next sweep takes the file of the other"
    hashes = set(award.session.scalars(select(Pack.sha256).where(Pack.sha256.is_not(None))))
    assert hashes == set(printed.values()), "the hash of what was erased stays on its row"
    after = everything(award.session, AuditEvent, Notice, OcdsRelease)
    for words in (
        "Reason of birch for clinical",
        "Reason of alder for workforce",
        "Evidence file 4",
        "provider.example",
    ):
        assert words not in after
    agreed = award.session.scalars(select(Consensus)).all()
    assert {each.reason for each in agreed} == {ERASED}
    assert sorted(each.mark for each in agreed) == [2, 3, 4, 4, 5, 5]
    assert {letter.content["kind"] for letter in award.session.scalars(select(Letter))} == kinds
    assert is_document_erased(award.session, award.world.procurement_id, "evaluation")
    assert not is_document_erased(award.session, award.world.procurement_id, "notice")
    assert not is_document_erased(award.session, award.world.procurement_id, "statement"), "the contract runs"
    assert audit_check.check_chain(award.session).broken_at is None


def test_the_contract_and_its_tender_go_when_it_is_long_over(award: Award) -> None:
    award.now = award.now.replace(year=2038, month=10, day=1, hour=12)
    erasure = approve(award, proposed(award, Kind.CONTRACT))
    award.session.expire_all()
    assert {each.bid_id for each in award.session.scalars(select(Price))} == {
        award.bid("birch").id, award.bid("cedar").id,
    }  # fmt: skip
    assert erasure.counts == {"tenders": 1, "schedules of the contract": 1}
    contract = award.session.scalars(select(Contract)).one()
    assert "Alder Care" not in str(contract.schedules) and contract.value_amount == 10_000_000


def test_one_person_is_not_two_and_others_may_not(award: Award) -> None:
    erasure = proposed(award)
    for name in ("clinician", "auditor", "contracts", "birch"):
        with pytest.raises(NotPermitted):
            approve(award, erasure, name)
    approve(award, erasure, "owner")
    with pytest.raises(NotPermitted, match="another person"):
        approve(award, erasure, "owner")
    assert erasure.erased_at is None
    assert len(award.session.scalars(select(Price)).all()) == 3
    approve(award, erasure, "officer")
    with pytest.raises(Conflict, match="already erased"):
        approve(award, erasure, "approver")


def keep_by_hold(award: Award) -> None:
    hold(award)


def keep_by_claim(award: Award) -> None:
    award.session.add(
        Claim(
            public_id="c" * 36, procurement_id=award.world.procurement_id, claimant="Birch Care",
            court_reference="HT-1",
            grounds="The scoring", notified_at=award.now, suspends=False, why="Late", provision="None",
            recorded_by_id=award.world.users["officer"], recorded_at=award.now,
        )
    )  # fmt: skip


def keep_by_representation(award: Award) -> None:
    award.represent()


@pytest.mark.parametrize("keep", [keep_by_hold, keep_by_claim, keep_by_representation])
def test_while_anything_is_open_nothing_is_proposed_or_erased(award: Award, keep: Any) -> None:
    erasure = proposed(award)
    approve(award, erasure, "owner")
    keep(award)
    award.session.flush()
    with pytest.raises(MoveRefused):
        approve(award, erasure, "approver")
    assert erasure.erased_at is None
    award.session.delete(erasure)
    award.session.flush()
    assert {each.kind for each in retention.propose_due(award.session, now=award.now)} == set()


def test_a_hold_is_ended_by_somebody_else_with_a_reason(award: Award) -> None:
    row = hold(award)
    award.session.flush()
    with pytest.raises(NotPermitted, match="somebody other"):
        end(award, row, "owner")
    for name in ("auditor", "clinician"):
        with pytest.raises(NotPermitted):
            end(award, row, name)
    end(award, row)
    award.session.flush()
    with pytest.raises(Conflict, match="already ended"):
        end(award, row, "approver")
    assert len(retention.propose_due(award.session, now=award.now)) == 2
    tags = award.session.scalars(select(AuditEvent.tag).where(AuditEvent.tag.like("legal-hold:%"))).all()
    assert sorted(tags) == ["legal-hold:ended", "legal-hold:placed"]


def test_a_hold_says_why(award: Award) -> None:
    with pytest.raises(InvalidInput) as refused:
        hold(award, reason="Because")
    assert refused.value.field == "reason"


def test_records_are_kept_longer_until_a_day_and_then_proposed_again(award: Award) -> None:
    erasure = proposed(award)
    until = award.now.date() + timedelta(days=100)
    kept = {"erasure": erasure, "actor": award.actor("owner"), "now": award.now}
    with pytest.raises(InvalidInput, match="future"):
        retention.decline(award.session, reason=WHY, keep_until=award.now.date(), **kept)
    retention.decline(award.session, reason=WHY, keep_until=until, **kept)
    award.session.flush()
    with pytest.raises(Conflict, match="keep these records longer"):
        approve(award, erasure, "approver")
    assert retention.propose_due(award.session, now=award.now) == []
    award.now += timedelta(days=102)
    assert [each.kind for each in retention.propose_due(award.session, now=award.now)] == [Kind.LOST_TENDERS]


def test_an_abandoned_procurement_is_kept_from_that_day(session: Session) -> None:
    award = Award(session, make_world(session)).rank()
    session.add(
        StageChange(
            procurement_id=award.world.procurement_id, trigger="abandon", from_stage=Stage.RANKING,
            to_stage=Stage.ABANDONED, actor_id=award.world.users["officer"], at=award.now, reason="No money",
        )
    )  # fmt: skip
    award.world.at(session, Stage.ABANDONED)
    held = retention.schedule_of(session, award.procurement)
    assert {each.until for each in held} == {date(2031, 1, 6)}
    award.now += timedelta(days=366 * 7)
    erasure = approve(award, proposed(award))
    assert erasure.counts == {"tenders": 4}
    assert session.scalars(select(Price)).all() == []


def test_only_who_leads_sets_a_period_and_the_newest_counts(award: Award) -> None:
    leader = award.world.users["owner"]
    fields: dict[str, Any] = {"kind": Kind.RECORD, "reason": "Retention schedule, version 4", "now": award.now}
    with pytest.raises(NotPermitted):
        retention.set_period(award.session, years=8, actor=award.actor("owner"), **fields)
    award.session.get_one(User, leader).is_organisation_lead = True
    award.session.flush()
    for years in (8, 10):
        retention.set_period(award.session, years=years, actor=award.actor("owner"), **fields)
    with pytest.raises(InvalidInput):
        retention.set_period(award.session, years=31, actor=award.actor("owner"), **fields)
    award.session.flush()
    record = next(each for each in retention.schedule_of(award.session, award.procurement) if each.kind is Kind.RECORD)
    assert (record.period.years, record.until) == (10, date(2035, 2, 5))


def test_scrubbing_keeps_the_shape_and_takes_the_words() -> None:
    letter = {
        "kind": "loser",
        "name": "Birch",
        "marks": [{"code": "a1", "mark": 4, "why": "Too vague"}],
        "on": "2025-01-06",
    }
    assert scrub(letter) == {
        "kind": "loser", "name": ERASED, "marks": [{"code": "a1", "mark": 4, "why": ERASED}], "on": "2025-01-06",
    }  # fmt: skip
    assert (scrub(""), scrub(b"x"), scrub(None), scrub(7)) == ("", b"", None, 7)
    assert digest("a", ["x"]) != digest("b", ["x"])
