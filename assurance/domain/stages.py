"""Where a procurement stands and where one bid stands: names and order only; moves are in a procedure’s table."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """The stages of a procurement, in the order they are normally passed (domain reference 1.1)."""

    PLANNING = "planning"
    ENGAGEMENT = "engagement"
    CHECKPOINT_1 = "checkpoint_1"
    CALL = "call"
    SELECTION = "selection"
    DIALOGUE_1 = "dialogue_1"
    DOWN_SELECT = "down_select"
    DIALOGUE_2 = "dialogue_2"
    DIALOGUE_CLOSED = "dialogue_closed"
    FINAL_TENDERS = "final_tenders"
    OPENING = "opening"
    SCORING = "scoring"
    MODERATION = "moderation"
    RANKING = "ranking"
    RECOMMENDATION = "recommendation"
    CHECKPOINT_2 = "checkpoint_2"
    INTENTION = "intention"
    STANDSTILL = "standstill"
    AWARD = "award"
    CONTRACT = "contract"
    CHECKPOINT_3 = "checkpoint_3"
    LIVE = "live"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """The stage in the words shown to people."""
        return STAGE_LABELS[self]


STAGE_LABELS: dict[Stage, str] = {
    Stage.PLANNING: "Planning",
    Stage.ENGAGEMENT: "Market engagement",
    Stage.CHECKPOINT_1: "Checkpoint 1",
    Stage.CALL: "Call for competition",
    Stage.SELECTION: "Selection",
    Stage.DIALOGUE_1: "Dialogue round 1",
    Stage.DOWN_SELECT: "Down-selection",
    Stage.DIALOGUE_2: "Dialogue round 2",
    Stage.DIALOGUE_CLOSED: "Dialogue closed",
    Stage.FINAL_TENDERS: "Final tenders",
    Stage.OPENING: "Opening",
    Stage.SCORING: "Individual scoring",
    Stage.MODERATION: "Moderation",
    Stage.RANKING: "Ranking",
    Stage.RECOMMENDATION: "Recommendation",
    Stage.CHECKPOINT_2: "Checkpoint 2",
    Stage.INTENTION: "Intention to award",
    Stage.STANDSTILL: "Standstill",
    Stage.AWARD: "Award",
    Stage.CONTRACT: "Contract",
    Stage.CHECKPOINT_3: "Checkpoint 3",
    Stage.LIVE: "Service live",
    Stage.ABANDONED: "Abandoned",
}

PATH: tuple[Stage, ...] = tuple(stage for stage in Stage if stage is not Stage.ABANDONED)
"""The stages in order, without the way out."""

TERMINAL_STAGES = frozenset({Stage.LIVE, Stage.ABANDONED})

UNSIGNED_STAGES: tuple[Stage, ...] = PATH[: PATH.index(Stage.CONTRACT) + 1]
"""Stages from which a procurement may still be abandoned: a bidder may leave until the contract is signed."""

BEFORE_SELECTION = frozenset({Stage.PLANNING, Stage.ENGAGEMENT, Stage.CHECKPOINT_1, Stage.CALL})
"""Stages in which no request to take part can be read, so that none is known before all are in."""

DIALOGUE_STAGES: dict[Stage, int] = {Stage.DIALOGUE_1: 1, Stage.DIALOGUE_2: 2}
"""The dialogue round that is held in a stage."""


def reached(stage: Stage, mark: Stage) -> bool:
    """Say whether a procurement at `stage` has come as far as `mark`; an abandoned one has reached nothing."""
    return stage is not Stage.ABANDONED and PATH.index(stage) >= PATH.index(mark)


class BidStage(StrEnum):
    """Where one bid stands, from the first request to the running service (domain reference 1.4)."""

    DRAFT_REQUEST = "draft_request"
    REQUESTED = "requested"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    IN_DIALOGUE = "in_dialogue"
    ELIMINATED = "eliminated"
    INVITED = "invited"
    SUBMITTED = "submitted"
    NOT_SUBMITTED = "not_submitted"
    OPENED = "opened"
    COMPLIANT = "compliant"
    NON_COMPLIANT = "non_compliant"
    REJECTED = "rejected"
    SCORED = "scored"
    MODERATED = "moderated"
    RANKED = "ranked"
    PREFERRED = "preferred"
    RESERVE = "reserve"
    UNSUCCESSFUL = "unsuccessful"
    CONFIRMED = "confirmed"
    CONTRACTED = "contracted"
    LIVE = "live"
    WITHDRAWN = "withdrawn"
    EXCLUDED = "excluded"

    @property
    def label(self) -> str:
        """The bid's stage in the words shown to people."""
        return BID_STAGE_LABELS[self]


BID_STAGE_LABELS: dict[BidStage, str] = {
    BidStage.DRAFT_REQUEST: "Request in draft",
    BidStage.REQUESTED: "Asked to take part",
    BidStage.SELECTED: "Selected",
    BidStage.NOT_SELECTED: "Not selected",
    BidStage.IN_DIALOGUE: "In dialogue",
    BidStage.ELIMINATED: "Eliminated in dialogue",
    BidStage.INVITED: "Invited to final tender",
    BidStage.SUBMITTED: "Submitted, sealed",
    BidStage.NOT_SUBMITTED: "No final tender received",
    BidStage.OPENED: "Opened",
    BidStage.COMPLIANT: "Compliant",
    BidStage.NON_COMPLIANT: "Not compliant",
    BidStage.REJECTED: "Rejected as not credible",
    BidStage.SCORED: "Scored",
    BidStage.MODERATED: "Moderated",
    BidStage.RANKED: "Ranked",
    BidStage.PREFERRED: "Preferred bidder",
    BidStage.RESERVE: "Reserve bidder",
    BidStage.UNSUCCESSFUL: "Unsuccessful",
    BidStage.CONFIRMED: "Award confirmed",
    BidStage.CONTRACTED: "Contracted",
    BidStage.LIVE: "Service live",
    BidStage.WITHDRAWN: "Withdrawn",
    BidStage.EXCLUDED: "Excluded",
}

ENDED_BID_STAGES = frozenset(
    {
        BidStage.NOT_SELECTED,
        BidStage.ELIMINATED,
        BidStage.NOT_SUBMITTED,
        BidStage.NON_COMPLIANT,
        BidStage.REJECTED,
        BidStage.UNSUCCESSFUL,
        BidStage.WITHDRAWN,
        BidStage.EXCLUDED,
    }
)
"""Stages in which a bid takes no further part."""

ASKABLE_BID_STAGES = (BidStage.OPENED, BidStage.COMPLIANT, BidStage.SCORED, BidStage.MODERATED)
"""Stages of a bid that is open and not yet ranked: its bidder may be asked to explain it, and it may be rejected."""

ASKING_STAGES = (Stage.OPENING, Stage.SCORING, Stage.MODERATION, Stage.RANKING)
"""Stages of a procurement in which bidders may be asked to explain their bids; not after the ranking is confirmed."""

SEALED_BID_STAGES = frozenset({BidStage.INVITED, BidStage.SUBMITTED})
"""Stages in which nobody but the bidder may read the final tender."""
