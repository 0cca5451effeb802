"""Records go to the bidder that asked: its own and the winner's, by number, less what is withheld, by two people."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.persistence.models import (
    AuditEvent,
    CriterionRow,
    Mark,
    Message,
    Pack,
    RecordRelease,
    Representation,
    User,
)
from assurance.services import disclosure, representation_decisions, representation_reviewers
from tests.factories.award import Award
from tests.factories.cast import NOW, World, make_world

COMMENTS = {"alder": "Alder has the canary engine", "birch": "Birch is clear", "cedar": "Cedar secret plan"}


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


@pytest.fixture
def award(session: Session, world: World) -> Award:
    """A standstill with individual marks behind the agreed ones, by two evaluators."""
    made = Award(session, world).to_standstill()
    row = session.scalars(select(CriterionRow).where(CriterionRow.code == "clinical")).one()
    for name, comment in COMMENTS.items():
        for person in ("clinician", "nurse"):
            session.add(
                Mark(
                    bid_id=made.bid(name).id, criterion_id=row.id, evaluator_id=world.users[person], mark=3,
                    scale_top=5, rationale=f"{comment}, says {person[:3]}", saved_at=NOW, locked_at=NOW,
                )
            )  # fmt: skip
    session.flush()
    return made


@pytest.fixture
def asked(award: Award) -> Representation:
    return award.represent("birch")


def prepare(award: Award, asked: Representation) -> RecordRelease:
    return disclosure.prepare(award.session, representation=asked, actor=award.actor("officer"), now=award.now)


def withhold(award: Award, row: RecordRelease, item: str, passage: str = "", **given: Any) -> None:
    fields = {"exception": "commercial", "reason": "It is how they work", "actor": award.actor("officer"), **given}
    disclosure.withhold(award.session, release=row, item=item, passage=passage, now=award.now, **fields)
    award.session.flush()
    award.session.refresh(row)


def release(award: Award, row: RecordRelease, who: str = "owner", digest: str = "") -> RecordRelease:
    seen = digest or disclosure.current(award.session, row).digest
    return disclosure.release(award.session, release=row, digest=seen, actor=award.actor(who), now=award.now)


def key_of(award: Award, asked: Representation, words: str) -> str:
    items = disclosure.compose(award.session, asked)
    return next(each.key for each in items if words in f"{each.title} {each.text}")


def test_it_holds_both_bids_every_evaluator_and_the_process_and_nobody_else(
    award: Award, asked: Representation
) -> None:
    said = json.dumps([(each.section, each.title, each.text) for each in disclosure.compose(award.session, asked)])
    for words in (
        "Birch is clear, says cli", "Birch is clear, says nur", "Alder has the canary engine", "Clinical model, "
        "evaluator 1, Birch Care", "Reason of birch for clinical", "Reason of alder for workforce",
        "Ranked first by the published criteria.", "The process followed", "Result of Birch Care",
    ):  # fmt: skip
        assert words in said
    for other in ("Cedar", "cedar", "Dogwood", "dogwood"):
        assert other not in said


def test_what_is_withheld_is_in_nothing_that_is_released(award: Award, asked: Representation) -> None:
    row = prepare(award, asked)
    withhold(award, row, key_of(award, asked, "canary engine"), "Canary engine")
    withhold(award, row, key_of(award, asked, "Reason of alder for workforce"), exception="competition")
    release(award, row)
    kept = json.dumps(row.content)
    assert "anary engine" not in kept
    assert "Reason of alder for workforce" not in kept
    assert [each["why"] for each in row.content["register"]] == [
        "It would prejudice legitimate commercial interests",
        "It might prejudice fair competition between providers",
    ]
    assert {each["by"] for each in row.content["register"]} == {"Procurement officer"}
    assert row.digest
    assert award.session.scalars(select(Pack.kind, Pack.subject)).all()
    told = award.session.scalars(select(Message).where(Message.kind == "records")).one()
    assert told.organisation_id == award.world.organisations["birch"]


def test_nobody_releases_what_they_prepared_or_without_the_role(award: Award, asked: Representation) -> None:
    row = prepare(award, asked)
    for who in ("officer", "approver", "representations", "auditor", "clinician"):
        with pytest.raises(NotPermitted):
            release(award, row, who)
    row.prepared_by_id = award.world.users["owner"]
    with pytest.raises(NotPermitted):
        release(award, row, "owner")
    assert row.released_at is None


def test_only_the_officer_prepares(award: Award, asked: Representation) -> None:
    for who in ("owner", "approver", "representations", "moderator", "contracts"):
        with pytest.raises(NotPermitted):
            disclosure.prepare(award.session, representation=asked, actor=award.actor(who), now=award.now)


def test_what_changed_after_it_was_read_is_not_released(award: Award, asked: Representation) -> None:
    row = prepare(award, asked)
    seen = disclosure.current(award.session, row).digest
    withhold(award, row, key_of(award, asked, "canary engine"))
    with pytest.raises(Conflict, match="have changed since"):
        release(award, row, digest=seen)


def test_nothing_changes_after_the_release_and_another_can_follow(award: Award, asked: Representation) -> None:
    row = prepare(award, asked)
    assert prepare(award, asked) is row
    release(award, row)
    award.session.flush()
    with pytest.raises(Conflict, match="does not change"):
        withhold(award, row, key_of(award, asked, "canary engine"))
    with pytest.raises(Conflict):
        release(award, row, digest=row.digest)
    award.session.refresh(asked)
    assert prepare(award, asked) is not row


def test_a_name_of_a_person_or_another_bidder_stops_the_release(award: Award, asked: Representation) -> None:
    award.session.get_one(User, award.world.users["nurse"]).name = "Ann Lee"
    mark = award.session.scalars(select(Mark).where(Mark.rationale.startswith("Birch"))).first()
    assert mark is not None
    mark.rationale = "Ann  Lee agrees; better than Cedar Care"
    award.session.flush()
    row = prepare(award, asked)
    with pytest.raises(MoveRefused) as refused:
        release(award, row)
    assert {each.message.rsplit("names ", 1)[1] for each in refused.value.objections} == {"Ann Lee", "Cedar Care"}
    item = key_of(award, asked, "better than")
    withhold(award, row, item, "Ann Lee", exception="personal")
    withhold(award, row, item, "Cedar Care")
    assert release(award, row).released_at is not None


def test_a_withholding_with_a_gap_is_refused_at_its_field(award: Award, asked: Representation) -> None:
    row = prepare(award, asked)
    good: dict[str, Any] = {"item": key_of(award, asked, "canary engine")}
    gaps: list[tuple[str, dict[str, Any]]] = [
        ("item", {"item": "nothing"}), ("passage", {"passage": "not in it"}), ("passage", {"passage": "ca"}),
        ("exception", {"exception": "because"}), ("reason", {"reason": "  "}), ("passage", {"needs_passage": True}),
    ]  # fmt: skip
    for field, given in gaps:
        with pytest.raises(InvalidInput) as refused:
            withhold(award, row, **{**good, **given})
        assert refused.value.field == field
    assert row.withheld == []


def test_what_is_put_back_goes_and_everything_is_on_record(award: Award, asked: Representation) -> None:
    row = prepare(award, asked)
    withhold(award, row, key_of(award, asked, "canary engine"), "canary engine")
    disclosure.put_back(
        award.session, release=row, withheld_id=row.withheld[0].public_id, actor=award.actor("officer"), now=award.now
    )
    release(award, row)
    assert "canary engine" in json.dumps(row.content)
    tags = award.session.scalars(select(AuditEvent.tag).where(AuditEvent.subject == row.public_id)).all()
    assert [each.removeprefix("record-release:") for each in tags][:4] == [
        "prepared", "withheld", "put-back", "released",
    ]  # fmt: skip


def test_a_reviewer_that_took_part_is_neither_offered_nor_may_decide(award: Award, asked: Representation) -> None:
    assign = representation_reviewers.assign
    reviewer = award.world.users["representations"]
    for who, user_id in (("officer", reviewer), ("representations", reviewer)):
        with pytest.raises(NotPermitted):
            assign(award.session, representation=asked, reviewer_id=user_id, actor=award.actor(who), now=award.now)
    with pytest.raises(InvalidInput):
        assign(
            award.session, representation=asked, reviewer_id=award.world.users["clinician"],
            actor=award.actor("owner"), now=award.now,
        )  # fmt: skip
    assign(award.session, representation=asked, reviewer_id=reviewer, actor=award.actor("owner"), now=award.now)
    assert asked.reviewer_id == reviewer
    award.session.scalars(select(Mark)).all()[0].evaluator_id = reviewer
    award.session.flush()
    assert representation_reviewers.list_independent(award.session, award.procurement) == []
    with pytest.raises(NotPermitted, match="took part"):
        representation_decisions.decide(
            award.session, representation=asked, decision="proceed", reason="Everything was as published.",
            actor=award.actor("representations"), now=award.now,
        )  # fmt: skip


def test_a_late_one_is_answered_after_the_award_and_holds_nothing(award: Award, asked: Representation) -> None:
    asked.in_time = False
    award.now += timedelta(days=30)
    award.move("confirm_award")
    decided = representation_decisions.decide(
        award.session, representation=asked, decision="proceed", reason="Everything was as published.",
        actor=award.actor("representations"), now=award.now,
    )  # fmt: skip
    assert decided.decision == "proceed"
    assert disclosure.waits_until(decided) is None
