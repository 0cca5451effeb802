"""The same information for all participants, or a reason on record; and a new decision when fewer are left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid
from assurance.persistence.queries.competition import get_field, list_decisions
from assurance.persistence.queries.facts.dialogue import dialogue_facts
from assurance.persistence.queries.outgoing import list_sent, version_before
from assurance.services import dialogue, stages
from tests.factories.cast import NOW, World
from tests.factories.dialogue import written

Person = Callable[[str], Actor]
Bids = dict[str, Bid]
LATER = NOW + timedelta(hours=1)
WHY = "It answers a question about its own offer and helps nobody else."
GO_ON = "Each of those left knows of the others only that they may be there; prices are held against a benchmark."


def codes(session: Session, world: World, person: Person, trigger: str) -> list[str]:
    with pytest.raises(MoveRefused) as refused:
        stages.move(
            session, procurement=world.procurement(session), trigger=trigger, actor=person("officer"), now=LATER
        )
    return [each.code for each in refused.value.objections]


def test_a_round_does_not_end_while_information_is_unequal_without_a_reason(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    row = written(session, world, "The car park is free.", to=[bids["alder"]])
    dialogue.send(session, row=row, actor=person("lead"), now=LATER)
    session.flush()
    assert "information" in codes(session, world, person, "end_round_1")
    with pytest.raises(NotPermitted):
        dialogue.explain_difference(session, row=row, reason=WHY, actor=person("owner"), now=LATER)
    dialogue.explain_difference(session, row=row, reason=WHY, actor=person("lead"), now=LATER)
    session.flush()
    assert "information" not in codes(session, world, person, "end_round_1")


def test_giving_it_to_the_others_makes_it_equal(session: Session, world: World, bids: Bids, person: Person) -> None:
    row = written(session, world, "The car park is free.", to=[bids["alder"]])
    with pytest.raises(Conflict, match="not been sent"):
        dialogue.send_to_rest(session, row=row, actor=person("lead"), now=LATER)
    dialogue.send(session, row=row, actor=person("lead"), now=NOW)
    session.flush()
    dialogue.send_to_rest(session, row=row, actor=person("lead"), now=LATER)
    session.flush()
    assert {each.bid_id: each.given_at for each in row.recipients} == {
        bids["alder"].id: NOW, bids["birch"].id: LATER, bids["cedar"].id: LATER
    }  # fmt: skip
    assert dialogue_facts(session, world.procurement(session)).information_unequal == ()


def test_what_somebody_who_left_had_makes_no_difference(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    dialogue.send(session, row=written(session, world, "Parking.", to=[bids["alder"]]), actor=person("lead"), now=NOW)
    bids["alder"].stage = BidStage.WITHDRAWN
    session.flush()
    assert dialogue_facts(session, world.procurement(session)).information_unequal == ()


def test_a_specification_goes_to_everybody_and_says_what_changed(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    with pytest.raises(InvalidInput, match="every participant"):
        written(session, world, "Open all week.", "specification", to=[bids["alder"]])
    for text in ("Open on weekdays.", "Open all week."):
        dialogue.send(session, row=written(session, world, text, "specification"), actor=person("lead"), now=NOW)
        session.flush()
    first, second = list_sent(session, world.procurement_id)
    assert version_before([first, second], "specification", second.number) is first
    assert version_before([first, second], "specification", first.number) is None
    with pytest.raises(InvalidInput, match="what changed"):
        dialogue.prepare(
            session, procurement=world.procurement(session), kind="specification", title="T", text="Text",
            actor=person("officer"), now=NOW,
        )  # fmt: skip


def test_the_first_opening_counts(session: Session, world: World, bids: Bids, person: Person) -> None:
    row = written(session, world, "The car park is free.")
    dialogue.send(session, row=row, actor=person("lead"), now=NOW)
    given = row.recipients[0]
    for now in (NOW, LATER):
        dialogue.see(session, given=given, actor=person("alder"), now=now)
    assert (given.seen_at, given.seen_by_id) == (NOW, world.users["alder"])


def test_two_and_one_left_each_need_a_decision_of_the_owner(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    procurement = world.procurement(session)
    with pytest.raises(Conflict, match="nothing to decide"):
        dialogue.decide_competition(session, procurement=procurement, reason=GO_ON, actor=person("owner"), now=NOW)
    for name, left in (("cedar", 2), ("birch", 1)):
        bids[name].stage = BidStage.WITHDRAWN
        session.flush()
        assert "competition" in codes(session, world, person, "end_round_1")
        for who in ("officer", "lead", "approver", "auditor"):
            with pytest.raises(NotPermitted):
                dialogue.decide_competition(session, procurement=procurement, reason=GO_ON, actor=person(who), now=NOW)
        with pytest.raises(InvalidInput, match="at least 40 characters"):
            dialogue.decide_competition(
                session, procurement=procurement, reason="Why not", actor=person("owner"), now=NOW
            )
        dialogue.decide_competition(session, procurement=procurement, reason=GO_ON, actor=person("owner"), now=NOW)
        session.flush()
        assert "competition" not in codes(session, world, person, "end_round_1")
        assert list_decisions(session, procurement.id)[0].bids_left == left
    bids["alder"].stage = BidStage.WITHDRAWN
    session.flush()
    assert "competition" in codes(session, world, person, "end_round_1")
    with pytest.raises(Conflict, match="nothing to decide"):
        dialogue.decide_competition(session, procurement=procurement, reason=GO_ON, actor=person("owner"), now=NOW)


@pytest.mark.parametrize("stage", [Stage.PLANNING, Stage.FINAL_TENDERS, Stage.SCORING])
def test_it_is_not_decided_where_the_number_is_not_known_or_no_move_waits(
    session: Session, world: World, bids: Bids, person: Person, stage: Stage
) -> None:
    procurement = world.at(session, stage)
    with pytest.raises(MoveRefused, match="go on with few"):
        dialogue.decide_competition(session, procurement=procurement, reason=GO_ON, actor=person("owner"), now=NOW)


def test_the_monitor_tells_nothing_of_a_box_that_is_closed(
    session: Session, world: World, bids: Bids, person: Person
) -> None:
    for bid in bids.values():
        bid.stage = BidStage.IN_DIALOGUE
        stages.move_bid(session, bid=bid, trigger="invite_to_tender", actor=person("officer"), now=NOW)
    session.flush()
    untouched = get_field(session, world.procurement_id)
    bids["alder"].stage, bids["birch"].stage = BidStage.SUBMITTED, BidStage.NOT_SUBMITTED
    session.flush()
    assert get_field(session, world.procurement_id) == untouched
    assert untouched.is_sealed
    assert untouched.left == 3
