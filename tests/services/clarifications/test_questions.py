"""Asked privately and in time; answered to all in words that give nobody away, or privately for a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.clarifications.questions import Category, State
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Clarification, Message
from assurance.persistence.queries.clarifications import get_own, list_own, list_published
from assurance.persistence.queries.entitled import reads_until
from assurance.services import clarifications, stages
from tests.factories.cast import NOW, World
from tests.factories.plans import make_bid
from tests.services.clarifications.conftest import QUESTIONS_DUE, Ask

WORDING, ANSWER = "Is one site enough?", "No: at least two, within the county."
REASON = "It concerns the licence of this organisation alone."
Officer = dict[str, Any]


def publish(session: Session, row: Clarification, officer: Officer, **changes: Any) -> Clarification:
    return clarifications.publish(
        session, row=row, **{"wording": WORDING, "answer": ANSWER, "reasons": {}, **officer, **changes}
    )


def messages(session: Session, kind: str) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)))


def test_a_question_reaches_the_officer_and_no_provider(session: Session, world: World, ask: Ask) -> None:
    row = ask()
    (told,) = messages(session, "question-asked")
    assert told.user_id == world.users["officer"]
    assert list_own(session, world.procurement_id, world.organisations["alder"]) == [row]
    assert list_own(session, world.procurement_id, world.organisations["birch"]) == []
    with pytest.raises(NotFound):
        get_own(session, world.procurement_id, row.public_id, world.organisations["birch"])


def test_the_deadline_for_questions_is_half_open(ask: Ask) -> None:
    ask(now=QUESTIONS_DUE - timedelta(microseconds=1))
    with pytest.raises(Conflict, match="has passed"):
        ask(now=QUESTIONS_DUE)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"question": "Why?"}, "question"),
        ({"question": "word " * 501}, "question"),
        ({"is_confidential": True, "confidential_reason": "because"}, "confidential_reason"),
    ],
)
def test_a_question_that_says_nothing_or_too_much_is_refused_at_its_field(
    session: Session, ask: Ask, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(**changes)
    assert refused.value.field == field
    assert session.scalars(select(Clarification)).all() == []


def test_staff_do_not_ask_and_providers_do_not_answer(
    session: Session, world: World, ask: Ask, officer: Officer
) -> None:
    row = ask()
    with pytest.raises(NotPermitted):
        ask("officer")
    for name in ("alder", "owner", "lead", "auditor", "clinician"):
        with pytest.raises(NotPermitted):
            publish(session, row, {**officer, "actor": world.actor(session, name)})
    assert row.state is State.OPEN


@pytest.mark.parametrize("stage", [Stage.DIALOGUE_1, Stage.DIALOGUE_2])
def test_in_the_dialogue_only_participants_ask(session: Session, world: World, ask: Ask, stage: Stage) -> None:
    world.at(session, stage)
    make_bid(session, world, "cedar", BidStage.IN_DIALOGUE)
    make_bid(session, world, "dogwood", BidStage.ELIMINATED)
    ask("cedar")
    for name in ("alder", "dogwood"):
        with pytest.raises(Conflict, match="Only the participants"):
            ask(name)


@pytest.mark.parametrize("stage", [Stage.PLANNING, Stage.SELECTION, Stage.DOWN_SELECT, Stage.OPENING, Stage.ABANDONED])
def test_elsewhere_nobody_asks(session: Session, world: World, ask: Ask, stage: Stage) -> None:
    world.at(session, stage)
    with pytest.raises(Conflict, match="not open at the stage"):
        ask()


def test_published_questions_are_numbered_in_the_order_of_publication(
    session: Session, world: World, ask: Ask, officer: Officer
) -> None:
    first, second = ask("alder"), ask("birch", now=NOW + timedelta(hours=1))
    publish(session, second, {**officer, "now": NOW + timedelta(hours=2)})
    publish(session, first, {**officer, "now": NOW + timedelta(hours=3)})
    shown = list_published(session, world.procurement_id, None)
    assert [(each.number, each.public_id) for each in shown] == [(1, second.public_id), (2, first.public_id)]


def test_everybody_who_follows_is_told_the_same_and_once(
    session: Session, world: World, ask: Ask, officer: Officer
) -> None:
    ask("cedar")
    row = publish(session, ask(), officer)
    told = messages(session, "question-published")
    assert {each.organisation_id for each in told} == {world.organisations[n] for n in ("alder", "birch", "cedar")}
    assert len({(each.title, each.text, each.sent_at, each.endpoint, str(each.params)) for each in told}) == 1
    assert row.public_id not in str([(each.subject, each.params) for each in told])
    with pytest.raises(Conflict):
        publish(session, row, officer)
    assert len(messages(session, "question-published")) == len(told)


def test_a_text_that_gives_the_asker_away_is_published_only_with_a_reason(
    session: Session, ask: Ask, officer: Officer
) -> None:
    row = ask()
    tell = {"wording": "Alder asks whether one site is enough"}
    with pytest.raises(InvalidInput, match="names the organisation that asked") as refused:
        publish(session, row, officer, **tell)
    assert refused.value.field.startswith("finding-")
    assert (row.state, row.number) == (State.OPEN, None)
    publish(session, row, officer, **tell, reasons={"asker:alder": "Alder is the tree in the grounds of the site"})
    assert row.findings == {"asker:alder": "Alder is the tree in the grounds of the site"}


def test_other_bidders_and_their_people_are_found_too(session: Session, ask: Ask, officer: Officer) -> None:
    row = ask()
    for text in ("Birch has two sites", "As Alder Lead says", "Write to site@example.org"):
        with pytest.raises(InvalidInput):
            publish(session, row, officer, answer=text)


def test_the_question_as_asked_is_kept_beside_the_published_wording(
    session: Session, ask: Ask, officer: Officer
) -> None:
    row = publish(session, ask(), officer)
    assert (row.question, row.wording) == ("May one bidder use more than one site for this?", WORDING)


def test_a_private_answer_needs_a_reason_and_reaches_its_asker_alone(
    session: Session, world: World, ask: Ask, officer: Officer
) -> None:
    row = ask(because="It would show our plan for the estate.")
    with pytest.raises(InvalidInput) as refused:
        clarifications.answer_privately(session, row=row, answer=ANSWER, reason="Just so", **officer)
    assert refused.value.field == "reason"
    clarifications.answer_privately(session, row=row, answer=ANSWER, reason=REASON, **officer)
    (told,) = messages(session, "question-answered")
    assert told.organisation_id == world.organisations["alder"]
    assert list_published(session, world.procurement_id, None) == []
    assert REASON not in told.text


def test_what_was_asked_in_confidence_is_not_published_before_its_organisation_chose(
    session: Session, world: World, ask: Ask, officer: Officer
) -> None:
    row = ask(because="It would show our plan for the estate.")
    with pytest.raises(Conflict, match="in confidence"):
        publish(session, row, officer)
    clarifications.refuse_confidence(session, row=row, reason="It is about a published requirement.", **officer)
    for act in (
        publish,
        lambda *a: clarifications.answer_privately(session, row=row, answer="x", reason=REASON, **officer),
    ):
        with pytest.raises(Conflict, match="asked to choose"):
            act(session, row, officer)
    with pytest.raises(NotFound):
        clarifications.let_publish(session, row=row, actor=world.actor(session, "birch"), now=NOW)
    clarifications.let_publish(session, row=row, actor=world.actor(session, "alder"), now=NOW)
    assert publish(session, row, officer).number == 1


def test_withdrawn_nothing_of_it_is_published_and_it_holds_no_stage_open(
    session: Session, world: World, ask: Ask, officer: Officer
) -> None:
    row = ask(because="It would show our plan for the estate.")
    clarifications.refuse_confidence(session, row=row, reason="It is about a published requirement.", **officer)
    clarifications.withdraw(session, row=row, actor=world.actor(session, "alder"), now=NOW)
    assert (row.state, row.number) == (State.WITHDRAWN, None)
    with pytest.raises(Conflict):
        publish(session, row, officer)
    with pytest.raises(Conflict):
        clarifications.withdraw(session, row=row, actor=world.actor(session, "alder"), now=NOW)


def test_silence_cannot_hold_a_stage_open(session: Session, ask: Ask, officer: Officer) -> None:
    row = ask(because="It would show our plan for the estate.")
    clarifications.refuse_confidence(session, row=row, reason="It is about a published requirement.", **officer)
    assert row.choose_by is not None
    early = {**officer, "now": row.choose_by - timedelta(microseconds=1)}
    with pytest.raises(Conflict, match="still has time"):
        clarifications.set_aside(session, row=row, **early)
    clarifications.set_aside(session, row=row, **{**officer, "now": row.choose_by})
    assert row.state is State.WITHDRAWN


def test_closing_the_call_objects_while_a_question_waits(
    session: Session, world: World, ask: Ask, officer: Officer
) -> None:
    row, late = ask(), NOW + timedelta(days=20)

    def close() -> None:
        stages.move(
            session, procurement=world.procurement(session), trigger="close_call", actor=officer["actor"], now=late
        )

    with pytest.raises(MoveRefused) as refused:
        close()
    (found,) = [each for each in refused.value.objections if each.code == "questions"]
    assert found.endpoint == "staff.clarifications.index"
    publish(session, row, officer)
    close()
    assert world.procurement(session).stage is Stage.SELECTION


def test_what_goes_to_participants_is_not_for_others_and_not_for_who_has_left(
    session: Session, world: World, ask: Ask, officer: Officer
) -> None:
    publish(session, ask(), officer)
    procurement = world.at(session, Stage.DIALOGUE_1)
    cedar, dogwood = (make_bid(session, world, n, BidStage.IN_DIALOGUE) for n in ("cedar", "dogwood"))
    publish(session, ask("cedar"), officer)
    stages.move_bid(session, bid=dogwood, trigger="eliminate", actor=officer["actor"], now=NOW, reason="Not kept")
    session.flush()
    later = NOW + timedelta(hours=1)
    publish(session, ask("cedar"), {**officer, "now": later})

    def numbers(name: str) -> list[int | None]:
        until = reads_until(session, procurement.id, world.organisations[name])
        return [each.number for each in list_published(session, procurement.id, until)]

    assert (numbers("cedar"), numbers("dogwood"), numbers("alder")) == ([1, 2, 3], [1, 2], [1])
    told = [each.organisation_id for each in messages(session, "question-published") if each.sent_at == later]
    assert told == [cedar.organisation_id]


def test_each_step_is_audited(session: Session, ask: Ask, officer: Officer) -> None:
    publish(session, ask(), officer)
    clarifications.answer_privately(session, row=ask(), answer=ANSWER, reason=REASON, **officer)
    tags = session.scalars(
        select(AuditEvent.tag).where(AuditEvent.tag.startswith("question:")).order_by(AuditEvent.seq)
    )
    assert list(tags) == [
        "question:asked", "question:published", "question:asked", "question:answered-privately",
    ]  # fmt: skip


def test_a_stale_page_changes_nothing(session: Session, ask: Ask, officer: Officer) -> None:
    row = ask(category=Category.CONTRACT)
    with pytest.raises(Conflict, match="changed by someone else"):
        publish(session, row, officer, version=row.version + 1)
    assert row.state is State.OPEN
