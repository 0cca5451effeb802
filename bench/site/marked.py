"""Brings a panel that was filled to its ranking: every mark given and locked, every one agreed and approved."""

from __future__ import annotations

from itertools import product

from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, Consensus, ConsensusApproval, Mark, Procurement
from bench.site.seed import NOW, Panel

REASON = "Each step of the pathway has an owner, and the audit evidence in annex 2 covers all of them but discharge."


def to_ranking(session: Session, panel: Panel) -> None:
    """Write the rows of a finished panel; the marks vary, so that the bids do too."""
    cells = list(product(panel.bids, panel.scored))
    session.add_all(
        Mark(
            bid_id=bid.id, criterion_id=row.id, evaluator_id=member, mark=_mark(bid, row.id, member), scale_top=5,
            rationale=f"{REASON} ({bid.id}, {row.code}, {member})", evidence="Annex 2, page 4", private_note="",
            saved_at=NOW, locked_at=NOW,
        )
        for (bid, row), member in product(cells, panel.members)
    )  # fmt: skip
    for bid, row in cells:
        agreed = Consensus(
            bid_id=bid.id, criterion_id=row.id, mark=_mark(bid, row.id, 0), scale_top=5, discussion=REASON,
            reason=REASON, dissent="", moderator_id=panel.members[0], recorded_at=NOW,
        )  # fmt: skip
        agreed.approvals.extend(ConsensusApproval(user_id=member, approved_at=NOW) for member in panel.members)
        session.add(agreed)
    for bid in panel.bids:
        session.get_one(Bid, bid.id).stage = BidStage.MODERATED
    session.get_one(Procurement, panel.procurement_id).stage = Stage.RANKING
    session.flush()


def _mark(bid: Bid, criterion_id: int, member: int) -> int:
    return 2 + (bid.id * 7 + criterion_id * 3 + member) % 4
