"""Erasing records whose time has come: proposed by the clock, approved by two people, done with the second approval.

What is erased is hashed under a salt first, and the hash stays with the counts. The audit trail is not touched: it
still proves every act, and that this was one of them.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted, Objection
from assurance.domain.retention.classes import Kind
from assurance.domain.retention.schedule import Held
from assurance.persistence.models import Erasure, Procurement
from assurance.persistence.queries.retention import list_ended, list_erasures, open_matters
from assurance.services import audit, telling
from assurance.services.permission import demand
from assurance.services.retention.holdings import CONTRACT, RECORD, Holding
from assurance.services.retention.invitations import LABEL, erase_invitations
from assurance.services.retention.periods import schedule_of
from assurance.services.retention.scrubbing import digest, take
from assurance.services.retention.tenders import bids_of, erase_tender

TOLD = (Role.OFFICER, Role.OWNER, Role.APPROVER)
SHORTEST = 20


def propose_due(session: Session, *, now: datetime) -> list[Erasure]:
    """Propose to erase every kind of record that has fallen due and that nothing keeps; safe to run again and again."""
    today = now.astimezone(LONDON).date()
    ended = [procurement for procurement in list_ended(session) if _due(session, procurement, today)]
    for procurement in ended:  # all before the first is written about: another worker waits, and finds them proposed
        session.refresh(procurement, with_for_update={"of": Procurement, "key_share": True})
    return [
        _propose(session, procurement, held, now) for procurement in ended for held in _due(session, procurement, today)
    ]


def _due(session: Session, procurement: Procurement, today: date) -> list[Held]:
    due = [each for each in schedule_of(session, procurement) if each.is_due(today)]
    if not due or open_matters(session, procurement.id).why():
        return []
    known = list_erasures(session, [procurement.id])
    standing = {each.kind for each in known if each.declined_at is None}
    later = {each.kind for each in known if each.keep_until is not None and each.keep_until >= today}
    return [each for each in due if each.kind not in standing | later]


def _propose(session: Session, procurement: Procurement, held: Held, now: datetime) -> Erasure:
    if held.until is None:
        raise ValueError("what has no end is not due")
    row = Erasure(
        public_id=str(uuid.uuid4()), procurement=procurement, kind=held.kind, due_on=held.until, why=held.why,
        proposed_at=now, counts={},
    )  # fmt: skip
    session.add(row)
    audit.record(
        session, tag="erasure:proposed", actor=None, now=now, procurement=procurement, subject=row.public_id,
        kind=held.kind.value, due_on=held.until, why=held.why,
    )  # fmt: skip
    telling.tell_holders(
        session, procurement=procurement, roles=TOLD, kind="erasure", subject=row.public_id, now=now,
        title=f"Records to be erased: {procurement.title}", text=f"{held.kind.label}. {held.why}",
        endpoint="staff.retention.erasure", params={"erasure_id": row.public_id},
    )  # fmt: skip
    return row


def why_not(session: Session, erasure: Erasure, now: datetime) -> tuple[str, ...]:
    """Say what keeps the records now, whatever was reckoned when erasure was proposed; empty where nothing does."""
    procurement = erasure.procurement
    held = next((each for each in schedule_of(session, procurement) if each.kind is erasure.kind), None)
    today = now.astimezone(LONDON).date()
    still = () if held and held.is_due(today) else ("Their period has not ended, as it is reckoned today",)
    return (*open_matters(session, procurement.id).why(), *still)


def approve(session: Session, *, erasure: Erasure, actor: Actor, now: datetime) -> Erasure:
    """Approve an erasure; with the approval of a second person the records are erased, in the same transaction.

    Raises `MoveRefused` while anything keeps the records, and `NotPermitted` for a second approval by the same person.
    """
    procurement = erasure.procurement
    demand(actor, Permission.RETENTION_ERASE, procurement, act="approve that its records are erased")
    _still_open(session, erasure)
    if erasure.first_by_id == actor.user_id:
        raise NotPermitted("You have approved this already; another person has to approve it as well")
    if found := why_not(session, erasure, now):
        raise MoveRefused("erase", [Objection("kept", why, "They are kept until that is settled") for why in found])
    audit.record(
        session, tag="erasure:approved", actor=actor, now=now, procurement=procurement, subject=erasure.public_id,
        kind=erasure.kind.value, number=1 if erasure.first_by_id is None else 2,
    )  # fmt: skip
    if erasure.first_by_id is None:
        erasure.first_by_id, erasure.first_at = actor.user_id, now
        return erasure
    return _erase(session, erasure, procurement, actor, now)


def decline(
    session: Session, *, erasure: Erasure, reason: str, keep_until: date, actor: Actor, now: datetime
) -> Erasure:
    """Keep the records longer, until a day, for a reason; erasure is proposed again after that day."""
    demand(actor, Permission.RETENTION_ERASE, erasure.procurement, act="keep its records longer")
    _still_open(session, erasure)
    if keep_until <= now.astimezone(LONDON).date():
        raise InvalidInput("keep_until", "Enter a day in the future")
    if len(reason.strip()) < SHORTEST:
        raise InvalidInput("reason", f"Give the reason in at least {SHORTEST} characters; it stays on record")
    erasure.decline_reason, erasure.keep_until = reason.strip(), keep_until
    erasure.declined_by_id, erasure.declined_at = actor.user_id, now
    audit.record(
        session, tag="erasure:declined", actor=actor, now=now, procurement=erasure.procurement,
        subject=erasure.public_id, kind=erasure.kind.value, reason=erasure.decline_reason, keep_until=keep_until,
    )  # fmt: skip
    return erasure


def _still_open(session: Session, erasure: Erasure) -> None:
    session.refresh(erasure.procurement, with_for_update={"of": Procurement})
    session.refresh(erasure, with_for_update={"of": Erasure})
    if erasure.erased_at is not None:
        raise Conflict("These records are already erased")
    if erasure.declined_at is not None:
        raise Conflict("It was decided to keep these records longer")


def _erase(session: Session, erasure: Erasure, procurement: Procurement, actor: Actor, now: datetime) -> Erasure:
    taken, counts = _take(session, procurement, erasure.kind)
    erasure.salt = secrets.token_hex(32)
    erasure.digest, erasure.counts = digest(erasure.salt, taken), counts
    erasure.second_by_id, erasure.erased_at = actor.user_id, now
    audit.record(
        session, tag="erasure:done", actor=actor, now=now, procurement=procurement, subject=erasure.public_id,
        kind=erasure.kind.value, salt=erasure.salt, digest=erasure.digest, counts=counts,
    )  # fmt: skip
    return erasure


def _take(session: Session, procurement: Procurement, kind: Kind) -> tuple[dict[str, Any], dict[str, int]]:
    """Erase a kind of record; return what it was, by the name of each part, and how much of each there was."""
    if kind is Kind.RECORD:
        said, count = _take_words(session, procurement, RECORD)
        invited = erase_invitations(session, procurement.id)
        return said | {LABEL: invited}, count | ({LABEL: len(invited)} if invited else {})
    bids = bids_of(session, procurement.id, won=kind is Kind.CONTRACT)
    taken: dict[str, Any] = {"tenders": [[bid.public_id, erase_tender(session, bid)] for bid in bids]}
    words, counts = _take_words(session, procurement, CONTRACT if kind is Kind.CONTRACT else ())
    return taken | words, {"tenders": len(bids)} | counts


def _take_words(
    session: Session, procurement: Procurement, holdings: Iterable[Holding]
) -> tuple[dict[str, Any], dict[str, int]]:
    taken: dict[str, Any] = {}
    for each in holdings:
        found = [(row.id, words) for row in each.rows(session, procurement.id) if (words := take(row, each.columns))]
        if found:
            taken[each.label] = found
    return taken, {label: len(found) for label, found in taken.items()}
