"""What may be seen when. Until a box is opened nobody but the bidder sees what is in it, or that anything is.

Rests on the duty of equal treatment and a fair process (PSR 2023 reg 4) and on practice in sealed tendering: before
the opening not even the number or the names of those who submitted are known. Prices may stay closed to everybody
until the marks on quality are final; they stay apart from the quality panel until the result is confirmed. A bidder is
told nothing of the outcome before the letter.
"""

from __future__ import annotations

from collections.abc import Iterable

from assurance.domain.authority.roles import Role
from assurance.domain.stages import BidStage, Stage, reached

INVISIBLE_STEPS = frozenset({BidStage.INVITED, BidStage.SUBMITTED, BidStage.NOT_SUBMITTED})
"""Stages that staff cannot tell apart before the opening: each is shown as invited."""

PANEL = frozenset({Role.EVALUATOR, Role.MODERATOR})
"""The quality panel: declares conflicts before it reads, reads from scoring on, sees no price before the result is
confirmed. The price team is the finance officer, whom `authority.duties` keeps apart from it."""

UNTOLD_STAGES = frozenset(
    {
        BidStage.COMPLIANT,
        BidStage.NON_COMPLIANT,
        BidStage.REJECTED,
        BidStage.SCORED,
        BidStage.MODERATED,
        BidStage.RANKED,
        BidStage.PREFERRED,
        BidStage.RESERVE,
        BidStage.UNSUCCESSFUL,
    }
)
"""Stages a bidder learns of only from the letter that gives the reasons."""

OPENED_STAGES = UNTOLD_STAGES | {BidStage.OPENED, BidStage.CONFIRMED, BidStage.CONTRACTED, BidStage.LIVE}
"""Stages that only an opened tender can reach. One withdrawn or excluded may have been opened or not."""

BEING_EVALUATED = "Opened, being evaluated"


def staff_sees(stage: BidStage, *, opened: bool) -> BidStage:
    """Return the stage of a bid as staff may see it: before the opening, who submitted cannot be told."""
    return BidStage.INVITED if not opened and stage in INVISIBLE_STEPS else stage


def bidder_sees(stage: BidStage, *, told: bool) -> tuple[str, str]:
    """Return the key and the words of a bid's stage for its own bidder; `told` once the outcome letter is issued."""
    if stage in UNTOLD_STAGES and not told:
        return BidStage.OPENED.value, BEING_EVALUATED
    return stage.value, stage.label


def panel_may_read(stage: Stage) -> bool:
    """Say whether the panel may read opened tenders: from the start of individual scoring."""
    return reached(stage, Stage.SCORING)


def price_visible(roles: Iterable[Role], stage: Stage, *, closed: bool) -> bool:
    """Say whether a person with these roles may see prices, and anything that follows from them.

    `closed` while the prices have an opening of their own and it has not happened: then nobody sees any. The quality
    panel sees them once the result is confirmed.
    """
    return not closed and low_bids_visible(roles, stage)


def low_bids_visible(roles: Iterable[Role], stage: Stage) -> bool:
    """Say whether a person with these roles may know which bids were asked to explain a price or a promise."""
    return reached(stage, Stage.RECOMMENDATION) or not PANEL & frozenset(roles)
