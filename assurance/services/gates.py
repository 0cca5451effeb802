"""Gate reviews: opening a sitting, rating lines, signatures and the verdict, which follows and is never chosen.

A change after a signature clears the signatures: nobody is taken to have signed what they did not see. Conditions
are in `gate_conditions`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, Objection
from assurance.domain.gates.catalogue import get_gate
from assurance.domain.gates.definition import KeyLine, Kind, Rating
from assurance.persistence.models import GateLine, GateReview, GateSignature, Procurement
from assurance.persistence.queries.gates import find_last_review, get_line, list_conditions
from assurance.services import audit, gate_findings, gate_templates, gate_verdicts, laying_ahead
from assurance.services.permission import demand


def open_review(
    session: Session, *, procurement: Procurement, gate_code: str, actor: Actor | None, now: datetime, reason: str = ""
) -> GateReview:
    """Open a sitting at a gate; its lines are copied from the authority's template as it is today.

    A line on which an open condition of an earlier sitting rests is asked again even where the template has dropped
    it. `actor` is None where the clock opens it. Raises `Conflict` while the last sitting has no verdict.
    """
    gate, number = gate_templates.current(session, procurement.organisation_id, gate_code)
    last = find_last_review(session, procurement.id, gate_code)
    if last is not None and last.verdict is None:
        raise Conflict(f"Sitting {last.sitting} of {gate.label} is still open")
    lines = [_copied(line, position) for position, line in enumerate(gate.key_lines, 1)]
    review = GateReview(
        procurement_id=procurement.id, gate_code=gate_code, sitting=last.sitting + 1 if last else 1, opened_at=now,
        lines=[*lines, *_carried(session, last, lines)], opened_reason=reason, template_number=number,
        quorum=gate.quorum,
    )  # fmt: skip
    session.add(review)
    session.flush()  # the lines are read by code from here on
    audit.record(
        session, tag="gate:opened", actor=actor, now=now, procurement=procurement, subject=gate_code,
        sitting=review.sitting, template=number,
    )  # fmt: skip
    return review


def start(session: Session, *, procurement: Procurement, gate_code: str, actor: Actor, now: datetime) -> GateReview:
    """Open a review that no move opens: early engagement, or a gateway review; the checkpoints come with their moves.

    Raises `MoveRefused` where it was held already and nothing opens it again.
    """
    demand(actor, Permission.PROCUREMENT_RUN, procurement, act="open a review")
    gate = get_gate(gate_code)
    if gate.kind is not Kind.REVIEW:
        raise MoveRefused("start", [Objection("checkpoint", f"{gate.label} is opened by the move that leads to it")])
    if find_last_review(session, procurement.id, gate_code) is not None:
        raise MoveRefused("start", [Objection("held", f"{gate.label} is opened already", "Its page opens it again")])
    return open_review(session, procurement=procurement, gate_code=gate_code, actor=actor, now=now)


def reopen(
    session: Session, *, procurement: Procurement, gate_code: str, reason: str, actor: Actor, now: datetime
) -> GateReview:
    """Hold a new sitting after “do not proceed”, or because a condition of the gate is overdue.

    Until it has a verdict the gate objects to the moves that need it.
    """
    demand(actor, Permission.GATE_REVIEW, procurement, act="open a gate again")
    if not reason.strip():
        raise InvalidInput("reason", "Say what has changed since the last sitting")
    if why_not := gate_verdicts.reopening_objection(session, procurement, gate_code, now):
        raise MoveRefused("reopen", [why_not])
    audit.record(
        session, tag="gate:reopened", actor=actor, now=now, procurement=procurement, subject=gate_code,
        reason=reason.strip(),
    )  # fmt: skip
    return open_review(
        session, procurement=procurement, gate_code=gate_code, actor=actor, now=now, reason=reason.strip()
    )


def rate_line(
    session: Session,
    *,
    review: GateReview,
    line_code: str,
    rating: str,
    reason: str,
    evidence_seen: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> GateLine:
    """Rate one line of enquiry with its reason; `version` is the line's as the reviewer saw it.

    A green rating says which evidence was seen. Clears the signatures given so far.
    """
    procurement = demand_reviewer(session, review, actor, "rate a line of enquiry")
    lock_open(session, review)
    line = get_line(session, review.id, line_code)
    if version is not None and version != line.version:
        raise Conflict("Another reviewer rated this line after you opened the page")
    chosen = _read_rating(rating)
    _check_reason(chosen, reason, evidence_seen)
    before = line.rating
    line.rating, line.reason, line.evidence_seen = chosen.value, reason.strip(), evidence_seen.strip()
    line.rated_by_id, line.rated_at = actor.user_id, now
    audit.record(
        session, tag="gate:line-rated", actor=actor, now=now, procurement=procurement,
        subject=f"{review.gate_code}/{line_code}", before=before, after=line.rating, reason=line.reason,
        evidence=line.evidence_seen, sitting=review.sitting,
    )  # fmt: skip
    changed(session, review=review, actor=actor, now=now)
    return line


def sign(
    session: Session, *, review: GateReview, actor: Actor, now: datetime, version: int | None = None
) -> GateSignature:
    """Sign a review that is ready for its verdict; `version` is the review's as the reviewer saw it."""
    procurement = demand_reviewer(session, review, actor, "sign a gate review")
    lock_open(session, review)
    if version is not None and version != review.version:
        raise Conflict("The review was changed after you opened the page. Read it again before you sign")
    digest = gate_findings.digest(gate_findings.findings_of(session, review))
    mine = next((each for each in review.signatures if each.user_id == actor.user_id), None)
    if mine is not None and mine.findings_digest in ("", digest):
        raise Conflict("You have already signed this review")
    outcome = gate_verdicts.verdict(session, review)
    if outcome.verdict is None:
        raise MoveRefused("sign", [Objection("incomplete", reason) for reason in outcome.reasons])
    if mine is not None:  # the facts have changed since, so it is signed anew
        review.signatures.remove(mine)
        session.flush()
    signature = GateSignature(user_id=actor.user_id, signed_at=now, findings_digest=digest)
    review.signatures.append(signature)
    audit.record(
        session, tag="gate:signed", actor=actor, now=now, procurement=procurement, subject=review.gate_code,
        sitting=review.sitting, verdict=outcome.verdict,
    )  # fmt: skip
    return signature


