"""Who goes on is decided by the published criteria and by nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import AuditEvent, Bid, DownSelectDecision
from assurance.persistence.queries.criteria import get_criterion
from assurance.persistence.queries.dialogue import list_not_kept, list_participants
from assurance.persistence.queries.facts.dialogue import dialogue_facts
from assurance.services import dialogue
from tests.factories.cast import NOW, World

Bids = dict[str, Bid]
REASON = "The outline covers the whole pathway."


@pytest.fixture
def mark(session: Session, world: World, person: Callable[[str], Actor]) -> Callable[..., Any]:
    """Mark a participant against a criterion, by the dialogue lead, between the rounds."""
    world.at(session, Stage.DOWN_SELECT)

    def act(bid: Bid, code: str, value: int, reason: str = REASON) -> None:
        criterion = get_criterion(session, world.procurement_id, code)
        dialogue.mark_down_select(
            session, bid=bid, criterion=criterion, mark=value, reason=reason, actor=person("lead"), now=NOW
        )

    return act


@pytest.fixture
def decide(session: Session, person: Callable[[str], Actor]) -> Callable[..., Any]:
    """Decide on a participant, by the dialogue lead."""
    return lambda bid, keep, now=NOW: dialogue.decide_down_select(
        session, bid=bid, keep=keep, reason=REASON, actor=person("lead"), now=now
    )


def mark_all(mark: Callable[..., Any], bids: Bids, marks: dict[str, tuple[int, int]]) -> None:
    for name, (clinical, workforce) in marks.items():
        mark(bids[name], "clinical", clinical)
        mark(bids[name], "workforce", workforce)


def test_a_whole_assessment_satisfies_the_rule(
    session: Session, world: World, bids: Bids, mark: Any, decide: Any
) -> None:
    mark_all(mark, bids, {"alder": (5, 3), "birch": (4, 4), "cedar": (1, 2)})
    assert dialogue_facts(session, world.procurement(session)).down_select_undecided == 3
    decide(bids["alder"], True)
    decide(bids["birch"], True)
    decide(bids["cedar"], False)
    facts = dialogue_facts(session, world.procurement(session))
    assert (facts.down_select_undecided, facts.participants) == (0, 2)
    assert list_not_kept(session, world.procurement_id) == [(bids["cedar"], REASON)]
    assert bids["cedar"].stage is BidStage.IN_DIALOGUE, "it takes effect when the second round is opened"


def test_the_standing_weighs_marks_as_published(session: Session, world: World, bids: Bids, mark: Any) -> None:
    mark_all(mark, bids, {"alder": (5, 0)})
    (alder, birch, _) = list_participants(session, world.procurement_id)
    assert alder.standing == 60  # 60 and 40 within quality
    assert birch.unmarked == ("Clinical model", "Workforce")


def test_nobody_is_decided_with_a_criterion_unmarked(bids: Bids, mark: Any, decide: Any) -> None:
    mark(bids["alder"], "clinical", 3)
    with pytest.raises(Conflict, match="Still unmarked: Workforce"):
        decide(bids["alder"], True)


@pytest.mark.parametrize(("birch", "words"), [((3, 3), "eliminated with the same"), ((5, 5), "eliminated with")])
def test_nobody_is_kept_below_or_level_with_someone_eliminated(
    bids: Bids, mark: Any, decide: Any, birch: tuple[int, int], words: str
) -> None:
    mark_all(mark, bids, {"alder": (3, 3), "birch": birch})
    decide(bids["birch"], False)
    with pytest.raises(InvalidInput, match=words) as refused:
        decide(bids["alder"], True)
    assert refused.value.field == "keep"
    assert "Birch Care" in refused.value.message


def test_nobody_is_eliminated_above_someone_kept(bids: Bids, mark: Any, decide: Any) -> None:
    mark_all(mark, bids, {"alder": (2, 2), "birch": (4, 4)})
    decide(bids["alder"], True)
    with pytest.raises(InvalidInput, match="Alder Care would be kept"):
        decide(bids["birch"], False)


def test_a_corrected_mark_undoes_the_decision_that_rested_on_it(
    session: Session, bids: Bids, mark: Any, decide: Any
) -> None:
    mark_all(mark, bids, {"alder": (3, 3)})
    decide(bids["alder"], True)
    mark(bids["alder"], "workforce", 4)
    assert session.query(DownSelectDecision).count() == 0
    tags = [event.tag for event in session.query(AuditEvent).order_by(AuditEvent.seq.desc()).limit(2)]
    assert tags == ["down-select:marked", "down-select:undone"]


def test_a_decision_can_be_taken_anew(session: Session, bids: Bids, mark: Any, decide: Any) -> None:
    mark_all(mark, bids, {"alder": (3, 3)})
    decide(bids["alder"], True)
    decide(bids["alder"], False, NOW + timedelta(hours=1))
    (row,) = session.query(DownSelectDecision).all()
    assert (row.is_kept, row.decided_at) == (False, NOW + timedelta(hours=1))


@pytest.mark.parametrize(
    ("code", "value", "reason", "error"),
    [
        ("price", 3, REASON, Conflict),
        ("clinical", 6, REASON, InvalidInput),
        ("clinical", -1, REASON, InvalidInput),
        ("clinical", 3, "Good.", InvalidInput),
    ],
)
def test_marks_are_on_the_scale_with_reasons_and_by_published_criteria(
    bids: Bids, mark: Any, code: str, value: int, reason: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        mark(bids["alder"], code, value, reason)


def test_assessment_is_between_the_rounds_and_of_participants(
    session: Session, world: World, bids: Bids, mark: Any, decide: Any
) -> None:
    bids["cedar"].stage = BidStage.WITHDRAWN
    with pytest.raises(Conflict, match="not in dialogue"):
        mark(bids["cedar"], "clinical", 3)
    world.at(session, Stage.DIALOGUE_2)
    with pytest.raises(Conflict, match="the procurement is at “Dialogue round 2”"):
        mark(bids["alder"], "clinical", 3)
