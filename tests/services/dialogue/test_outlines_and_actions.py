"""Outline solutions are kept version by version; actions are done by the side that owns them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.dialogue.outlines import WORD_LIMIT
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, DialogueAction, DialogueSession
from assurance.persistence.queries.dialogue_record import list_outlines, list_submitted_outlines
from assurance.services import dialogue, duties
from tests.factories.cast import NOW, World

Person = Callable[[str], Actor]
Bids = dict[str, Bid]
LATER = NOW + timedelta(days=3)


def test_versions_are_kept_and_only_what_is_submitted_is_seen(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    common = {"bid": bids["alder"], "actor": person("alder"), "now": NOW}
    first = dialogue.save_outline(session, text="Knees first.", **common)
    assert dialogue.save_outline(session, text="Knees first. ", **common) is first
    dialogue.submit_outline(session, number=1, **common)
    dialogue.save_outline(session, text="Hips first.", seen=1, **common)
    with pytest.raises(Conflict, match="changed by someone else"):
        dialogue.save_outline(session, text="Backs first.", seen=1, **common)
    with pytest.raises(Conflict, match="changed by someone else"):
        dialogue.submit_outline(session, number=1, **common)
    assert [(each.number, each.text) for each in list_outlines(session, bids["alder"].id)] == [
        (2, "Hips first."), (1, "Knees first."),
    ]  # fmt: skip
    assert [each.number for each in list_submitted_outlines(session, world.procurement_id)] == [1]


def test_what_is_saved_as_it_is_typed_is_one_version_until_it_is_kept(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    common = {"bid": bids["alder"], "actor": person("alder"), "now": NOW}
    for seen, text in enumerate(("Knees", "Knees first", "Knees first.")):
        row = dialogue.save_outline(session, text=text, seen=seen, by_itself=True, **common)
    assert (row.number, row.revision, row.is_kept) == (1, 3, False)
    with pytest.raises(dialogue.StaleOutline):
        dialogue.save_outline(session, text="Hips first.", seen=2, by_itself=True, **common)
    with pytest.raises(Conflict, match="changed by someone else"):
        dialogue.submit_outline(session, number=1, revision=2, **common)
    dialogue.save_outline(session, text="Knees first.", seen=3, **common)
    after = dialogue.save_outline(session, text="Knees and hips.", seen=3, by_itself=True, **common)
    assert [(each.number, each.text, each.is_kept) for each in list_outlines(session, bids["alder"].id)] == [
        (2, "Knees and hips.", False), (1, "Knees first.", True),
    ]  # fmt: skip
    dialogue.submit_outline(session, number=2, revision=after.revision, **common)
    dialogue.save_outline(session, text="Backs too.", by_itself=True, **common)
    assert [each.text for each in list_submitted_outlines(session, world.procurement_id)] == ["Knees and hips."]


def test_an_outline_is_ones_own_and_its_round_must_be_open(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    for who in ("birch", "lead", "officer"):
        with pytest.raises(NotPermitted):
            dialogue.save_outline(session, bid=bids["alder"], text="Knees.", actor=person(who), now=NOW)
    with pytest.raises(InvalidInput, match="take out 1"):
        dialogue.save_outline(
            session, bid=bids["alder"], text="word " * (WORD_LIMIT + 1), actor=person("alder"), now=NOW
        )
    dialogue.save_outline(session, bid=bids["alder"], text="Knees.", actor=person("alder"), now=NOW)
    world.at(session, Stage.DOWN_SELECT)
    for act in (
        lambda: dialogue.save_outline(session, bid=bids["alder"], text="Hips.", actor=person("alder"), now=NOW),
        lambda: dialogue.submit_outline(session, bid=bids["alder"], number=1, actor=person("alder"), now=NOW),
    ):
        with pytest.raises(Conflict, match="while a round of the dialogue is open"):
            act()


@pytest.fixture
def held(session: Session, bids: Bids, person: Person) -> DialogueSession:
    row = dialogue.hold_session(
        session, bid=bids["alder"], round=1, held_at=NOW, place="By video", agenda="Pathways", attendance="The lead",
        supplier_attendance="Alder Lead", actor=person("lead"), now=NOW,
    )  # fmt: skip
    session.flush()
    return row


def action(session: Session, held: DialogueSession, person: Person, side: str, **more: Any) -> DialogueAction:
    given = {"text": "Send the map.", "owner": "Somebody", "due_on": date(2025, 1, 8), **more}
    row = dialogue.record_action(session, session_row=held, side=side, actor=person("lead"), now=NOW, **given)
    session.flush()
    return row


def test_each_side_says_for_itself_that_an_action_is_done(
    session: Session, held: DialogueSession, person: Person
) -> None:
    for side, owner, others in (
        ("authority", "officer", ("alder", "owner")),
        ("participant", "alder", ("birch", "lead")),
    ):
        row = action(session, held, person, side)
        for who in others:
            with pytest.raises(NotPermitted):
                dialogue.finish_action(session, action=row, note="Sent on Tuesday.", actor=person(who), now=NOW)
        with pytest.raises(InvalidInput, match="how it was done"):
            dialogue.finish_action(session, action=row, note="Done", actor=person(owner), now=NOW)
        dialogue.finish_action(session, action=row, note="Sent on Tuesday.", actor=person(owner), now=LATER)
        assert row.done_at == LATER
        with pytest.raises(Conflict, match="done already"):
            dialogue.finish_action(session, action=row, note="Sent on Tuesday.", actor=person(owner), now=LATER)


def test_an_action_has_its_date_and_a_round_that_is_open(
    session: Session, world: World, held: DialogueSession, person: Person
) -> None:
    with pytest.raises(InvalidInput, match="before the session"):
        action(session, held, person, "authority", due_on=date(2025, 1, 5))
    with pytest.raises(NotPermitted):
        dialogue.record_action(
            session, session_row=held, side="authority", text="x", owner="y", due_on=date(2025, 1, 8),
            actor=person("alder"), now=NOW,
        )  # fmt: skip
    world.at(session, Stage.DOWN_SELECT)
    with pytest.raises(Conflict, match="Round 1 is over"):
        action(session, held, person, "authority")


def test_open_actions_of_the_authority_are_on_my_work(
    session: Session, world: World, held: DialogueSession, person: Person
) -> None:
    action(session, held, person, "authority")
    action(session, held, person, "participant")

    def waiting(who: str, now: Any) -> list[str]:
        procurements = [world.procurement(session)]
        found = duties.list_waiting(session, user_id=world.users[who], procurements=procurements, now=now)
        return [each.what for each in found if "action" in each.what]

    assert waiting("lead", NOW) == ["1 open action of the dialogue"]
    assert waiting("officer", LATER) == ["1 open action of the dialogue, 1 overdue"]
    assert waiting("auditor", LATER) == []


def test_a_calendar_file_keeps_its_identity_and_counts_its_versions(
    session: Session, held: DialogueSession, person: Person
) -> None:
    first = dialogue.session_file(held, now=NOW).decode()
    dialogue.rearrange_session(
        session, session_row=held, held_at=LATER, place="Room 4", agenda="Pathways", attendance="The lead",
        actor=person("lead"), now=NOW,
    )  # fmt: skip
    session.flush()
    second = dialogue.session_file(held, now=NOW).decode()
    uid = next(line for line in first.splitlines() if line.startswith("UID"))
    assert uid in second
    assert "SEQUENCE:1" in first
    assert "SEQUENCE:2" in second
    assert "LOCATION:Room 4" in second
