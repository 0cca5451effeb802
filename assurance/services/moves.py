"""What a move brings about: the move itself through the one door, then what follows from it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict
from assurance.domain.evaluation.result import Reason, Status
from assurance.domain.notices.invitations import FINAL_TENDERS, INVITATION
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Procurement, StageChange
from assurance.persistence.queries.dialogue import list_not_kept
from assurance.services import (
    audit,
    clock_guard,
    correspondence,
    gates,
    letters,
    own_notices,
    publishing,
    results,
    returning,
    selection,
    stages,
)
from assurance.services.clarifications import period
from assurance.services.planning import specification
from assurance.services.tendering import versions

Consequence = Callable[[Session, Procurement, Actor, datetime, str], None]


def perform(
    session: Session,
    *,
    procurement: Procurement,
    trigger: str,
    actor: Actor,
    now: datetime,
    reason: str = "",
    version: int | None = None,
) -> StageChange:
    """Take a move and everything that follows from it; `version` is the one the person was shown.

    Raises `Conflict` when the procurement has changed since, and whatever `stages.move` raises.
    """
    if version is not None and version != procurement.version:
        raise Conflict("The procurement was changed by someone else after you opened the page")
    if (known := procurement.procedure.lifecycle.moves.get(trigger)) is not None:
        publishing.refuse_other_reason(session, procurement=procurement, move=known, reason=reason)
    change = stages.move(session, procurement=procurement, trigger=trigger, actor=actor, now=now, reason=reason)
    for follow in CONSEQUENCES.get(trigger, ()):
        follow(session, procurement, actor, now, reason)
    for kind in procurement.procedure.lifecycle.moves[trigger].notices:
        publishing.publish(session, procurement=procurement, kind=kind, actor=actor, now=now, reason=reason)
    session.flush()  # a clash of versions shows here, while the caller can still answer it
    return change


def _move_bids(source: BidStage, trigger: str, reason: str = "") -> Consequence:
    def follow(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
        for bid in _bids_in(session, procurement, source):
            stages.move_bid(session, bid=bid, trigger=trigger, actor=actor, now=now, reason=reason)

    return follow


def _bids_in(session: Session, procurement: Procurement, stage: BidStage) -> list[Bid]:
    query = select(Bid).where(Bid.procurement_id == procurement.id, Bid.stage == stage).order_by(Bid.id)
    return list(session.scalars(query))


def _open_gate(code: str) -> Consequence:
    def follow(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
        gates.open_review(session, procurement=procurement, gate_code=code, actor=actor, now=now)

    return follow


def _keep_specification(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
    specification.keep_for_call(session, procurement=procurement, actor=actor, now=now)


def _freeze_criteria(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
    versions.publish_first(session, procurement=procurement, actor=actor, now=now)


def _freeze_questionnaire(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
    selection.freeze(session, procurement=procurement, actor=actor, now=now)


def _eliminate_not_kept(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
    for bid, why in list_not_kept(session, procurement.id):
        stages.move_bid(session, bid=bid, trigger="eliminate", actor=actor, now=now, reason=why)


def _latch_tenders(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
    clock_guard.refuse_clock_known_wrong(session)
    procurement.tenders_closed_at = now
    audit.record(session, tag="tender:closed", actor=actor, now=now, procurement=procurement)


def _open_questions(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
    period.open_period(session, procurement=procurement, actor=actor, now=now)


def _confirm_result(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
    results.confirm(session, procurement=procurement, actor=actor, now=now)
    outcome = results.compute(session, procurement)
    if outcome.result is None:
        raise RuntimeError("a result with faults is refused by the rule before it is confirmed")
    for entry in outcome.result.bids:
        bid = outcome.rows[entry.id]
        if entry.status is Status.RANKED:
            stages.move_bid(session, bid=bid, trigger="rank", actor=actor, now=now)
        else:
            why = "; ".join(_say(reason, outcome) for reason in entry.reasons)
            stages.move_bid(session, bid=bid, trigger="fall_below", actor=actor, now=now, reason=why)


def _say(reason: Reason, outcome: results.Outcome) -> str:
    criterion = outcome.tree.find(reason.criterion)
    title = criterion.title if criterion else reason.criterion
    if reason.rule == "pass_fail":
        return f"“{title}” is not met"
    return f"“{title}” is below its minimum: {reason.found} where {reason.required} is required"


def _begin_standstill(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
    procurement.intention_published_on = now.astimezone(LONDON).date()
    letters.issue_all(session, procurement=procurement, actor=actor, now=now)
    procurement.next_due_at = stages.next_due(procurement)


def _invite(kind: str) -> Consequence:
    def follow(session: Session, procurement: Procurement, actor: Actor, now: datetime, _: str) -> None:
        correspondence.invite_all(session, procurement, kind, actor, now)

    return follow


def _tell_abandonment(session: Session, procurement: Procurement, actor: Actor, now: datetime, reason: str) -> None:
    letters.issue_abandonment(session, procurement=procurement, actor=actor, now=now, reason=reason)


CONSEQUENCES: dict[str, tuple[Consequence, ...]] = {
    "request_checkpoint_1": (_open_gate("checkpoint_1"),),
    "publish_call": (
        _freeze_criteria,
        _keep_specification,
        _freeze_questionnaire,
        _open_questions,
        own_notices.count_planned_notice,
    ),
    "open_dialogue": (_move_bids(BidStage.SELECTED, "invite_to_dialogue"), _invite(INVITATION)),
    "open_round_2": (_eliminate_not_kept,),
    "invite_final_tenders": (
        _move_bids(BidStage.IN_DIALOGUE, "invite_to_tender"),
        _open_questions,
        _invite(FINAL_TENDERS),
    ),
    "close_tenders": (_latch_tenders, _move_bids(BidStage.INVITED, "lapse")),
    "start_moderation": (_move_bids(BidStage.COMPLIANT, "finish_scoring"),),
    "complete_moderation": (_move_bids(BidStage.SCORED, "finish_moderation"),),
    "confirm_ranking": (_confirm_result,),
    "request_checkpoint_2": (_open_gate("checkpoint_2"),),
    "start_standstill": (_begin_standstill,),
    "confirm_award": (_move_bids(BidStage.PREFERRED, "confirm"),),
    "request_checkpoint_3": (
        _move_bids(BidStage.CONFIRMED, "contract"),
        _move_bids(BidStage.RESERVE, "release_reserve"),
        _open_gate("checkpoint_3"),
    ),
    "start_service": (_move_bids(BidStage.CONTRACTED, "go_live"),),
    "abandon": (_tell_abandonment,),
    "reopen_dialogue": (returning.talk_again,),
    "return_to_evaluation": (returning.moderate_again,),
    "return_to_recommendation": (returning.recommend_again,),
}
"""What follows from each move, in order and under every regime; what a regime publishes with it stands in its table."""
