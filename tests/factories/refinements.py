"""A call whose criteria may be refined, with a down-selection behind it, and a refinement ready to be published."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, CriteriaRefinement, DownSelectDecision, DownSelectMark
from assurance.persistence.queries.criteria import get_criterion
from assurance.services import tendering
from assurance.services.tendering import versions
from tests.factories.cast import NOW, World
from tests.factories.plans import make_bid, make_criteria

LATER = NOW + timedelta(days=30)
REASON = "Dialogue showed that workforce plans need more weight."
OUTLINES: dict[str, tuple[int, int, bool]] = {"alder": (5, 3, True), "birch": (4, 4, True), "cedar": (2, 4, False)}
"""Demonstration marks on clinical (60) and workforce (40), and who was kept: 84, 80 and 56 of 100."""


def publish_criteria(session: Session, world: World, *, may_be_refined: bool = True) -> None:
    """Publish the usual criteria as version 1 in a call that says they may be refined."""
    make_criteria(session, world)
    procurement = world.procurement(session)
    procurement.criteria_may_be_refined = may_be_refined
    procurement.tie_break = ["quality", "lowest-price"]
    session.flush()
    versions.publish_first(session, procurement=procurement, actor=world.actor(session, "officer"), now=NOW)
    world.at(session, Stage.DIALOGUE_1)


def down_select(session: Session, world: World) -> dict[str, Bid]:
    """Put three participants through the down-selection, of whom one is eliminated, and open the second round."""
    bids = {}
    for name, (clinical, workforce, is_kept) in OUTLINES.items():
        stage = BidStage.IN_DIALOGUE if is_kept else BidStage.ELIMINATED
        bids[name] = bid = make_bid(session, world, name, stage)
        by: dict[str, Any] = {"recorded_by_id": world.users["lead"], "recorded_at": NOW}
        for code, mark in (("clinical", clinical), ("workforce", workforce)):
            criterion = get_criterion(session, world.procurement_id, code)
            session.add(
                DownSelectMark(bid_id=bid.id, criterion_id=criterion.id, mark=mark, scale_top=5, reason="Why.", **by)
            )
        session.add(
            DownSelectDecision(
                bid_id=bid.id, is_kept=is_kept, reason="Why.", decided_by_id=world.users["lead"], decided_at=NOW
            )
        )
    world.at(session, Stage.DIALOGUE_2)
    return bids


def prepare(session: Session, world: World, clinical: int = 55, workforce: int = 45) -> CriteriaRefinement:
    """Let the officer begin a refinement of the two weights and explain it."""
    who: dict[str, Any] = {
        "procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": NOW,
    }  # fmt: skip
    tendering.begin_refinement(session, **who)
    tendering.refine_criterion(session, code="clinical", weight_percent=Decimal(clinical), **who)
    tendering.refine_criterion(session, code="workforce", weight_percent=Decimal(workforce), **who)
    return tendering.explain_refinement(session, reason=REASON, **who)
