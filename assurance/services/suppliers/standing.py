"""Standing answers: what a provider says of itself for every bid, and how a request takes it over.

The newest of each kind stands, with its date and author; older ones stay. A request gets copies, so that what was
sent never changes afterwards.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, Stale
from assurance.domain.stages import BidStage
from assurance.domain.words import count_words
from assurance.persistence.models import Bid, BidStandingAnswer, StandingAnswer
from assurance.persistence.queries.suppliers import get_profile, get_standing_answers, list_taken_over
from assurance.services import audit, selection
from assurance.services.bids.own import hold
from assurance.services.bids.request import call_is_open
from assurance.services.suppliers.own import contributor

MOST_WORDS = 500


class Kind(StrEnum):
    """What a standing answer is about."""

    EXCLUSION = "exclusion"
    FINANCIAL = "financial"
    INSURANCE = "insurance"
    ACCREDITATION = "accreditation"

    @property
    def label(self) -> str:
        """The subject in the words shown to people."""
        return {
            "exclusion": "Grounds for exclusion", "financial": "Financial standing", "insurance": "Insurance",
            "accreditation": "Registrations and accreditations",
        }[self.value]  # fmt: skip

    @property
    def asks(self) -> str:
        """What to write."""
        return {
            "exclusion": "Say who checked the grounds of regulation 20, for whom, and what has to be explained.",
            "financial": "Accounts, credit rating, guarantees: what shows that the organisation can bear the risk.",
            "insurance": "Each cover with its insurer, limit and end.",
            "accreditation": "CQC registration, DSPT status, ISO certificates: number, scope and end of each.",
        }[self.value]

    @property
    def confirms(self) -> str:
        """What is confirmed with it."""
        return {
            "exclusion": "No ground for exclusion applies to our organisation or to the people who control it",
            "financial": "This is our position according to our latest accounts",
            "insurance": "These covers are in force",
            "accreditation": "These registrations are in force",
        }[self.value]


def write_answer(
    session: Session,
    *,
    kind: Kind,
    text: str,
    is_confirmed: bool,
    actor: Actor,
    now: datetime,
    newest: int | None = None,
) -> StandingAnswer:
    """Write a standing answer anew; `newest` is the id of the one the person was shown, 0 for none."""
    contributor(actor)
    text = text.strip()
    if not text:
        raise InvalidInput("text", "Enter the answer")
    if (count := count_words(text)) > MOST_WORDS:
        raise InvalidInput("text", f"The answer must be {MOST_WORDS} words or fewer: it has {count:,}")
    before = get_standing_answers(session, actor.organisation_id).get(kind.value)
    if newest is not None and newest != (before.id if before else 0):
        raise Stale("A colleague changed this answer after you opened the page")
    answer = StandingAnswer(
        organisation_id=actor.organisation_id, kind=kind.value, text=text, is_confirmed=is_confirmed,
        author_id=actor.user_id, written_at=now,
    )  # fmt: skip
    session.add(answer)
    session.flush()
    audit.record(
        session, tag="standing:written", actor=actor, now=now, subject=str(actor.organisation_id), kind=kind,
        is_confirmed=is_confirmed, replaces=before.id if before else None,
    )  # fmt: skip
    return answer


def take_over(session: Session, *, bid: Bid, actor: Actor, now: datetime) -> int:
    """Copy all standing answers into a request that is in draft, with the turnover; return how many were copied.

    What was taken over before is replaced. The declaration on exclusion is only ever taken over as confirmed, and where
    the request declares nothing yet: one that is not confirmed leaves the request as it is.
    """
    hold(session, bid, actor)
    if bid.stage is not BidStage.DRAFT_REQUEST:
        raise Conflict("The request is sent and can no longer be changed")
    if not call_is_open(bid.procurement, now):
        raise Conflict("The call is not open for requests to take part")
    standing = get_standing_answers(session, actor.organisation_id)
    if not standing:
        raise Conflict("Your organisation has no standing answers yet: write them on its page, then use them here")
    earlier = list_taken_over(session, bid.id)
    for kind, answer in standing.items():
        copy = earlier.get(kind) or BidStandingAnswer(bid_id=bid.id, kind=kind)
        copy.text, copy.is_confirmed, copy.written_at = answer.text, answer.is_confirmed, answer.written_at
        copy.taken_at, copy.taken_by_id = now, actor.user_id
        session.add(copy)
    _prefill(session, bid, standing, actor, now)
    audit.record(
        session, tag="standing:taken-over", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        kinds=sorted(standing), written={kind: each.written_at.isoformat() for kind, each in standing.items()},
    )  # fmt: skip
    return len(standing)


def _prefill(session: Session, bid: Bid, standing: dict[str, StandingAnswer], actor: Actor, now: datetime) -> None:
    exclusion = standing.get(Kind.EXCLUSION.value)
    selection.prefill(
        session, bid=bid, declares_none=exclusion is not None and exclusion.is_confirmed,
        turnover=get_profile(session, bid.organisation_id).annual_turnover_amount, actor=actor, now=now,
    )  # fmt: skip
