"""How far each part is, who changed it and who is writing now; in as many queries for many questions as for few."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from assurance.persistence.models import Bid, CriterionRow
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.criteria import list_criteria
from assurance.services import bids
from assurance.services.bids.tasks import WRITING
from tests.factories.answers import add_colleague, issue_addendum, question
from tests.factories.cast import NOW, World
from tests.factories.tenders import fill, invited, tenders_open


@pytest.fixture
def bid(session: Session, world: World) -> Bid:
    tenders_open(session, world)
    add_colleague(session, world)
    return invited(session, world, "alder")


def tasks(session: Session, world: World, bid: Bid, who: str = "alder", minutes: float = 0) -> dict[str, bids.Task]:
    session.flush()
    listed = bids.list_tasks(
        session, bid=bid, criteria=list_criteria(session, bid.procurement_id), parts=get_parts(session, bid.id),
        missing=bids.missing_parts(session, bid), actor=world.actor(session, who),
        now=NOW + timedelta(minutes=minutes),
    )  # fmt: skip
    return {task.code or task.page: task for task in listed}


def test_nothing_is_started_at_first(session: Session, world: World, bid: Bid) -> None:
    found = tasks(session, world, bid)
    assert {str(task.state) for name, task in found.items() if name != "documents"} == {"not_started"}
    assert found["documents"].state is bids.State.OPTIONAL
    assert (found["care"].words, found["care"].limit) == (None, 10)


def test_an_answer_is_in_progress_until_its_people_say_that_it_is_ready(
    session: Session, world: World, bid: Bid
) -> None:
    care = question(session, world)
    who = {"bid": bid, "actor": world.actor(session, "ally"), "now": NOW}
    bids.save_answer(session, criterion=care, text="Three words here", **who)  # type: ignore[arg-type]  # reason: a shortcut
    found = tasks(session, world, bid)["care"]
    assert (found.state, found.words, found.limit, found.by) == (bids.State.IN_PROGRESS, 3, 10, "Ally Contributor")
    bids.save_answer(session, criterion=care, text="Three words here", is_ready=True, **who)  # type: ignore[arg-type]  # reason: a shortcut
    assert tasks(session, world, bid)["care"].state is bids.State.READY


def test_a_colleague_who_saved_a_moment_ago_is_writing(session: Session, world: World, bid: Bid) -> None:
    bids.save_answer(
        session, bid=bid, criterion=question(session, world), text="Words", actor=world.actor(session, "ally"), now=NOW
    )
    assert tasks(session, world, bid, "alder", 1)["care"].is_writing
    assert not tasks(session, world, bid, "ally", 1)["care"].is_writing, "not I myself"
    assert not tasks(session, world, bid, "alder", WRITING.total_seconds() / 60)["care"].is_writing, "long ago"


def test_a_whole_tender_is_ready_but_for_what_nobody_called_ready(session: Session, world: World, bid: Bid) -> None:
    fill(session, world, bid, "alder")
    found = tasks(session, world, bid)
    assert {name for name, task in found.items() if task.state is not bids.State.READY} == {"care", "documents"}
    assert {task.by for name, task in found.items() if name != "documents"} == {"Alder Lead"}


def test_an_answer_from_before_an_addendum_is_to_be_looked_at_again(session: Session, world: World, bid: Bid) -> None:
    fill(session, world, bid, "alder")
    assert not tasks(session, world, bid)["care"].is_asked_anew
    issue_addendum(session, world)
    assert tasks(session, world, bid)["care"].is_asked_anew
    answer = bids.save_answer(
        session, bid=bid, criterion=question(session, world), text="alder canary answer",
        actor=world.actor(session, "alder"), now=NOW,
    )  # fmt: skip
    assert (answer.version, tasks(session, world, bid)["care"].is_asked_anew) == (2, False)


def test_many_questions_take_no_more_queries_than_few(session: Session, world: World, bid: Bid) -> None:
    def counted() -> int:
        session.flush()
        session.expire_all()
        seen: list[str] = []
        listen = lambda *said: seen.append(said[2])  # noqa: E731 -- the same function is taken off again
        event.listen(session.get_bind(), "before_cursor_execute", listen)
        tasks(session, world, bid)
        event.remove(session.get_bind(), "before_cursor_execute", listen)
        return len(seen)

    fill(session, world, bid, "alder")
    few = counted()
    for number in range(12):
        row = CriterionRow(
            procurement_id=world.procurement_id, position=9 + number, code=f"more-{number}", title=f"More {number}",
            kind="scored", weight_percent=Decimal(0), scale_top=5, question="And?",
        )  # fmt: skip
        session.add(row)
        session.flush()
        bids.save_answer(session, bid=bid, criterion=row, text="Yes", actor=world.actor(session, "alder"), now=NOW)
    assert counted() == few
