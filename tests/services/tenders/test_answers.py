"""Answers by several people: nothing newer is overwritten, nothing typed is lost, another question is noticed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.persistence.models import Answer, AnswerDraft, AuditEvent, Bid, CriterionRow, User
from assurance.persistence.queries.answers import list_drafts
from assurance.services import bids, submission
from tests.factories.answers import add_colleague, issue_addendum, publish_version, question
from tests.factories.cast import NOW, World
from tests.factories.tenders import DUE, fill, invited, tenders_open


class Desk:
    """Alder's people at work on the answer to one question."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world = session, world
        tenders_open(session, world)
        add_colleague(session, world)
        self.bid = invited(session, world, "alder")
        self.care = question(session, world)

    def save(self, words: str, who: str = "alder", minutes: float = 0, **given: Any) -> Answer:
        saved = bids.save_answer(
            self.session, bid=self.bid, criterion=given.pop("criterion", self.care), text=words,
            actor=self.world.actor(self.session, who), now=NOW + timedelta(minutes=minutes), **given,
        )  # fmt: skip
        self.session.flush()
        return saved

    def aside(self, words: str, who: str = "alder", **given: Any) -> AnswerDraft | None:
        at = given.pop("now", NOW)
        return bids.set_aside(
            self.session, bid=self.bid, code="care", text=words, came_of=given.pop("came_of", bids.CLASH),
            actor=self.world.actor(self.session, who), now=at,
        )  # fmt: skip

    def drafts(self) -> list[str]:
        self.session.flush()
        return [each.text for each in list_drafts(self.session, self.bid.id, "care")]

    def asked(self) -> Any:
        return bids.asked_now(self.session, self.world.procurement_id, [self.care])[self.care.id]

    def tags(self) -> list[str]:
        return list(self.session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq)))


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world)


def test_a_stale_save_overwrites_nothing(desk: Desk) -> None:
    first = desk.save("Ours", version=0)
    with pytest.raises(bids.StaleAnswer, match="Integrated care"):
        desk.save("Mine", "ally", version=0)
    assert (first.text, first.version, desk.drafts()) == ("Ours", 1, ["Ours"])
    assert desk.save("Ours, better", "ally", version=1).version == 2


def test_two_questions_never_clash(desk: Desk) -> None:
    other = question(desk.session, desk.world, "cqc")
    desk.save("Ours", version=0)
    desk.save("Page 3", "ally", version=0, criterion=other)
    desk.save("Ours, better", version=1)
    assert desk.save("Page 4", "ally", version=1, criterion=other).version == 2


def test_saving_what_is_saved_already_is_no_save(desk: Desk) -> None:
    desk.save("Ours")
    before = desk.tags()
    assert desk.save("  Ours ", minutes=1).version == 1
    assert desk.tags() == before


def test_what_the_page_saves_by_itself_is_on_record_apart(desk: Desk) -> None:
    desk.save("Typed", by_itself=True)
    desk.save("Typed and saved")
    assert [tag for tag in desk.tags() if tag.startswith("answer:")] == ["answer:autosaved", "answer:saved"]


def test_saves_of_one_writing_are_one_draft(desk: Desk) -> None:
    for number, words in enumerate(("One", "One two", "One two three")):
        desk.save(words, minutes=number)
    assert desk.drafts() == ["One two three"]
    desk.save("One two three four", "ally", minutes=4)
    desk.save("One two three four five", "ally", minutes=20)
    assert desk.drafts() == ["One two three four five", "One two three four", "One two three"]


@pytest.mark.parametrize("after", ["", "One two", "Other words, just as long"])
def test_what_was_deleted_or_pasted_over_is_still_a_draft(desk: Desk, after: str) -> None:
    desk.save("One two three four five")
    desk.save(after, minutes=0.1)
    assert desk.drafts() == [after, "One two three four five"]


def test_what_lost_a_clash_is_kept_once_and_can_be_used_again(desk: Desk) -> None:
    desk.save("Ours", version=0)
    desk.aside("Mine", "ally")
    desk.aside(" Mine ", "ally")
    assert desk.drafts() == ["Mine", "Ours"]
    answer = bids.restore_draft(
        desk.session, bid=desk.bid, criterion=desk.care, number=2, version=1,
        actor=desk.world.actor(desk.session, "alder"), now=NOW,
    )  # fmt: skip
    assert (answer.text, desk.drafts()) == ("Mine", ["Mine", "Mine", "Ours"])
    assert desk.tags()[-1] == "answer:restored"


def test_a_draft_that_is_not_there_or_a_newer_answer_refuses_it(desk: Desk) -> None:
    desk.save("Ours", version=0)
    who: dict[str, Any] = {"bid": desk.bid, "actor": desk.world.actor(desk.session, "alder"), "now": NOW}
    with pytest.raises(NotFound):
        bids.restore_draft(desk.session, criterion=desk.care, number=2, version=1, **who)
    with pytest.raises(bids.StaleAnswer):
        bids.restore_draft(desk.session, criterion=desk.care, number=1, version=0, **who)


