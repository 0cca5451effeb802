"""What would tell one participant's idea in an answer or an addendum waits for a second person, or does not leave."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.clarifications.questions import Category, State
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Addendum, AuditEvent, Bid, Clarification, HeldText, Message
from assurance.services import clarifications
from tests.factories.cast import NOW, World, make_world
from tests.factories.dialogue import HALF, REASON, WORDING, consent_of, idea_of
from tests.factories.plans import make_bid, make_criteria

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def world(session: Session) -> World:
    """Three participants in the first round; Alder has an idea, Birch has asked a question."""
    world = make_world(session)
    make_criteria(session, world)
    world.at(session, Stage.DIALOGUE_1)
    for name in ("alder", "birch", "cedar"):
        make_bid(session, world, name, BidStage.IN_DIALOGUE)
    idea_of(session, world, of(session, world, "alder"))
    return world


@pytest.fixture
def question(session: Session, world: World) -> Clarification:
    return clarifications.ask(
        session, procurement=world.procurement(session), category=Category.SPECIFICATION,
        question="How is a bed paid for that nobody needs?", is_confidential=False, confidential_reason="",
        actor=world.actor(session, "birch"), now=NOW,
    )  # fmt: skip


def of(session: Session, world: World, name: str) -> Bid:
    return session.scalars(select(Bid).where(Bid.organisation_id == world.organisations[name])).one()


def told(session: Session) -> list[str]:
    return [
        each.kind
        for each in session.scalars(select(Message).where(Message.organisation_id.is_not(None)))
        if each.kind in ("question-published", "question-answered", "addendum")
    ]


def publish(session: Session, world: World, row: Clarification, answer: str = HALF, **more: Any) -> Clarification:
    given = {"wording": "How is a bed paid for?", "answer": answer, "reasons": {}, "now": NOW, **more}
    return clarifications.publish(session, row=row, actor=world.actor(session, "officer"), **given)


def reasons(session: Session, world: World, text: str = HALF, to: str = "") -> dict[str, str]:
    reader = of(session, world, to).organisation if to else None
    found, _ = clarifications.ideas_told(session, world.procurement(session), text, to=reader)
    assert found
    return {each.key: REASON for each in found}


def held(session: Session, world: World, row: Clarification) -> HeldText:
    publish(session, world, row, reasons=reasons(session, world, f"How is a bed paid for?\n{HALF}"))
    return session.scalars(select(HeldText).where(HeldText.decision == "")).one()


def issue(session: Session, world: World, **more: Any) -> Any:
    given = {
        "title": "Payment", "text": HALF, "changes": "Specification 3.1 is replaced by this text", "reasons": {},
        "effective_on": NOW.date(), "is_asking": False, "now": NOW, **more,
    }  # fmt: skip
    actor = world.actor(session, "officer")
    return clarifications.issue(session, procurement=world.procurement(session), actor=actor, **given)


def release(session: Session, world: World, row: HeldText, name: str = "owner") -> None:
    clarifications.release(session, row=row, actor=world.actor(session, name), now=LATER)


def test_without_a_reason_nothing_is_published_and_nothing_waits(
    session: Session, world: World, question: Clarification
) -> None:
    with pytest.raises(InvalidInput, match="Paid for empty beds” of Alder Care") as refused:
        publish(session, world, question)
    assert refused.value.field.startswith("finding-")
    with pytest.raises(InvalidInput, match="20 characters"):
        publish(session, world, question, reasons=dict.fromkeys(reasons(session, world), "Known anyhow"))
    assert session.scalars(select(HeldText)).all() == []
    assert told(session) == []


def test_with_a_reason_it_waits_and_the_owner_lets_it_go_to_all(
    session: Session, world: World, question: Clarification
) -> None:
    row = held(session, world, question)
    assert (question.state, question.number, told(session)) == (State.OPEN, None, [])
    asked = session.scalars(select(Message).where(Message.kind == "text-held")).one()
    assert asked.user_id == world.users["owner"]
    release(session, world, row)
    assert (question.state, question.number, question.settled_at) == (State.PUBLISHED, 1, LATER)
    assert told(session) == ["question-published"] * 3
    tags = [tag for tag in session.scalars(select(AuditEvent.tag)) if tag.startswith("held-text")]
    assert tags == ["held-text:held", "held-text:released"]
    with pytest.raises(Conflict, match="decided on"):
        release(session, world, row)


@pytest.mark.parametrize("name", ["officer", "lead", "approver", "auditor", "alder"])
def test_nobody_but_the_owner_releases(session: Session, world: World, question: Clarification, name: str) -> None:
    row = held(session, world, question)
    with pytest.raises(NotPermitted):
        release(session, world, row, name)
    assert question.state is State.OPEN


def test_an_owner_who_wrote_it_does_not_release_it(session: Session, world: World, question: Clarification) -> None:
    row = held(session, world, question)
    row.written_by_id = world.users["owner"]
    with pytest.raises(NotPermitted, match="somebody else"):
        release(session, world, row)


def test_kept_back_it_needs_a_reason_and_the_question_stays_open(
    session: Session, world: World, question: Clarification
) -> None:
    row, owner = held(session, world, question), world.actor(session, "owner")
    with pytest.raises(InvalidInput):
        clarifications.keep_back(session, row=row, reason="No", actor=owner, now=LATER)
    clarifications.keep_back(session, row=row, reason="Ask Alder Care for its consent first.", actor=owner, now=LATER)
    assert (row.decision, question.state, told(session)) == ("kept", State.OPEN, [])
    message = session.scalars(select(Message).where(Message.kind == "text-decided")).one()
    assert (message.user_id, message.text) == (world.users["officer"], "Ask Alder Care for its consent first.")


def test_another_text_takes_the_place_of_the_one_that_waits(
    session: Session, world: World, question: Clarification
) -> None:
    row = held(session, world, question)
    publish(session, world, question, "Beds are paid for by the day.")
    assert (row.decision, question.state) == ("replaced", State.PUBLISHED)
    with pytest.raises(Conflict):
        release(session, world, row)


def test_a_withdrawn_question_leaves_nothing_waiting(session: Session, world: World, question: Clarification) -> None:
    row = held(session, world, question)
    clarifications.withdraw(session, row=question, actor=world.actor(session, "birch"), now=LATER)
    assert row.decision == "replaced"


def test_an_idea_recorded_meanwhile_stops_the_release(session: Session, world: World, question: Clarification) -> None:
    row = held(session, world, question)
    idea_of(session, world, of(session, world, "cedar"), HALF, "Saving shared by the hospital")
    with pytest.raises(Conflict, match="finds more now"):
        release(session, world, row)
    assert (row.decision, question.state) == ("", State.OPEN)


def test_wording_its_owner_agreed_to_goes_without_a_second_person_and_is_used(
    session: Session, world: World, question: Clarification
) -> None:
    idea = of(session, world, "alder")
    consent = consent_of(session, world, idea_of(session, world, idea, title="Another name for it"), "alder")
    assert consent.used_at is None
    found, used = clarifications.ideas_told(session, world.procurement(session), WORDING)
    assert used == (consent,)
    assert [each for each in found if each.title == "Another name for it"] == []


def test_a_private_answer_is_checked_against_others_ideas_and_not_against_the_askers_own(
    session: Session, world: World, question: Clarification
) -> None:
    why = "It concerns the sites of this organisation alone."
    given = {"row": question, "answer": HALF, "reason": why, "actor": world.actor(session, "officer"), "now": NOW}
    with pytest.raises(InvalidInput, match="Paid for empty beds"):
        clarifications.answer_privately(session, **given)
    given["reasons"] = reasons(session, world, HALF, "birch")
    clarifications.answer_privately(session, **given)
    assert (question.state, told(session)) == (State.OPEN, [])
    release(session, world, session.scalars(select(HeldText)).one())
    assert (question.state, question.answer, told(session)) == (State.PRIVATE, HALF, ["question-answered"])
    alder = of(session, world, "alder").organisation
    assert clarifications.ideas_told(session, world.procurement(session), HALF, to=alder)[0] == ()


def test_an_addendum_waits_too_and_goes_out_as_it_was_written(session: Session, world: World) -> None:
    with pytest.raises(InvalidInput, match="Paid for empty beds"):
        issue(session, world)
    why = reasons(session, world, f"Payment\n{HALF}\nSpecification 3.1 is replaced by this text")
    waits = issue(session, world, reasons=why)
    assert isinstance(waits, HeldText)
    assert session.scalars(select(Addendum)).all() == []
    release(session, world, waits)
    row = session.scalars(select(Addendum)).one()
    assert (row.number, row.text, row.effective_on, told(session)) == (1, HALF, NOW.date(), ["addendum"] * 3)


def test_an_addendum_whose_day_has_passed_is_not_released(session: Session, world: World) -> None:
    why = reasons(session, world, f"Payment\n{HALF}\nSpecification 3.1 is replaced by this text")
    waits = issue(session, world, reasons=why)
    with pytest.raises(Conflict, match="name a later day"):
        clarifications.release(session, row=waits, actor=world.actor(session, "owner"), now=NOW + timedelta(days=2))
    assert session.scalars(select(Addendum)).all() == []


def test_a_text_that_holds_nothing_of_anybody_leaves_at_once(
    session: Session, world: World, question: Clarification
) -> None:
    publish(session, world, question, "The car park is free.")
    assert (question.state, issue(session, world, text="The car park is free on Sundays.").number) == (
        State.PUBLISHED, 1,
    )  # fmt: skip
