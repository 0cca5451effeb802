"""Nothing of one participant reaches another without consent to the exact words, or a reason two people stand by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, Message
from assurance.services import dialogue
from tests.factories.cast import NOW, World
from tests.factories.dialogue import HALF, REASON, WORDING, consent_of, idea_of, written

Person = Callable[[str], Actor]
Bids = dict[str, Bid]
LATER = NOW + timedelta(hours=1)


def tags(session: Session, *wanted: str) -> list[str]:
    return [tag for tag in session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq)) if tag in wanted]


def test_what_holds_nothing_of_anybody_goes_to_all_at_one_instant(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    row = written(session, world, "The car park is free.")
    dialogue.send(session, row=row, actor=person("lead"), now=LATER)
    assert {(each.bid_id, each.given_at) for each in row.recipients} == {(bid.id, LATER) for bid in bids.values()}
    assert (row.number, row.sent_by_id) == (1, world.users["lead"])
    told = session.scalars(select(Message.organisation_id).where(Message.kind == "dialogue-information")).all()
    assert sorted(told) == sorted(bid.organisation_id for bid in bids.values())
    with pytest.raises(Conflict, match="sent already"):
        dialogue.send(session, row=row, actor=person("lead"), now=LATER)


def test_nothing_leaves_while_a_finding_is_open(session: Session, world: World, bids: Bids, person: Person) -> None:
    idea_of(session, world, bids["alder"])
    row = written(session, world, f"Asked whether this helps: {HALF}")
    for act, who in ((dialogue.send, "lead"), (dialogue.release, "owner")):
        with pytest.raises(Conflict, match="Paid for empty beds” of Alder Care"):
            act(session, row=row, actor=person(who), now=LATER)
    assert row.sent_at is None
    assert not [each for each in row.recipients if each.given_at]


@pytest.mark.parametrize("kind", ["briefing", "specification"])
def test_consent_to_the_wording_lets_it_go_and_is_used_by_it(
    session: Session, world: World, bids: Bids, person: Person, kind: str
) -> None:
    consent = consent_of(session, world, idea_of(session, world, bids["alder"]), "alder")
    row = written(session, world, f"For your proposals: {WORDING}", kind)
    dialogue.send(session, row=row, actor=person("lead"), now=LATER)
    assert consent.used_at == LATER
    with pytest.raises(Conflict, match="cannot be withdrawn any more"):
        dialogue.withdraw_consent(session, consent=consent, actor=person("alder"), now=LATER)


def test_refused_withdrawn_and_unanswered_consent_let_nothing_go(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    idea = idea_of(session, world, bids["alder"])
    consent_of(session, world, idea, "alder", give=False)
    given = consent_of(session, world, idea, "alder")
    dialogue.withdraw_consent(session, consent=given, actor=person("alder"), now=NOW)
    dialogue.ask_consent(session, idea=idea, wording=WORDING, to=(), actor=person("lead"), now=NOW)
    session.flush()
    row = written(session, world, WORDING)
    with pytest.raises(Conflict, match="Nothing leaves"):
        dialogue.send(session, row=row, actor=person("lead"), now=LATER)


def test_consent_for_one_participant_does_not_reach_the_others(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    consent_of(session, world, idea_of(session, world, bids["alder"]), "alder", to=[bids["birch"]])
    everybody, one = written(session, world, WORDING), written(session, world, WORDING, to=[bids["birch"]])
    with pytest.raises(Conflict, match="Nothing leaves"):
        dialogue.send(session, row=everybody, actor=person("lead"), now=LATER)
    dialogue.send(session, row=one, actor=person("lead"), now=LATER)
    session.flush()
    with pytest.raises(Conflict, match="cannot go to the others as it is"):
        dialogue.send_to_rest(session, row=one, actor=person("lead"), now=LATER)


def test_what_was_answered_is_released_by_somebody_else(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    idea_of(session, world, bids["alder"])
    row = written(session, world, HALF)
    (finding,) = dialogue.screen(session, row, list(bids.values())).open
    with pytest.raises(InvalidInput, match="at least 20 characters"):
        dialogue.answer_finding(session, row=row, key=finding.key, reason="Old news", actor=person("lead"), now=NOW)
    dialogue.answer_finding(session, row=row, key=finding.key, reason=REASON, actor=person("officer"), now=NOW)
    session.flush()
    with pytest.raises(Conflict, match="owner of the procurement has to release"):
        dialogue.send(session, row=row, actor=person("lead"), now=LATER)
    for who in ("lead", "officer", "auditor", "alder"):
        with pytest.raises(NotPermitted):
            dialogue.release(session, row=row, actor=person(who), now=LATER)
    dialogue.release(session, row=row, actor=person("owner"), now=LATER)
    assert row.sent_by_id == world.users["owner"]
    seen = tags(session, "disclosure:checked", "disclosure:answered", "outgoing:sent")
    assert seen == ["disclosure:checked", "disclosure:answered", "disclosure:checked", "disclosure:checked",
                    "outgoing:sent"]  # fmt: skip


def test_an_answer_holds_for_its_words_only(session: Session, world: World, bids: Bids, person: Person) -> None:
    idea_of(session, world, bids["alder"])
    row = written(session, world, "The hospital keeps half of what it saves.")
    (finding,) = dialogue.screen(session, row, list(bids.values())).open
    dialogue.answer_finding(session, row=row, key=finding.key, reason=REASON, actor=person("lead"), now=NOW)
    session.flush()
    dialogue.rewrite(session, row=row, title=row.title, text=HALF, version=row.version, actor=person("lead"), now=NOW)
    session.flush()
    with pytest.raises(Conflict, match="Nothing leaves"):
        dialogue.release(session, row=row, actor=person("owner"), now=LATER)


def test_an_idea_recorded_after_the_text_was_written_still_stops_it(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    row = written(session, world, HALF)
    idea_of(session, world, bids["cedar"])
    with pytest.raises(Conflict, match="of Cedar Care"):
        dialogue.send(session, row=row, actor=person("lead"), now=LATER)


def test_an_owner_may_be_told_about_its_own_idea(session: Session, world: World, bids: Bids, person: Person) -> None:
    idea_of(session, world, bids["alder"])
    row = written(session, world, f"You wrote: {HALF} How would Alder measure it?", to=[bids["alder"]])
    dialogue.send(session, row=row, actor=person("lead"), now=LATER)
    assert [each.bid_id for each in row.recipients] == [bids["alder"].id]


def test_only_its_lead_answers_for_a_participant_and_only_once(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    idea = idea_of(session, world, bids["alder"])
    consent = dialogue.ask_consent(session, idea=idea, wording=WORDING, to=(), actor=person("lead"), now=NOW)
    session.flush()
    for who in ("birch", "lead", "owner"):
        with pytest.raises(NotPermitted):
            dialogue.answer_consent(session, consent=consent, give=True, actor=person(who), now=NOW)
    dialogue.answer_consent(session, consent=consent, give=False, actor=person("alder"), now=NOW)
    session.flush()
    with pytest.raises(Conflict, match="answered already"):
        dialogue.answer_consent(session, consent=consent, give=True, actor=person("alder"), now=NOW)


def test_a_general_consent_cannot_be_asked_for(session: Session, world: World, bids: Bids, person: Person) -> None:
    idea = idea_of(session, world, bids["alder"])
    with pytest.raises(InvalidInput, match="general agreement"):
        dialogue.ask_consent(
            session, idea=idea, wording="You may tell the others all ideas we have had", to=(), actor=person("lead"),
            now=NOW,
        )  # fmt: skip
    with pytest.raises(InvalidInput, match="other participants"):
        dialogue.ask_consent(session, idea=idea, wording=WORDING, to=[bids["alder"]], actor=person("lead"), now=NOW)


def test_a_disputed_idea_is_worded_anew(session: Session, world: World, bids: Bids, person: Person) -> None:
    idea = idea_of(session, world, bids["alder"])
    with pytest.raises(NotPermitted):
        dialogue.dispute_idea(
            session, idea=idea, text="That is not what we said at all.", actor=person("birch"), now=NOW
        )
    dialogue.dispute_idea(session, idea=idea, text="That is not what we said at all.", actor=person("alder"), now=NOW)
    session.flush()
    dialogue.amend_idea(
        session, idea=idea, title="Paid for beds", text=f"{HALF} In the first year only.", version=None,
        actor=person("lead"), now=LATER,
    )  # fmt: skip
    session.flush()
    assert (idea.dispute, idea.disputed_at) == ("", None)
    assert tags(session, "idea:disputed", "idea:amended") == ["idea:disputed", "idea:amended"]


def test_a_participant_records_only_its_own_ideas(session: Session, world: World, bids: Bids, person: Person) -> None:
    common = {"title": "A bus", "text": "A bus that comes to each village on market day", "now": NOW}
    row = dialogue.record_idea(session, bid=bids["birch"], source="session", actor=person("birch"), **common)
    assert row.source == "participant"
    with pytest.raises(NotPermitted):
        dialogue.record_idea(session, bid=bids["alder"], source="participant", actor=person("birch"), **common)
    bids["birch"].stage = BidStage.ELIMINATED
    with pytest.raises(Conflict, match="not in dialogue"):
        dialogue.record_idea(session, bid=bids["birch"], source="participant", actor=person("birch"), **common)


def test_the_audit_trail_holds_no_word_of_an_idea(session: Session, world: World, bids: Bids, person: Person) -> None:
    consent_of(session, world, idea_of(session, world, bids["alder"]), "alder")
    row = written(session, world, WORDING)
    dialogue.send(session, row=row, actor=person("lead"), now=LATER)
    said = str(session.scalars(select(AuditEvent.body)).all())
    assert "admission" not in said
    assert "empty beds" not in said


def test_nobody_writes_to_participants_outside_the_dialogue_or_without_leading_it(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    with pytest.raises(NotPermitted):
        dialogue.prepare(
            session, procurement=world.procurement(session), kind="briefing", title="T", text="Text",
            actor=person("owner"), now=NOW,
        )  # fmt: skip
    world.at(session, Stage.FINAL_TENDERS)
    with pytest.raises(MoveRefused, match="Write to participants"):
        written(session, world, "The car park is free.")


def test_the_lead_is_told_what_owners_answer_and_dispute(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    idea = idea_of(session, world, bids["alder"])
    consent = consent_of(session, world, idea, "alder")
    dialogue.withdraw_consent(session, consent=consent, actor=person("alder"), now=LATER)
    dialogue.dispute_idea(session, idea=idea, text="That is not what we said at all.", actor=person("alder"), now=LATER)
    session.flush()
    told = session.scalars(
        select(Message.kind).where(Message.user_id == world.users["lead"]).order_by(Message.id)
    ).all()
    assert told == ["consent-given", "consent-withdrawn", "idea-disputed"]
    assert not session.scalars(select(Message).where(Message.organisation_id == world.organisations["birch"])).all()