def conclude(session: Session, *, review: GateReview, actor: Actor, now: datetime) -> GateReview:
    """Give the verdict that follows from the ratings, or raise `MoveRefused` with everything in its way."""
    procurement = demand_reviewer(session, review, actor, "conclude a gate review")
    lock_open(session, review)
    if found := gate_verdicts.concluding_objections(session, review, now):
        raise MoveRefused("conclude", found)
    outcome = gate_verdicts.verdict(session, review)
    gate_findings.keep(session, review)
    review.verdict = outcome.verdict.value if outcome.verdict else None
    review.verdict_reason = ". ".join(outcome.reasons)
    review.concluded_at, review.concluded_by_id = now, actor.user_id
    audit.record(
        session, tag="gate:concluded", actor=actor, now=now, procurement=procurement, subject=review.gate_code,
        sitting=review.sitting, verdict=review.verdict, reason=review.verdict_reason,
    )  # fmt: skip
    laying_ahead.ask(session, procurement)  # which flushes: a clash of versions shows here
    return review


def demand_reviewer(session: Session, review: GateReview, actor: Actor, act: str) -> Procurement:
    """Return the procurement of a review, or raise `NotPermitted` when the person does not review it."""
    procurement = session.get_one(Procurement, review.procurement_id)
    demand(actor, Permission.GATE_REVIEW, procurement, act=act)
    return procurement


def lock_open(session: Session, review: GateReview) -> None:
    """Let one reviewer at a time change a sitting, and nobody once it has its verdict."""
    session.refresh(review, with_for_update={"of": GateReview})
    if review.verdict is not None:
        raise Conflict("This sitting is concluded; nothing in it changes any more")


def changed(session: Session, *, review: GateReview, actor: Actor, now: datetime) -> None:
    """Clear the signatures under a review that has changed, and count its version on."""
    if review.signatures:
        names = [signature.user.name for signature in review.signatures]
        for signature in review.signatures:
            session.delete(signature)
        audit.record(
            session, tag="gate:signatures-cleared", actor=actor, now=now, subject=review.gate_code,
            procurement=session.get_one(Procurement, review.procurement_id), cleared=names,
        )  # fmt: skip
    flag_modified(review, "gate_code")  # the version stands for the whole sitting, lines and conditions too
    session.flush()
    session.refresh(review)


def _carried(session: Session, last: GateReview | None, copied: list[GateLine]) -> list[GateLine]:
    """Copy the lines of the last sitting that the template has no more and an open condition rests on."""
    if last is None:
        return []
    known = {line.code for line in copied}
    held = {
        each.line_code
        for each in list_conditions(session, last.procurement_id, last.gate_code)
        if each.met_at is None and each.line_code not in known
    }
    dropped = [line for line in last.lines if line.code in held]
    return [_copied(gate_verdicts.as_key_line(line), len(copied) + at) for at, line in enumerate(dropped, 1)]


def _copied(line: KeyLine, position: int) -> GateLine:
    return GateLine(
        code=line.code, position=position, title=line.title, question=line.question,
        what_good_looks_like=line.what_good_looks_like, evidence_asked="\n".join(line.evidence),
        red_trigger=line.red_trigger, is_mandatory=line.is_mandatory,
    )  # fmt: skip


def _read_rating(rating: str) -> Rating:
    try:
        return Rating(rating)
    except ValueError:
        raise InvalidInput("rating", "Select red, amber or green") from None


def _check_reason(rating: Rating, reason: str, evidence_seen: str) -> None:
    if not reason.strip():
        raise InvalidInput("reason", "Say why the line stands where it does")
    if rating is Rating.GREEN and not evidence_seen.strip():
        raise InvalidInput("evidence_seen", "Say which evidence you saw; a line is not green on trust")
