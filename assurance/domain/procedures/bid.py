"""The life of one bid beside the procurement: which step follows which, and what may object (domain reference 1.4)."""

from __future__ import annotations

from assurance.domain.authority.permissions import Permission as P
from assurance.domain.case import BidCase
from assurance.domain.errors import Objection
from assurance.domain.lifecycle import Lifecycle, Move
from assurance.domain.stages import ASKABLE_BID_STAGES, Stage
from assurance.domain.stages import BidStage as B

BidMove = Move[B, BidCase]


def call_open(case: BidCase) -> Objection | None:
    """Object to a request outside the call or at or after its deadline (half-open: the deadline itself is late)."""
    due = case.requests_due_at
    if case.procurement_stage is Stage.CALL and due is not None and case.now < due:
        return None
    return Objection(
        "closed", "The call is not open for requests to take part", "Nothing can be sent after the deadline"
    )


def tenders_open(case: BidCase) -> Objection | None:
    """Object to a final tender outside the tender stage, at or after the deadline, or once closed (a latch)."""
    due = case.tenders_due_at
    open_now = case.procurement_stage is Stage.FINAL_TENDERS and not case.tenders_closed
    if open_now and due is not None and case.now < due:
        return None
    return Objection("closed", "Final tenders are closed", "What was submitted before the deadline stands")


def nothing_missing(case: BidCase) -> Objection | None:
    """Object while a required part of the bid is missing, naming the parts."""
    if not case.missing:
        return None
    return Objection("missing", "Still missing: " + "; ".join(case.missing), "Complete these parts, then submit")


_IN_PLAY = (
    B.REQUESTED, B.SELECTED, B.IN_DIALOGUE, B.INVITED, B.SUBMITTED, B.OPENED, B.COMPLIANT, B.SCORED, B.MODERATED,
    B.RANKED, B.PREFERRED, B.RESERVE, B.CONFIRMED,
)  # fmt: skip

_CHOSEN = (B.PREFERRED, B.RESERVE, B.UNSUCCESSFUL, B.CONFIRMED)
_JUDGED = (B.MODERATED, B.RANKED, *_CHOSEN)

BID_MOVES: tuple[BidMove, ...] = (
    BidMove("request", (B.DRAFT_REQUEST,), B.REQUESTED, "Ask to take part", P.BID_SUBMIT, (call_open, nothing_missing)),
    BidMove("select", (B.REQUESTED,), B.SELECTED, "Select", P.SELECTION_DECIDE, needs_reason=True),
    BidMove("decline", (B.REQUESTED,), B.NOT_SELECTED, "Do not select", P.SELECTION_DECIDE, needs_reason=True),
    BidMove("invite_to_dialogue", (B.SELECTED,), B.IN_DIALOGUE, "Invite to dialogue", P.PROCUREMENT_RUN),
    BidMove("eliminate", (B.IN_DIALOGUE,), B.ELIMINATED, "Eliminate", P.DIALOGUE_LEAD, needs_reason=True),
    BidMove("invite_to_tender", (B.IN_DIALOGUE,), B.INVITED, "Invite to final tender", P.PROCUREMENT_RUN),
    BidMove(
        "submit", (B.INVITED,), B.SUBMITTED, "Submit the final tender", P.BID_SUBMIT, (tenders_open, nothing_missing)
    ),
    BidMove(
        "replace", (B.SUBMITTED,), B.SUBMITTED, "Submit again", P.BID_SUBMIT, (tenders_open, nothing_missing)
    ),
    BidMove("take_back", (B.SUBMITTED,), B.INVITED, "Take out of the box", P.BID_SUBMIT, (tenders_open,)),
    BidMove("lapse", (B.INVITED,), B.NOT_SUBMITTED, "No final tender received", P.PROCUREMENT_RUN),
    BidMove("open", (B.SUBMITTED,), B.OPENED, "Open", P.TENDERS_OPEN),
    BidMove("accept", (B.OPENED,), B.COMPLIANT, "Compliant", P.PROCUREMENT_RUN, needs_reason=True),
    BidMove("set_aside", (B.OPENED,), B.NON_COMPLIANT, "Not compliant", P.PROCUREMENT_RUN, needs_reason=True),
    BidMove("reject", ASKABLE_BID_STAGES, B.REJECTED, "Reject as not credible", P.ABNORMAL_DECIDE, needs_reason=True),
    BidMove("finish_scoring", (B.COMPLIANT,), B.SCORED, "All marks locked", P.PROCUREMENT_RUN),
    BidMove("finish_moderation", (B.SCORED,), B.MODERATED, "All marks agreed", P.PROCUREMENT_RUN),
    BidMove("rank", (B.MODERATED,), B.RANKED, "Ranked", P.PROCUREMENT_RUN),
    BidMove("fall_below", (B.MODERATED,), B.UNSUCCESSFUL, "Below a minimum", P.PROCUREMENT_RUN, needs_reason=True),
    BidMove("prefer", (B.RANKED,), B.PREFERRED, "Preferred bidder", P.RECOMMENDATION_APPROVE),
    BidMove("reserve", (B.RANKED,), B.RESERVE, "Reserve bidder", P.RECOMMENDATION_APPROVE),
    BidMove("not_preferred", (B.RANKED,), B.UNSUCCESSFUL, "Unsuccessful", P.RECOMMENDATION_APPROVE),
    BidMove("moderate_again", _JUDGED, B.SCORED, "Moderated again", P.PROCUREMENT_RETURN, needs_reason=True),
    BidMove("recommend_again", _CHOSEN, B.RANKED, "Recommended again", P.PROCUREMENT_RETURN, needs_reason=True),
    BidMove("confirm", (B.PREFERRED,), B.CONFIRMED, "Award confirmed", P.PROCUREMENT_RUN),
    BidMove("contract", (B.CONFIRMED,), B.CONTRACTED, "Contract signed", P.CONTRACT_PREPARE),
    BidMove("release_reserve", (B.RESERVE,), B.UNSUCCESSFUL, "Reserve released", P.CONTRACT_PREPARE),
    BidMove("go_live", (B.CONTRACTED,), B.LIVE, "Service live", P.CONTRACT_PREPARE),
    BidMove("withdraw", _IN_PLAY, B.WITHDRAWN, "Withdraw", P.BID_SUBMIT, needs_reason=True),
    BidMove("exclude", _IN_PLAY, B.EXCLUDED, "Exclude", P.SELECTION_DECIDE, needs_reason=True),
)  # fmt: skip

BID_LIFECYCLE = Lifecycle(B, BID_MOVES)
