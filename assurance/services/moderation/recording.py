"""Puts agreed marks on record: reasoned, discussed point by point, and at odds with nobody's notes without a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.agreed import FindingKey, Given, Point, point_faults, unanswered
from assurance.domain.evaluation.moderation import consensus_faults
from assurance.domain.evaluation.rationale import Finding
from assurance.persistence.models import Bid, Consensus, ConsensusPoint, CriterionRow
from assurance.services import audit
from assurance.services.marking.writing import tidy_text
from assurance.services.moderation.looking import UNRECONCILED, keeps_back, look
from assurance.services.moderation.sheets import Sheet, check_moderation, sheet
from assurance.services.permission import demand

LONGEST = 20_000


def record_consensus(
    session: Session, *, bid: Bid, criterion: CriterionRow, mark: int, discussion: str, reason: str, dissent: str,
    actor: Actor, now: datetime, replaces: int | None = None, points: Sequence[Point] = (),
    answers: Mapping[FindingKey, str] | None = None,
) -> Consensus:  # fmt: skip
    """Put the mark the panel agreed on record; an earlier record is retired, with its approvals, and kept.

    `points` take up the published points of the question, one each; `answers` say why a finding of the check may
    stand. `replaces` is the record the moderator was shown (0 for none); raises `Conflict` when another was made
    meanwhile, or outside moderation; `InvalidInput` for a mark off the scale, a reason that is none or compares bids,
    a point nobody discussed, or a member's note that the record passes over and does not answer for.
    """
    demand(actor, Permission.MODERATION_LEAD, bid.procurement, act="record agreed marks")
    check_moderation(bid.procurement)
    found = sheet(session, bid=bid, criterion=criterion, actor=actor)
    if not found.marks:
        raise Conflict("Here nobody's mark counts, so there is nothing to agree: decide the conflicts first")
    if replaces is not None and replaces != (found.agreed.id if found.agreed else 0):
        raise Conflict("Another record of this agreed mark was made after you opened the page")
    given = _tidied(Given(mark, discussion, reason, dissent, tuple(points), answers or {}))
    _check(found, given)
    seen = [each for each in look(session, found, given) if keeps_back(each)]
    _refuse_unanswered(seen, given)
    return _write(session, found, given, seen, actor, now)


def _write(
    session: Session, found: Sheet, given: Given, seen: Sequence[Finding], actor: Actor, now: datetime
) -> Consensus:
    before, bid, criterion = found.agreed, found.bid, found.criterion
    if before is not None:
        before.superseded_at = now
        session.flush()  # the old record must be retired before the new one can be current
    record = Consensus(
        bid_id=bid.id, criterion_id=criterion.id, mark=given.mark, scale_top=criterion.scale_top or 0,
        discussion=given.discussion, reason=given.reason, dissent=given.dissent, moderator_id=actor.user_id,
        recorded_at=now,
        points=[
            ConsensusPoint(position=number, title=each.title, discussed=each.discussed, moved=each.moved)
            for number, each in enumerate(given.points, start=1)
        ],
    )  # fmt: skip
    session.add(record)
    session.flush()
    audit.record(
        session, tag="consensus:recorded", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/{criterion.code}", record=record.id, mark=given.mark,
        before=before.mark if before else None, reason=given.reason, dissent=bool(given.dissent),
        answers=[
            {"code": each.code, "said": each.said, "reason": given.answers[each.code, each.said]} for each in seen
        ],
    )  # fmt: skip
    return record


def _tidied(given: Given) -> Given:
    return Given(
        given.mark,
        tidy_text("discussion", given.discussion, LONGEST),
        tidy_text("reason", given.reason, LONGEST),
        tidy_text("dissent", given.dissent, LONGEST),
        tuple(
            Point(
                each.title,
                tidy_text(f"discussed_{number}", each.discussed, LONGEST),
                tidy_text(f"moved_{number}", each.moved, LONGEST),
            )
            for number, each in enumerate(given.points, start=1)
        ),
        {key: tidy_text("reason", answer, LONGEST) for key, answer in given.answers.items()},
    )


def _check(found: Sheet, given: Given) -> None:
    faults = (
        *consensus_faults(found.criterion.scale_top or 0, given.mark, given.reason),
        *point_faults(found.sub_criteria, given, [own.mark for own in found.marks]),
    )
    for fault in faults:
        raise InvalidInput(fault.path, fault.message)


def _refuse_unanswered(seen: Sequence[Finding], given: Given) -> None:
    for finding in unanswered(seen, given.answers):
        field = "discussion" if finding.code == UNRECONCILED else "reason"
        raise InvalidInput(field, f"{finding.message}. {finding.mend}")
