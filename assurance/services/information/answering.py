"""A request for information from its registration to its answer: two people, every item withheld with its reason."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.award.disclosure import Bundle, Cut, Item, bundle, check_cut, still_named
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.information.clock import answer_by
from assurance.domain.information.exemptions import EXEMPTIONS
from assurance.persistence.models import InformationRequest, Procurement, Redaction
from assurance.persistence.queries.disclosure import list_unnamed
from assurance.persistence.queries.information import list_judged
from assurance.services import audit, packs, telling
from assurance.services.information.record import items_of
from assurance.services.permission import demand

PACK = "information"
WEIGHED = 40
"""Characters of a reason that weighs the public interest, where an exemption is not absolute."""


def register(
    session: Session,
    *,
    procurement: Procurement,
    requester: str,
    contact: str,
    asked: str,
    received_on: date,
    actor: Actor,
    now: datetime,
) -> InformationRequest:
    """Register who asked for what and when; the day to answer by follows. Raises `InvalidInput` for a day to come."""
    demand(actor, Permission.INFORMATION_PREPARE, procurement, act="register a request for information")
    for field, text in (("requester", requester), ("contact", contact), ("asked", asked)):
        if not text.strip():
            raise InvalidInput(field, "Enter this")
    if received_on > now.astimezone(LONDON).date():
        raise InvalidInput("received_on", "The day it came must be today or earlier")
    due = answer_by(received_on)
    row = InformationRequest(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, procurement=procurement,
        requester=requester.strip(), contact=contact.strip(), asked=asked.strip(), received_on=received_on,
        due_on=due.on, why=due.why, registered_at=now, prepared_by_id=actor.user_id, chosen=[], content={},
    )  # fmt: skip
    session.add(row)
    _record(session, "registered", row, actor, now, received_on=received_on, due_on=due.on)
    telling.tell_holders(
        session, procurement=procurement, roles=(Role.OWNER,), without=actor, kind="information", now=now,
        subject=row.public_id, title=f"A request for information: {procurement.title}", text=due.why,
        endpoint="staff.information.show", params={"request_id": row.public_id},
    )  # fmt: skip
    return row


def choose(
    session: Session, *, request: InformationRequest, keys: Sequence[str], version: int, actor: Actor, now: datetime
) -> None:
    """Pick the items that are given; what is withheld of one no longer picked goes with it."""
    demand(actor, Permission.INFORMATION_PREPARE, request.procurement, act="pick records")
    _still_open(session, request)
    if version != request.version:
        raise Conflict("Somebody else changed this answer after you opened the page. Look at it again")
    known = {each.key for each in items_of(session, request.procurement)}
    if unknown := set(keys) - known:
        raise InvalidInput("keys", f"Select items of the record: {len(unknown)} are not there any more")
    request.chosen, request.prepared_by_id = [key for key in keys if key in known], actor.user_id
    for each in [one for one in request.withheld if one.item not in request.chosen]:
        request.withheld.remove(each)
        session.delete(each)
    _record(session, "picked", request, actor, now, items=len(request.chosen))


def withhold(
    session: Session,
    *,
    request: InformationRequest,
    item: str,
    passage: str,
    exemption: str,
    reason: str,
    actor: Actor,
    now: datetime,
    needs_passage: bool = False,
) -> Redaction:
    """Withhold an item, or cut words wherever they stand; the register says under which section and why."""
    demand(actor, Permission.INFORMATION_PREPARE, request.procurement, act="withhold from records")
    _still_open(session, request)
    if needs_passage and not passage.strip():
        raise InvalidInput("passage", "Copy the words that are withheld")
    _check(chosen_items(session, request), request, item, passage.strip(), exemption, reason)
    row = Redaction(
        public_id=str(uuid.uuid4()), request=request, item=item, passage=passage.strip(), exemption=exemption,
        reason=reason.strip(), role=Role.OFFICER.label, by_id=actor.user_id, at=now,
    )  # fmt: skip
    session.add(row)
    _record(
        session, "withheld", request, actor, now, item=item, exemption=exemption, reason=row.reason,
        whole=not row.passage,
    )  # fmt: skip
    return row


def put_back(session: Session, *, request: InformationRequest, withheld_id: str, actor: Actor, now: datetime) -> None:
    """Put back what was withheld, before the release."""
    demand(actor, Permission.INFORMATION_PREPARE, request.procurement, act="put records back")
    _still_open(session, request)
    row = next((each for each in request.withheld if each.public_id == withheld_id), None)
    if row is None:
        raise Conflict("This is no longer withheld")
    _record(session, "put-back", request, actor, now, item=row.item, exemption=row.exemption)
    request.withheld.remove(row)
    session.delete(row)


def release(
    session: Session, *, request: InformationRequest, digest: str, knows_names: bool, actor: Actor, now: datetime
) -> InformationRequest:
    """Approve the answer exactly as it was read: `digest` is of the page the person saw.

    Refused to whoever prepared it or withheld anything, when the record has changed since, and while people of the
    authority are named in it without whoever approves saying that this is meant.
    """
    procurement = request.procurement
    demand(actor, Permission.INFORMATION_RELEASE, procurement, act="approve an answer to a request for information")
    _still_open(session, request)
    if not may_release(request, actor):
        raise NotPermitted("The answer is approved by someone who neither prepared it nor withheld any of it")
    given = current(session, request)
    if not given.items:
        raise Conflict("No records are picked yet, so there is nothing to approve")
    if digest != given.digest:
        raise Conflict("The records have changed since you opened the page. Read them again before you approve them")
    if names_left(session, request, given) and not knows_names:
        raise InvalidInput("knows_names", "Confirm that these people may be named, or have the names cut first")
    request.content, request.digest = asdict(given), given.digest
    request.released_by_id, request.released_at = actor.user_id, now
    _record(session, "released", request, actor, now, digest=given.digest, items=len(given.items))
    session.flush()
    packs.request_pack(session, procurement=procurement, kind=PACK, subject=request.public_id, actor=actor, now=now)
    return request


def close(session: Session, *, request: InformationRequest, reason: str, actor: Actor, now: datetime) -> None:
    """Close a request that is not answered with records: withdrawn, refused as a whole, or answered by a letter."""
    demand(actor, Permission.INFORMATION_RELEASE, request.procurement, act="close a request for information")
    _still_open(session, request)
    if len(reason.strip()) < 20:
        raise InvalidInput("reason", "Give the reason in at least 20 characters; it stays on record")
    request.closed_at, request.close_reason = now, reason.strip()
    _record(session, "closed", request, actor, now, reason=request.close_reason)


def current(session: Session, request: InformationRequest) -> Bundle:
    """Return what would be given now: the picked items less what is withheld."""
    cuts = [Cut(each.item, each.passage, each.exemption, each.reason, each.role) for each in request.withheld]
    return bundle(chosen_items(session, request), cuts, EXEMPTIONS)


def chosen_items(session: Session, request: InformationRequest) -> list[Item]:
    """Return the picked items as they stand in the record now."""
    wanted = set(request.chosen)
    return [each for each in items_of(session, request.procurement) if each.key in wanted]


def may_release(request: InformationRequest, actor: Actor) -> bool:
    """Say whether somebody is a second person here."""
    return actor.user_id not in {request.prepared_by_id, *(each.by_id for each in request.withheld)}


def names_left(session: Session, request: InformationRequest, given: Bundle) -> tuple[tuple[str, str], ...]:
    """List where the answer names people of the authority: the title of the item, and the name."""
    bids = [bid.id for bid in list_judged(session, request.procurement_id)]
    return still_named(given, list_unnamed(session, request.procurement_id, bids))


def _check(
    items: Sequence[Item], request: InformationRequest, item: str, passage: str, exemption: str, reason: str
) -> None:
    if exemption not in EXEMPTIONS:
        raise InvalidInput("exemption", "Select the exemption")
    if not reason.strip():
        raise InvalidInput("reason", "Say why this exemption applies here; whoever asked reads it")
    if not EXEMPTIONS[exemption].is_absolute and len(reason.strip()) < WEIGHED:
        raise InvalidInput(
            "reason", f"Say in at least {WEIGHED} characters how the public interest was weighed: it is not absolute"
        )
    check_cut(items, item, passage, [(each.item, each.passage) for each in request.withheld])


def _still_open(session: Session, request: InformationRequest) -> None:
    session.refresh(request, with_for_update={"of": InformationRequest})
    if request.released_at is not None:
        raise Conflict("This request is answered, and what was given does not change")
    if request.closed_at is not None:
        raise Conflict("This request is closed")


def _record(session: Session, what: str, row: InformationRequest, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        session, tag=f"information-request:{what}", actor=actor, now=now, procurement=row.procurement,
        subject=row.public_id, **data,
    )  # fmt: skip
