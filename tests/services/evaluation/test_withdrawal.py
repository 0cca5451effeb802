"""A bidder that leaves while the panel works: its bid neither stands in for others nor holds them up."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from assurance.domain.case import EvaluationFacts
from assurance.domain.errors import Conflict
from assurance.domain.stages import BidStage
from assurance.persistence.queries.facts.evaluation import evaluation_facts
from assurance.services import bids, conflicts, moderation
from tests.factories.cast import NOW
from tests.factories.evaluation import DISCUSSION, PANEL, QUESTIONS, REASON, Scene


def facts(session: Session, scene: Scene) -> EvaluationFacts:
    return evaluation_facts(session, scene.world.procurement(session))


def withdraw_first(session: Session, scene: Scene) -> None:
    bids.withdraw(
        session, bid=scene.bid(session), reason="We cannot staff it", actor=scene.actor(session, "alder"), now=NOW
    )
    session.flush()


def conflicted(session: Session, scene: Scene, name: str) -> None:
    conflicts.declare(
        session, bid=scene.bid(session), has_conflict=True, detail="My sister works there",
        actor=scene.actor(session, name), now=NOW,
    )  # fmt: skip
    session.flush()


def agree(session: Session, scene: Scene, code: str) -> None:
    moderation.record_consensus(
        session, bid=scene.bid(session), criterion=scene.criterion(session, code), mark=3, discussion=DISCUSSION,
        reason=REASON, dissent="", actor=scene.actor(session, "moderator"), now=NOW,
    )  # fmt: skip
    session.flush()


def test_agreed_marks_of_a_bid_that_left_do_not_count_for_another(session: Session, scene: Scene) -> None:
    scene.to_moderation(session)
    for code in QUESTIONS:
        agree(session, scene, code)
    withdraw_first(session, scene)
    found = facts(session, scene)
    assert (found.consensus_expected, found.consensus_recorded) == (len(QUESTIONS), 0)


@pytest.mark.parametrize("left", [BidStage.WITHDRAWN, BidStage.NON_COMPLIANT])
def test_a_conflict_about_a_bid_that_left_needs_no_decision(session: Session, scene: Scene, left: BidStage) -> None:
    scene.declare_all(session)
    conflicted(session, scene, "nurse")
    assert facts(session, scene).conflicts_undecided == 1
    scene.bid(session).stage = left
    session.flush()
    assert facts(session, scene).conflicts_undecided == 0


def test_no_mark_is_agreed_where_nobody_marks(session: Session, scene: Scene) -> None:
    scene.to_moderation(session)
    for name in PANEL:
        conflicted(session, scene, name)
    with pytest.raises(Conflict, match="nobody's mark counts"):
        agree(session, scene, "clinical")
