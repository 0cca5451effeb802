"""Asking for packs: the same one while it is in hand, refused in words while there is nothing to print, issued once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.persistence.models import AuditEvent, EvaluationResult, Pack
from assurance.persistence.queries.packs import list_packs
from assurance.services import packs
from tests.packs.fixture import NOW, Story, add_letter, make_story

PRINTED = packs.Printed(sha256="a" * 64, size=1234, pages=4, snapshot_digest="b" * 64)


@pytest.fixture
def story(session: Session) -> Story:
    return make_story(session)


def ask(session: Session, story: Story, kind: str = "gate", subject: str = "checkpoint_1") -> Pack:
    return packs.request_pack(
        session, procurement=story.procurement, kind=kind, subject=subject, actor=story.actor, now=NOW
    )


def tags(session: Session) -> list[str]:
    query = select(AuditEvent.tag).where(AuditEvent.tag.like("pack:%")).order_by(AuditEvent.seq)
    return list(session.scalars(query))


def test_asking_twice_while_it_is_in_hand_gives_the_same_pack(session: Session, story: Story) -> None:
    first, second = ask(session, story), ask(session, story)

    assert first is second
    assert first.title == "Gate report: Checkpoint 1"
    assert (first.status, first.current_part) == ("queued", "Waiting for a worker")
    assert tags(session) == ["pack:requested"]


def test_another_subject_or_a_finished_one_makes_a_new_pack(session: Session, story: Story) -> None:
    gate, evaluation = ask(session, story), ask(session, story, "evaluation", "")
    packs.finish(session, public_id=gate.public_id, printed=PRINTED, now=NOW)
    again = ask(session, story)

    assert len({gate.public_id, evaluation.public_id, again.public_id}) == 3
    assert [pack.public_id for pack in list_packs(session, story.procurement.id)][0] == again.public_id


def test_nothing_is_put_in_hand_while_there_is_nothing_to_print(session: Session, story: Story) -> None:
    with pytest.raises(Conflict, match="no verdict yet"):
        ask(session, story, "gate", "checkpoint_2")
    with pytest.raises(NotFound, match="no review at this gate"):
        ask(session, story, "gate", "checkpoint_3")
    with pytest.raises(NotFound, match="no outcome letter"):
        ask(session, story, "letter", story.bids[0].public_id)
    with pytest.raises(InvalidInput, match="no pack called"):
        ask(session, story, "novel", "")
    session.delete(session.scalars(select(EvaluationResult)).one())
    session.flush()
    with pytest.raises(NotFound, match="not confirmed yet"):
        ask(session, story, "evaluation", "")

    assert session.scalar(select(func.count()).select_from(Pack)) == 0
    assert tags(session) == []


def test_a_letter_is_printed_only_when_it_is_issued(session: Session, story: Story) -> None:
    letter = add_letter(session, story)
    assert ask(session, story, "letter", story.bids[0].public_id).title.startswith("Outcome letter: First Test")

    letter.issued_at = None
    session.flush()
    with pytest.raises(Conflict, match="not been issued yet"):
        packs.KINDS["letter"].gather(session, story.procurement, story.bids[0].public_id)


def test_progress_is_kept_and_stops_with_the_pack(session: Session, story: Story) -> None:
    pack = ask(session, story)
    later = NOW + timedelta(seconds=3)

    def report(done: int) -> bool:
        return packs.report_progress(
            session, public_id=pack.public_id, part=f"Part {done}", parts_done=done, parts_total=5, now=later
        )

    assert report(1) and report(2)
    assert (pack.status, pack.parts_done, pack.parts_total, pack.current_part) == ("building", 2, 5, "Part 2")
    assert pack.started_at == later
    packs.cancel_pack(session, pack=pack, actor=story.actor, now=later)
    assert not report(3)
    assert pack.parts_done == 2


def test_finishing_twice_issues_once(session: Session, story: Story) -> None:
    pack = ask(session, story)
    packs.finish(session, public_id=pack.public_id, printed=PRINTED, now=NOW)
    packs.finish(session, public_id=pack.public_id, printed=PRINTED, now=NOW + timedelta(hours=1))
    session.flush()

    assert (pack.status, pack.sha256, pack.pages, pack.finished_at) == ("done", "a" * 64, 4, NOW)
    assert tags(session) == ["pack:requested", "pack:issued"]
    issued = session.scalars(select(AuditEvent).where(AuditEvent.tag == "pack:issued")).one()
    assert issued.body["data"]["snapshot"] == "b" * 64
    assert issued.body["data"]["requested_by"] == "Test Officer"


def test_a_failure_says_why_and_a_cancelled_pack_stays_cancelled(session: Session, story: Story) -> None:
    failed = ask(session, story)
    packs.fail(session, public_id=failed.public_id, message="The result has changed.", now=NOW)
    cancelled = ask(session, story)
    packs.cancel_pack(session, pack=cancelled, actor=story.actor, now=NOW)
    packs.fail(session, public_id=cancelled.public_id, message="Too late.", now=NOW)
    packs.finish(session, public_id=cancelled.public_id, printed=PRINTED, now=NOW)
    session.flush()

    assert (failed.status, failed.error) == ("failed", "The result has changed.")
    assert (cancelled.status, cancelled.error, cancelled.sha256) == ("cancelled", "", None)
    with pytest.raises(Conflict, match="ended already"):
        packs.cancel_pack(session, pack=cancelled, actor=story.actor, now=NOW)
    assert tags(session) == ["pack:requested", "pack:failed", "pack:requested", "pack:cancelled"]
