"""A refinement published as the next version: criteria, digest, notice and every bidder told, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, MoveRefused, NotPermitted, Objection
from assurance.domain.evaluation.publication import Publication
from assurance.domain.evaluation.refinement import Changes, refined, values
from assurance.domain.evaluation.refinement_objections import Refined, refinement_objections
from assurance.domain.evaluation.retest import Retest, retest
from assurance.domain.evaluation.version_changes import VersionChange, version_changes
from assurance.persistence.models import CriteriaRefinement, CriteriaVersion, CriteriaVersionTold, Procurement
from assurance.persistence.queries.criteria import get_criterion, get_publication
from assurance.persistence.queries.criteria_drafts import get_draft
from assurance.persistence.queries.criteria_versions import get_newest, list_assessed, list_to_tell
from assurance.services import audit
from assurance.services import publishing as notice_publishing
from assurance.services.permission import demand
from assurance.services.tendering import versions
from assurance.services.tendering.criteria import write
from assurance.services.tendering.refining import CHANGED, get_open, why_not_refinable


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an open refinement would do: the criteria as they would be, what changes, and the re-test."""

    row: CriteriaRefinement
    changes: Changes
    published: Publication
    wanted: Publication
    differences: tuple[VersionChange, ...]
    retest: Retest
    objections: tuple[Objection, ...]
    """What keeps it from being published, whoever asks."""


def propose(session: Session, *, procurement: Procurement) -> Proposal:
    """Work out what the open refinement would do, with the re-test of everyone assessed at the down-selection."""
    row, published = get_open(session, procurement), get_publication(session, procurement)
    changes = Changes.from_data(row.changes)
    wanted = refined(published, changes)
    tested = retest(list_assessed(session, procurement.id), published.tree, wanted.tree)
    is_sound = versions.check(session, procurement).is_sound
    known = Refined(
        is_empty=changes.is_empty, has_reason=bool(row.reason), saved=tested.saved, stage=procurement.stage,
        is_sound=is_sound and row.base_digest == procurement.criteria_digest,
        faults=tuple(each.message for each in wanted.faults()),
    )  # fmt: skip
    differences = version_changes(published.as_data(), wanted.as_data())
    return Proposal(row, changes, published, wanted, differences, tested, refinement_objections(known))


def why_not_publisher(row: CriteriaRefinement, actor: Actor) -> str:
    """Say why a person may not publish a refinement although their role might, or return nothing."""
    is_author = actor.user_id in {row.prepared_by_id, *row.author_ids}
    return "You wrote in this refinement; someone else publishes it" if is_author else ""


def publish_refinement(
    session: Session, *, procurement: Procurement, actor: Actor, now: datetime, version: int | None = None
) -> CriteriaVersion:
    """Publish the open refinement as the next version.

    Raises `NotPermitted` for anyone who wrote in it, `Conflict` where it was changed since or can no longer be
    published, and `MoveRefused` with every objection: above all where it would have saved somebody eliminated.
    """
    demand(actor, Permission.CRITERIA_PUBLISH, procurement, act="publish a refinement of the criteria")
    row = get_open(session, procurement)
    if why := why_not_publisher(row, actor):
        raise NotPermitted(why)
    if version is not None and version != row.version:
        raise Conflict(CHANGED, endpoint="staff.tender.refinement")
    if why := why_not_refinable(session, procurement):
        raise Conflict(why)
    proposal = propose(session, procurement=procurement)
    if proposal.objections:
        raise MoveRefused("publish_refinement", proposal.objections)
    _apply(session, procurement, proposal.changes)
    published = _next_version(session, procurement, proposal, actor, now)
    notice_publishing.publish(
        session, procurement=procurement, kind="criteria_refined", actor=actor, now=now, reason=row.reason
    )
    _tell(session, procurement, published, actor, now)
    return published


def _apply(session: Session, procurement: Procurement, changes: Changes) -> None:
    """Write the changes into the criteria in use, by the same door as drafts."""
    for placed in get_draft(session, procurement.id).criteria:
        if said := changes.criteria.get(placed.code):
            write(get_criterion(session, procurement.id, placed.code), replace(placed.draft, **values(said)))
    if changes.tie_break is not None:
        procurement.tie_break = list(changes.tie_break)
    session.flush()  # the version is read back from the rows


def _next_version(
    session: Session, procurement: Procurement, proposal: Proposal, actor: Actor, now: datetime
) -> CriteriaVersion:
    row = proposal.row
    published = versions.freeze(
        session, procurement=procurement, number=get_newest(session, procurement.id).number + 1, actor=actor, now=now,
        reason=row.reason, retest=proposal.retest.as_data(),
    )  # fmt: skip
    if published.digest != proposal.wanted.digest():
        raise RuntimeError("what was stored is not what was proposed and re-tested")
    session.flush()  # the refinement names the version by its id
    row.state, row.closed_at, row.closed_by_id, row.published_version_id = "published", now, actor.user_id, published.id
    audit.record(
        session, tag="criteria:refined", actor=actor, now=now, procurement=procurement, subject=str(published.number),
        digest=published.digest, before=row.base_digest, reason=row.reason, changes=row.changes,
        prepared_by=row.author_ids, retest=published.retest,
    )  # fmt: skip
    return published


def _tell(session: Session, procurement: Procurement, version: CriteriaVersion, actor: Actor, now: datetime) -> None:
    """Tell every bidder still in, and those eliminated by the criteria, so that they can check the re-test."""
    for bid in list_to_tell(session, procurement.id):
        session.add(CriteriaVersionTold(version_id=version.id, bid_id=bid.id, told_at=now))
        audit.record(
            session, tag="criteria:told", actor=actor, now=now, procurement=procurement, subject=bid.public_id,
            version=version.number,
        )  # fmt: skip
