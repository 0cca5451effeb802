"""Reading, approving and publishing a notice that no step publishes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted, Objection
from assurance.domain.notices.kinds import missing
from assurance.domain.notices.own import OWN, OwnNotice, own_of
from assurance.persistence.models import Notice, NoticeApproval, PaperDraft, Procurement
from assurance.persistence.queries.notices import list_of_procurement
from assurance.persistence.queries.paper_drafts import find_draft
from assurance.services import publishing
from assurance.services.notices import Approval, write_draft
from assurance.services.notices.approving import CHANGED, approval_of, digest_text, record_approval
from assurance.services.notices.sections import Section, about
from assurance.services.own_notices import contract, planned
from assurance.services.permission import demand

WRITERS = {**planned.OWN_WRITERS, **contract.OWN_WRITERS}
NOTHING = "Nothing is there to tell yet"


@dataclass(frozen=True, slots=True)
class Own:
    """A notice of one kind as it would be published now, and how it stands."""

    row: OwnNotice
    subject: str
    """What it is about, where several of its kind may be published."""
    title: str
    sections: tuple[Section, ...]
    missing: tuple[str, ...]
    draft: PaperDraft | None
    published: tuple[Notice, ...]
    """Those of its kind that are public, newest first."""
    why_not: str
    """Why none can be published now, whoever approved it."""
    digest: str
    approval: Approval | None


def list_own(session: Session, procurement: Procurement, now: datetime) -> list[Own]:
    """List the notices that the law knows beside those of the steps, as each would be published now."""
    return [get_own(session, procurement, row.kind.code, now) for row in own_of(procurement.procedure.regime)]


def get_own(session: Session, procurement: Procurement, kind: str, now: datetime) -> Own:
    """Write a notice as it would be published now, storing nothing; raise `NotFound` for another law's."""
    row = OWN.get(kind)
    if row is None or row.kind.regime is not procurement.procedure.regime:
        raise NotFound("There is no such notice under the law of this procurement")
    public = tuple(each for each in list_of_procurement(session, procurement.id) if each.kind == kind)
    subject, why_not = _next(session, procurement, row, public)
    draft = find_draft(session, procurement.id, kind) if row.asks_text else None
    sections = () if why_not else _written(session, procurement, row, subject, now, draft)
    fixed = () if why_not else _written(session, procurement, row, subject, procurement.created_at, draft)
    title = f"{row.kind.label}: {procurement.title}"
    digest = digest_text(f"{title} {subject}", fixed)
    return Own(
        row, subject, title, sections, () if why_not else tuple(missing(kind, (each["heading"] for each in sections))),
        draft, public, why_not, digest, approval_of(session, procurement, kind, digest),
    )  # fmt: skip


def write_text(
    session: Session, *, procurement: Procurement, kind: str, text: str, version: int, actor: Actor, now: datetime
) -> PaperDraft:
    """Write what a notice says that no stored field says."""
    found = get_own(session, procurement, kind, now)
    demand(actor, found.row.permission, procurement, act="write in this notice")
    if not found.row.asks_text:
        raise NotFound("This notice says nothing but what is stored")
    if not text.strip():
        raise InvalidInput("text", "Enter the text")
    return write_draft(session, procurement=procurement, kind=kind, text=text, version=version, actor=actor, now=now)


def approve(
    session: Session, *, procurement: Procurement, kind: str, digest: str, actor: Actor, now: datetime
) -> NoticeApproval:
    """Approve a notice as it was read, as somebody who neither publishes it nor wrote in it."""
    demand(actor, Permission.NOTICE_APPROVE, procurement, act="approve a notice")
    found = get_own(session, procurement, kind, now)
    if why := why_not_approver(procurement, found, actor):
        raise NotPermitted(why)
    if objections := _gaps(found):
        raise MoveRefused("approve_notice", objections)
    if digest != found.digest:
        raise Conflict(CHANGED)
    return record_approval(session, procurement=procurement, kind=kind, digest=digest, actor=actor, now=now)


def why_not_approver(procurement: Procurement, found: Own, actor: Actor) -> str:
    """Say why a person may not approve although a role of theirs might, or return nothing."""
    if found.draft is not None and found.draft.written_by_id == actor.user_id:
        return "You wrote in this notice; someone else approves it"
    publishes = permits(actor, found.row.permission, Reach(procurement.organisation_id))
    return "You publish this notice; someone else approves it" if publishes else ""


def publish_own(session: Session, *, procurement: Procurement, kind: str, actor: Actor, now: datetime) -> Notice:
    """Publish a notice as it was approved; raise `MoveRefused` while something is missing or nobody approved it."""
    found = get_own(session, procurement, kind, now)
    demand(actor, found.row.permission, procurement, act="publish this notice")
    objections = _gaps(found)
    if not objections and not (found.approval and found.approval.counts):
        objections = (
            Objection(
                "approval", "The notice is not approved as it stands", "Somebody other than its writer approves it"
            ),
        )
    if objections:
        raise MoveRefused("publish_notice", objections)
    notice = Notice(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, kind=kind, title=found.title[:250],
        content={"provision": found.row.kind.provision, "sections": list(found.sections)}, published_at=now,
        subject=found.subject,
    )  # fmt: skip
    publishing.announce(
        session, procurement=procurement, notice=notice, actor=actor, now=now,
        reason=found.draft.text if found.draft else "",
    )  # fmt: skip
    return notice


def _next(session: Session, procurement: Procurement, row: OwnNotice, public: tuple[Notice, ...]) -> tuple[str, str]:
    """Return what the next notice of a kind is about, or why there is none."""
    if procurement.stage not in row.stages:
        where = " or ".join(f"“{stage.label}”" for stage in row.stages)
        return "", f"It is published at the stage {where}"
    subjects = contract.SUBJECTS.get(row.kind.code)
    if subjects is None:
        return "", "It is published" if public else ""
    told = {each.subject for each in public}
    waiting = [each for each in subjects(session, procurement) if each not in told]
    return (waiting[0], "") if waiting else ("", NOTHING)


def _written(
    session: Session, procurement: Procurement, row: OwnNotice, subject: str, now: datetime, draft: PaperDraft | None
) -> tuple[Section, ...]:
    text = draft.text if draft else ""
    made = [about(procurement), *WRITERS[row.kind.code](session, procurement, subject, now, text)]
    return tuple(each for each in made if each["text"].strip())


def _gaps(found: Own) -> tuple[Objection, ...]:
    if found.why_not:
        return (Objection("notice", found.why_not, "Come back when there is something to tell"),)
    return tuple(
        Objection("notice", f"“{heading}” is missing from the notice", "Write it first", found.row.kind.provision)
        for heading in found.missing
    )
