"""Minutes are agreed by both sides, each for itself, and to one text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, DialogueSession
from assurance.persistence.queries.facts.dialogue import dialogue_facts
from assurance.services import dialogue
from tests.factories.cast import NOW, World

Person = Callable[[str], Actor]
Bids = dict[str, Bid]
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def held(session: Session, bids: Bids, person: Person) -> DialogueSession:
    """A session with one participant, with minutes nobody has agreed."""
    row = dialogue.hold_session(
        session, bid=bids["alder"], round=1, held_at=NOW, place="By video", agenda="Pathways", attendance="All",
        actor=person("lead"), now=NOW,
    )  # fmt: skip
    dialogue.write_minutes(
        session, session_row=row, minutes="We spoke of knees.", version=None, actor=person("lead"), now=LATER
    )
    return row


def test_minutes_agreed_by_both_satisfy_the_rule(
    session: Session, world: World, bids: Bids, held: DialogueSession, person: Person
) -> None:
    assert "Alder Care" in dialogue_facts(session, world.procurement(session)).without_agreed_session
    for name in ("lead", "alder"):
        dialogue.agree_minutes(session, session_row=held, actor=person(name), now=LATER)
    assert dialogue_facts(session, world.procurement(session)).without_agreed_session == ("Birch Care", "Cedar Care")
    assert (held.authority_agreed_by_id, held.supplier_agreed_by_id) == (world.users["lead"], world.users["alder"])


def test_a_change_undoes_both_agreements_and_the_same_text_does_not(
    session: Session, held: DialogueSession, person: Person
) -> None:
    for name in ("lead", "alder"):
        dialogue.agree_minutes(session, session_row=held, actor=person(name), now=LATER)
    common = {"session_row": held, "version": held.version, "actor": person("lead"), "now": LATER}
    dialogue.write_minutes(session, minutes="We spoke of knees. ", **common)
    assert held.supplier_agreed_at == LATER
    dialogue.write_minutes(session, minutes="We spoke of hips.", **common)
    assert held.authority_agreed_at is None
    assert held.supplier_agreed_at is None
    session.flush()  # the database asks that an agreement names who and when, or neither


def test_moving_a_session_undoes_agreements(session: Session, held: DialogueSession, person: Person) -> None:
    dialogue.agree_minutes(session, session_row=held, actor=person("alder"), now=LATER)
    dialogue.rearrange_session(
        session, session_row=held, held_at=LATER, place="Room 1", agenda="Payment", attendance="Two",
        version=held.version, actor=person("lead"), now=LATER,
    )  # fmt: skip
    assert (held.place, held.agenda, held.supplier_agreed_at) == ("Room 1", "Payment", None)


@pytest.mark.parametrize("name", ["birch", "owner", "nurse"])
def test_nobody_agrees_for_another(session: Session, held: DialogueSession, person: Person, name: str) -> None:
    with pytest.raises(NotPermitted):
        dialogue.agree_minutes(session, session_row=held, actor=person(name), now=LATER)
    assert held.authority_agreed_at is None
    assert held.supplier_agreed_at is None


def test_a_text_that_changed_since_it_was_read_is_not_agreed(
    session: Session, held: DialogueSession, person: Person
) -> None:
    session.flush()
    read = held.version
    dialogue.write_minutes(
        session, session_row=held, minutes="Another text.", version=read, actor=person("lead"), now=LATER
    )
    session.flush()
    with pytest.raises(Conflict, match="changed by someone else"):
        dialogue.agree_minutes(session, session_row=held, actor=person("alder"), now=LATER, version=read)
    with pytest.raises(Conflict, match="changed by someone else"):
        dialogue.write_minutes(
            session, session_row=held, minutes="A third.", version=read, actor=person("lead"), now=LATER
        )


def test_each_side_agrees_once(session: Session, held: DialogueSession, person: Person) -> None:
    dialogue.agree_minutes(session, session_row=held, actor=person("alder"), now=NOW)
    with pytest.raises(Conflict, match="already agreed"):
        dialogue.agree_minutes(session, session_row=held, actor=person("alder"), now=LATER)
    assert held.supplier_agreed_at == NOW


def test_minutes_come_after_the_session_and_agreement_after_minutes(
    session: Session, bids: Bids, person: Person
) -> None:
    row = dialogue.hold_session(
        session, bid=bids["birch"], round=1, held_at=LATER, place="", agenda="Pathways", attendance="",
        actor=person("lead"), now=NOW,
    )  # fmt: skip
    with pytest.raises(Conflict, match="not been held"):
        dialogue.write_minutes(session, session_row=row, minutes="x", version=None, actor=person("lead"), now=NOW)
    with pytest.raises(Conflict, match="no minutes"):
        dialogue.agree_minutes(session, session_row=row, actor=person("birch"), now=NOW)


@pytest.mark.parametrize(
    ("stage", "number", "words"),
    [
        (Stage.SELECTION, 1, "No round of the dialogue is open"),
        (Stage.DIALOGUE_1, 2, "Round 2 of the dialogue is not open"),
        (Stage.DOWN_SELECT, 1, "No round of the dialogue is open"),
    ],
)
def test_sessions_belong_to_the_open_round(
    session: Session, world: World, bids: Bids, person: Person, stage: Stage, number: int, words: str
) -> None:
    world.at(session, stage)
    with pytest.raises(Conflict, match=words):
        dialogue.hold_session(
            session, bid=bids["alder"], round=number, held_at=NOW, place="", agenda="A", attendance="",
            actor=person("lead"), now=NOW,
        )  # fmt: skip


def test_only_participants_have_sessions(session: Session, bids: Bids, person: Person) -> None:
    bids["cedar"].stage = BidStage.WITHDRAWN
    with pytest.raises(Conflict, match="not in dialogue"):
        dialogue.hold_session(
            session, bid=bids["cedar"], round=1, held_at=NOW, place="", agenda="A", attendance="",
            actor=person("lead"), now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [({"agenda": " "}, "agenda"), ({"held_at": NOW - timedelta(days=1)}, "held_on"), ({"place": "x" * 201}, "place")],
)
def test_a_session_has_an_agenda_and_a_day_that_can_be(
    session: Session, bids: Bids, person: Person, change: dict[str, object], field: str
) -> None:
    given = {"held_at": NOW, "place": "", "agenda": "A", "attendance": "", **change}
    with pytest.raises(InvalidInput) as refused:
        dialogue.hold_session(session, bid=bids["alder"], round=1, actor=person("lead"), now=NOW, **given)
    assert refused.value.field == field


def test_the_record_of_a_round_stands_once_it_is_over(
    session: Session, world: World, held: DialogueSession, person: Person
) -> None:
    world.at(session, Stage.DOWN_SELECT)
    with pytest.raises(Conflict, match="Round 1 is over"):
        dialogue.agree_minutes(session, session_row=held, actor=person("alder"), now=LATER)
    with pytest.raises(Conflict, match="Round 1 is over"):
        dialogue.write_minutes(session, session_row=held, minutes="x", version=None, actor=person("lead"), now=LATER)
