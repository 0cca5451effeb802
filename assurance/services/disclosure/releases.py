"""A release is prepared, withheld from under a register, and let go by a second person who read exactly that."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.award.disclosure import EXCEPTIONS, Bundle, check_cut, still_named
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted, Objection
from assurance.persistence.models import Procurement, RecordRelease, Representation, Withholding
from assurance.persistence.queries.disclosure import list_unnamed
from assurance.services import audit, packs, telling
from assurance.services.disclosure.contents import bids_about, compose, current
from assurance.services.permission import demand

PACK = "release"


def prepare(session: Session, *, representation: Representation, actor: Actor, now: datetime) -> RecordRelease:
    """Begin a release of records; while one is being prepared, give that one."""
    procurement = _procurement(representation)
    demand(actor, Permission.RECORDS_PREPARE, procurement, act="prepare records for a bidder")
    session.refresh(representation, with_for_update={"of": Representation})
    if open_one := next((each for each in representation.releases if each.released_at is None), None):
        return open_one
    row = RecordRelease(
        public_id=str(uuid.uuid4()), representation=representation, prepared_by_id=actor.user_id, prepared_at=now,
        content={},
    )  # fmt: skip
    session.add(row)
    _record(session, "record-release:prepared", row, actor, now)
    return row


def withhold(
    session: Session,
    *,
    release: RecordRelease,
    item: str,
    passage: str,
    exception: str,
    reason: str,
    actor: Actor,
    now: datetime,
    needs_passage: bool = False,
) -> Withholding:
    """Withhold an item, or cut a passage wherever it stands; the register says who, what and why."""
    demand(actor, Permission.RECORDS_PREPARE, _procurement(release.representation), act="withhold records")
    _still_open(session, release)
    if needs_passage and not passage.strip():
        raise InvalidInput("passage", "Copy the words that are withheld")
    _check(session, release, item, passage.strip(), exception, reason)
    row = Withholding(
        public_id=str(uuid.uuid4()), release=release, item=item, passage=passage.strip(), exception=exception,
        reason=reason.strip(), role=Role.OFFICER.label, by_id=actor.user_id, at=now,
    )  # fmt: skip
    session.add(row)
    _record(
        session, "record-release:withheld", release, actor, now, item=item, exception=exception, reason=row.reason,
        whole=not row.passage,
    )  # fmt: skip
    return row


def put_back(session: Session, *, release: RecordRelease, withheld_id: str, actor: Actor, now: datetime) -> None:
    """Put back what was withheld, before the release."""
    demand(actor, Permission.RECORDS_PREPARE, _procurement(release.representation), act="put records back")
    _still_open(session, release)
    row = next((each for each in release.withheld if each.public_id == withheld_id), None)
    if row is None:
        raise Conflict("This is no longer withheld")
    _record(session, "record-release:put-back", release, actor, now, item=row.item, exception=row.exception)
    release.withheld.remove(row)
    session.delete(row)


def release(session: Session, *, release: RecordRelease, digest: str, actor: Actor, now: datetime) -> RecordRelease:
    """Let the records go to the bidder as they were read: `digest` is of the page the person saw.

    Refused to whoever prepared or withheld anything, when the record has changed since, and while a person of the
    authority or another bidder is still named.
    """
    procurement = _procurement(release.representation)
    demand(actor, Permission.RECORDS_RELEASE, procurement, act="release records")
    _still_open(session, release)
    if not may_release(release, actor):
        raise NotPermitted("Records are released by someone who neither prepared them nor withheld any of them")
    given = current(session, release)
    if digest != given.digest:
        raise Conflict("The records have changed since you opened the page. Read them again before you release them")
    if found := names_left(session, release, given):
        raise MoveRefused("release", found)
    release.content, release.digest = asdict(given), given.digest
    release.released_by_id, release.released_at = actor.user_id, now
    _record(session, "record-release:released", release, actor, now, digest=given.digest, items=len(given.items))
    session.flush()
    packs.request_pack(
        session, procurement=procurement, kind=PACK, subject=release.public_id, actor=actor, now=now
    )  # fmt: skip
    _tell(session, release, procurement, now)
    return release


def may_release(release: RecordRelease, actor: Actor) -> bool:
    """Say whether somebody is a second person here: they neither prepared the records nor withheld any."""
    return actor.user_id not in {release.prepared_by_id, *(each.by_id for each in release.withheld)}


def names_left(session: Session, release: RecordRelease, given: Bundle) -> tuple[Objection, ...]:
    """List where the records still name somebody they must not name."""
    about = [bid.id for bid in bids_about(session, release.representation)]
    names = list_unnamed(session, release.representation.bid.procurement_id, about)
    return tuple(
        Objection("named", f"“{title}” still names {name}", "Cut the name, or withhold the item")
        for title, name in still_named(given, names)
    )


def _check(session: Session, release: RecordRelease, item: str, passage: str, exception: str, reason: str) -> None:
    if exception not in EXCEPTIONS:
        raise InvalidInput("exception", "Select why it is withheld")
    if not reason.strip():
        raise InvalidInput("reason", "Say why this applies here; the bidder reads it")
    already = [(each.item, each.passage) for each in release.withheld]
    check_cut(compose(session, release.representation), item, passage, already)


def _still_open(session: Session, release: RecordRelease) -> None:
    session.refresh(release, with_for_update={"of": RecordRelease})
    if release.released_at is not None:
        raise Conflict("These records are released, and what was released does not change. Prepare another release")


def _procurement(representation: Representation) -> Procurement:
    return representation.bid.procurement


def _record(session: Session, tag: str, row: RecordRelease, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=_procurement(row.representation), subject=row.public_id,
        representation=row.representation.public_id, **data,
    )  # fmt: skip


def _tell(session: Session, release: RecordRelease, procurement: Procurement, now: datetime) -> None:
    bid = release.representation.bid
    telling.tell(
        session, kind="records", subject=release.public_id, now=now, endpoint="supplier.bids.records",
        title=f"Records you asked for: {procurement.title}", procurement=procurement,
        text="The records you asked for with your representation can be read and downloaded.",
        params={"bid_id": bid.public_id, "release_id": release.public_id}, organisations=[bid.organisation_id],
    )  # fmt: skip
