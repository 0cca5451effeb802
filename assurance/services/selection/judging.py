"""What people judge of a request: each answer, and each ground that applies; always with a reason that can be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound
from assurance.domain.evaluation.scales import Scale
from assurance.domain.selection.assessment import LEAST_REASON
from assurance.domain.selection.grounds import Finding
from assurance.domain.selection.questionnaire import Kind, Question
from assurance.domain.selection.replacement import decline_objections
from assurance.persistence.models import Bid, GroundDecision, SelectionJudgement, SelectionParty
from assurance.persistence.queries.selection import RequestRecord, get_questionnaire, read_request
from assurance.services import audit, conflicts
from assurance.services.permission import demand
from assurance.services.selection.answering import get_party
from assurance.services.selection.stage import hold_request

STALE = "This was judged or decided by someone else after you opened the page"


def judge(
    session: Session,
    *,
    bid: Bid,
    code: str,
    mark: int | None,
    passes: bool | None,
    reason: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> SelectionJudgement:
    """Pass, fail or mark one answer, with a reason; it may be judged again until the shortlist is decided."""
    demand(actor, Permission.SELECTION_ASSESS, bid.procurement, act="judge requests to take part")
    hold_request(session, bid)
    conflicts.require_clear_request(session, bid=bid, actor=actor)
    asked = get_questionnaire(session, bid.procurement)
    question = asked.find(code)
    _check(question, mark, passes, asked.scale)
    reason = substance(reason)
    row = read_request(session, bid).judgements.get(code)
    if version is not None and version != (row.version if row else 0):
        raise Conflict(STALE)
    before = None if row is None else {"mark": row.mark, "passes": row.passes, "reason": row.reason}
    if row is None:
        row = SelectionJudgement(bid_id=bid.id, code=code)
        session.add(row)
    row.mark, row.passes, row.reason = mark, passes, reason
    row.judged_by_id, row.judged_at = actor.user_id, now
    session.flush()
    audit.record(
        session, tag="selection:judged", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        code=code, mark=mark, passes=passes, reason=row.reason, before=before,
    )  # fmt: skip
    return row


def decide_ground(
    session: Session,
    *,
    bid: Bid,
    public_id: str,
    ground: str,
    excludes: bool,
    reason: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> GroundDecision:
    """Decide whether a ground that applies to a party excludes.

    Raises `MoveRefused` for somebody the bidder relies on until the bidder was told and had time to name another.
    """
    demand(actor, Permission.SELECTION_DECIDE, bid.procurement, act="decide on grounds for exclusion")
    hold_request(session, bid)
    conflicts.require_clear_request(session, bid=bid, actor=actor)
    record = read_request(session, bid)
    party, found = find_ground(session, record, public_id, ground)
    if excludes and (why := decline_objections([found], record.told(), now)):
        raise MoveRefused("exclude", why)
    reason = substance(reason)
    row = record.decisions.get((party.id, ground))
    if version is not None and version != (row.version if row else 0):
        raise Conflict(STALE)
    before = None if row is None else {"excludes": row.excludes, "reason": row.reason}
    if row is None:
        row = GroundDecision(party_id=party.id, ground=ground)
        session.add(row)
    row.excludes, row.reason, row.decided_by_id, row.decided_at = excludes, reason, actor.user_id, now
    session.flush()
    audit.record(
        session, tag="ground:decided", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        party=party.public_id, ground=ground, excludes=excludes, reason=row.reason, before=before,
    )  # fmt: skip
    return row


def find_ground(session: Session, record: RequestRecord, public_id: str, ground: str) -> tuple[SelectionParty, Finding]:
    """Return a party relied on now and a ground that it says applies to it; raise `NotFound` for anything else."""
    party = get_party(record, public_id)
    found = record.assessed(get_questionnaire(session, record.bid.procurement)).found
    match = next((each for each in found if each.name == party.name and each.ground.code == ground), None)
    if party not in record.parties or match is None:
        raise NotFound("There is no such ground to decide in this request")
    return party, match


def substance(reason: str) -> str:
    """Return a reason without blanks round it, or refuse one that explains nothing."""
    if len(reason.strip()) < LEAST_REASON:
        raise InvalidInput("reason", f"Give the reason in at least {LEAST_REASON} characters; the bidder is told it")
    return reason.strip()


def _check(question: Question, mark: int | None, passes: bool | None, scale: Scale) -> None:
    if question.kind is Kind.PASS_FAIL and (passes is None or mark is not None):
        raise InvalidInput("passes", "Say whether the answer passes")
    if question.kind is Kind.MARKED and (mark is None or passes is not None or not scale.has(mark)):
        raise InvalidInput("mark", f"Give a mark from 0 to {scale.top}")