def test_an_addendum_that_asks_makes_an_older_form_stale_and_another_does_not(desk: Desk) -> None:
    seen = desk.asked()
    issue_addendum(desk.session, desk.world, is_asking=False)
    desk.save("Ours", asked=seen)
    issue_addendum(desk.session, desk.world)
    with pytest.raises(bids.StaleForm, match="Addendum 2, “Nights”: The question on integrated care covers nights"):
        desk.save("Ours, and more", asked=seen)
    assert [change.addendum for change in bids.changes_since(desk.session, desk.bid.procurement, desk.care, seen)] == [
        2
    ]
    desk.save("Ours, and more", asked=desk.asked())


def test_a_newer_version_makes_an_older_form_stale_and_says_what_changed(desk: Desk) -> None:
    publish_version(desk.session, desk.world, 1)
    seen = desk.asked()
    desk.care.question = "How will you integrate care at night?"
    publish_version(desk.session, desk.world, 2, "Nights were left out")
    with pytest.raises(bids.StaleForm) as refused:
        desk.save("Ours", asked=seen)
    reworded, version = refused.value.changes
    assert (reworded.before, reworded.after) == (
        "How will you integrate care?", "How will you integrate care at night?"
    )  # fmt: skip
    assert version.text == "Version 2 of the criteria is in force: Nights were left out"


def test_a_version_that_leaves_the_question_alone_is_told_too(desk: Desk) -> None:
    publish_version(desk.session, desk.world, 1)
    seen = desk.asked()
    question(desk.session, desk.world, "cqc").title = "Registered"
    publish_version(desk.session, desk.world, 2)
    with pytest.raises(bids.StaleForm) as refused:
        desk.save("Ours", asked=seen)
    assert [change.text for change in refused.value.changes] == ["Version 2 of the criteria is in force"]


def test_a_question_that_reads_differently_without_a_version_is_noticed(desk: Desk) -> None:
    seen = desk.asked()
    desk.care.word_limit = 20
    with pytest.raises(bids.StaleForm, match="reads differently now"):
        desk.save("Ours", asked=seen)


def test_only_what_was_asked_once_is_known_as_no_longer_asked(desk: Desk) -> None:
    publish_version(desk.session, desk.world, 1)
    assert bids.once_asked(desk.session, desk.world.procurement_id, "care") == "Integrated care"
    for code in ("price", "never"):
        with pytest.raises(NotFound):
            bids.once_asked(desk.session, desk.world.procurement_id, code)


@pytest.mark.parametrize("act", ["save", "aside"])
def test_nobody_else_writes_and_nothing_is_written_at_the_deadline(desk: Desk, act: str) -> None:
    run = {"save": desk.save, "aside": desk.aside}[act]
    with pytest.raises(NotFound):
        run("Rival", "birch")
    with pytest.raises(NotFound):
        run("Officer", "officer")
    desk.session.get_one(User, desk.world.users["ally"]).is_organisation_viewer = True
    with pytest.raises(NotPermitted):
        run("Viewer", "ally")
    late: dict[str, Any] = {"minutes": (DUE - NOW).total_seconds() / 60} if act == "save" else {"now": DUE}
    with pytest.raises(Conflict, match="closed"):
        run("Late", **late)
    assert desk.drafts() == []


def test_an_answer_without_a_limit_is_still_bounded(desk: Desk) -> None:
    with pytest.raises(InvalidInput, match="take out 1"):
        desk.save("x" * 200_001, criterion=question(desk.session, desk.world, "cqc"))


def test_an_answer_over_a_limit_that_fell_is_missing_until_it_is_cut(desk: Desk) -> None:
    fill(desk.session, desk.world, desk.bid, "alder")
    desk.care.word_limit = 2
    desk.session.flush()
    assert [part.what for part in bids.missing_parts(desk.session, desk.bid)] == [
        "An answer to “Integrated care” within the limit: take out 1 word"
    ]


def test_drafts_lie_closed_and_are_gone_once_the_tender_is_sealed(desk: Desk) -> None:
    fill(desk.session, desk.world, desk.bid, "alder")
    desk.aside("A quince canary")
    stored = desk.session.execute(text("SELECT text FROM answer_draft")).scalars().all()
    assert stored
    assert not [each for each in stored if b"canary" in bytes(each)]
    submission.submit(desk.session, bid=desk.bid, actor=desk.world.actor(desk.session, "alder"), now=NOW)
    assert desk.session.scalars(select(AnswerDraft)).all() == []


def test_only_the_bidders_own_drafts_go(desk: Desk, session: Session, world: World) -> None:
    birch: Bid = fill(session, world, invited(session, world, "birch"), "birch")
    fill(session, world, desk.bid, "alder")
    submission.submit(session, bid=desk.bid, actor=world.actor(session, "alder"), now=NOW)
    assert set(session.scalars(select(AnswerDraft.bid_id))) == {birch.id}
    assert session.scalars(select(CriterionRow)).all()
