"""The search finds what a person may read and nothing else, above all no tender that is sealed."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from assurance.domain.clarifications.questions import Category, Circle, State
from assurance.domain.finding import read_words
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Clarification, ConflictDeclaration, Notice, Pack
from assurance.persistence.queries.evaluation import find_declaration
from assurance.services import search
from tests.factories.cast import NOW, STAFF, World, make_world
from tests.factories.evaluation import Scene, make_scene
from tests.factories.tenders import call_open, invited, tenders_open

READERS = {"officer", "owner", "approver", "lead", "finance", "reviewer", "second_reviewer", "representations",
           "contracts", "auditor"}  # fmt: skip
"""Who reads opened tenders without being of the panel."""
Found = dict[str, list[str]]


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def find(session: Session, world: World, name: str, typed: str) -> Found:
    words, actor = read_words(typed), world.actor(session, name)
    if name in STAFF or name == "outsider":
        groups = search.search_as_staff(session, words=words, actor=actor)
    else:
        groups = search.search_as_supplier(session, words=words, actor=actor, now=NOW)
    return {group.name: [hit.title for hit in group.hits] for group in groups}


def who_finds(session: Session, world: World, typed: str, kind: str) -> set[str]:
    return {name for name in (*STAFF, "outsider") if kind in find(session, world, name, typed)}


def test_nobody_finds_a_tender_before_the_opening(session: Session, world: World) -> None:
    tenders_open(session, world)
    invited(session, world, "alder").stage = BidStage.SUBMITTED
    session.flush()
    assert who_finds(session, world, "alder", "Tenders") == set()
    assert who_finds(session, world, "alder", "Requests to take part") == {"officer", "lead", "auditor"}


def test_nobody_finds_who_asks_to_take_part_while_the_call_is_open(session: Session, world: World) -> None:
    invited(session, world, "alder").stage = BidStage.REQUESTED
    call_open(session, world)
    session.flush()
    assert who_finds(session, world, "alder", "Requests to take part") == set()


def test_an_opened_tender_is_found_by_who_may_read_it(session: Session, world: World) -> None:
    scene = make_scene(session, world)
    assert who_finds(session, world, "alder", "Tenders") == READERS
    scene.declare_all(session)
    session.flush()
    assert who_finds(session, world, "alder", "Tenders") == READERS | {"clinician", "nurse", "moderator"}
    world.at(session, Stage.OPENING)
    assert who_finds(session, world, "alder", "Tenders") == READERS


def test_whoever_has_a_conflict_does_not_find_that_bidder(session: Session, world: World) -> None:
    scene = make_scene(session, world)
    scene.declare_all(session)
    for name in ("clinician", "finance"):
        _in_conflict(session, scene, name)
    assert who_finds(session, world, "alder", "Tenders") == (READERS | {"nurse", "moderator"}) - {"finance"}
    assert "clinician" in who_finds(session, world, "birch", "Tenders")


def _in_conflict(session: Session, scene: Scene, name: str) -> None:
    bid_id, user_id = scene.bid(session).id, scene.world.users[name]
    row = find_declaration(session, bid_id, user_id) or ConflictDeclaration(
        bid_id=bid_id, user_id=user_id, declared_at=NOW
    )
    row.has_conflict, row.detail, row.decision = True, "My sister works there", ""
    session.add(row)
    session.flush()


def test_a_procurement_is_found_by_who_takes_part_and_by_nobody_else(session: Session, world: World) -> None:
    assert who_finds(session, world, "musculoskeletal", "Procurements") == set(STAFF)
    assert who_finds(session, world, world.reference, "Procurements") == set(STAFF)
    assert "Your bids" not in find(session, world, "alder", "musculoskeletal")


def test_documents_are_found_by_who_may_see_packs(session: Session, world: World) -> None:
    session.add(
        Pack(
            public_id=str(uuid.uuid4()), procurement_id=world.procurement_id, kind="evaluation", status="done",
            title="Evaluation pack", requested_by_id=world.users["officer"], requested_at=NOW, sha256="0" * 64,
        )
    )  # fmt: skip
    session.flush()
    assert who_finds(session, world, "evaluation pack", "Documents") == {
        "officer", "owner", "approver", "auditor", "reviewer", "second_reviewer", "contracts", "representations",
    }  # fmt: skip


def _ask(session: Session, world: World, name: str, *, published: bool) -> None:
    session.add(
        Clarification(
            public_id=str(uuid.uuid4()), procurement_id=world.procurement_id, organisation_id=world.organisations[name],
            asked_by_id=world.users[name], asked_at=NOW, circle=Circle.EVERYBODY, category=next(iter(Category)),
            question="Our Zebra clinic", wording="A clinic", answer="Giraffe",
            **(
                {"state": State.PUBLISHED, "number": 1, "published_at": NOW, "settled_at": NOW,
                 "settled_by_id": world.users["officer"]} if published else {}
            ),
        )
    )  # fmt: skip
    session.flush()


def test_of_a_question_others_find_only_what_was_published(session: Session, world: World) -> None:
    call_open(session, world)
    _ask(session, world, "alder", published=True)
    kind = "Questions and answers"
    assert find(session, world, "alder", "zebra")[kind] == ["Our Zebra clinic"]
    assert find(session, world, "birch", "giraffe")[kind] == ["Question 1: A clinic"]
    assert kind not in find(session, world, "birch", "zebra")
    assert who_finds(session, world, "zebra", "Questions") == {"officer", "owner", "lead", "auditor"}


def test_an_answer_in_preparation_is_found_by_no_provider(session: Session, world: World) -> None:
    call_open(session, world)
    _ask(session, world, "alder", published=False)
    assert find(session, world, "alder", "giraffe") == {}
    assert find(session, world, "birch", "zebra") == {}


def test_a_bidder_finds_its_own_bid_and_no_other(session: Session, world: World) -> None:
    tenders_open(session, world)
    invited(session, world, "alder")
    assert find(session, world, "alder", "lead provider")["Your bids"] == ["Musculoskeletal lead provider"]
    assert "Your bids" not in find(session, world, "birch", "lead provider")
    assert find(session, world, "birch", "alder") == {}


@pytest.mark.parametrize("typed", ["%", "_", "%%%", "\\", "'", "/"])
def test_signs_are_looked_for_as_they_are(session: Session, world: World, typed: str) -> None:
    assert find(session, world, "officer", typed) == {}
    world.procurement(session).title = f"Care {typed} more"
    session.flush()
    assert list(find(session, world, "officer", typed)) == ["Procurements"]


def test_people_are_found_among_ones_own_only(session: Session, world: World) -> None:
    assert find(session, world, "outsider", "clinician")["People of your authority"] == ["Clinician"]
    assert find(session, world, "alder", "clinician") == {}
    assert find(session, world, "birch", "Lead") == {"Your colleagues": ["Birch Lead"]}


def test_many_hits_take_no_more_queries_than_few_and_are_cut(session: Session, world: World) -> None:
    def counted() -> tuple[int, Found]:
        session.flush()
        session.expire_all()
        actor, seen = world.actor(session, "officer"), []
        listen = lambda *said: seen.append(said[2])  # noqa: E731 -- the same function is taken off again
        event.listen(session.get_bind(), "before_cursor_execute", listen)
        groups = search.search_as_staff(session, words=("notice",), actor=actor)
        event.remove(session.get_bind(), "before_cursor_execute", listen)
        return len(seen), {group.name: [hit.title for hit in group.hits] for group in groups}

    _notices(session, world, 1)
    few, found = counted()
    assert found == {"Notices": ["Notice 0"]}
    _notices(session, world, 30)
    many, found = counted()
    assert (few, many, len(found["Notices"])) == (many, few, search.SHOWN)


def _notices(session: Session, world: World, count: int) -> None:
    for number in range(count):
        session.add(
            Notice(
                public_id=str(uuid.uuid4()), procurement_id=world.procurement_id, kind="notice_inviting_offers",
                published_at=NOW, title=f"Notice {number}", content={"sections": []},
            )
        )  # fmt: skip
