"""The only door to the audit trail: every entry is chained to the one before, in the transaction of its effect."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.chain import body_bytes, link_hash
from assurance.persistence.models import AuditEvent, AuditHead, Procurement
from assurance.persistence.session import Database
from assurance.persistence.sight import seeing_everything


def record(
    session: Session,
    *,
    tag: str,
    actor: Actor | None,
    now: datetime,
    procurement: Procurement | None = None,
    subject: str = "",
    **data: Any,
) -> AuditEvent:
    """Append an entry; `tag` is `subject:action`, `data` whatever a reader needs to understand it later.

    Locks the head of the chain until the transaction ends, so that two writers queue and entries never fork.
    """
    head = _locked_head(session)
    seq = head.seq + 1
    body = {
        "seq": seq,
        "prev": head.hash,
        "at": now.astimezone(UTC).isoformat(),
        "tag": tag,
        "actor": actor.user_id if actor else None,
        "procurement": procurement.reference if procurement else None,
        "subject": subject,
        "data": {key: _plain(value) for key, value in data.items()},
    }
    event = AuditEvent(
        seq=seq,
        at=now,
        tag=tag,
        actor_id=actor.user_id if actor else None,
        procurement_id=procurement.id if procurement else None,
        subject=subject,
        body=body,
        prev=head.hash,
        hash=link_hash(head.hash, body_bytes(body)),
    )
    with seeing_everything(session):  # it follows the last entry, whoever wrote that
        session.add(event)
        head.seq, head.hash = seq, event.hash
        session.flush()  # the next entry of this transaction must find the head moved
    return event


def record_apart(database: Database, **entry: Any) -> None:
    """Append an entry in a transaction of its own, so that the rollback of what was refused does not erase it."""
    with database.transaction() as session:
        if reference := entry.pop("reference", None):
            found = session.scalar(select(Procurement).where(Procurement.reference == reference))
            entry["procurement"] = found
        record(session, **entry)


_HEAD = select(AuditHead).where(AuditHead.id == 1).with_for_update().execution_options(populate_existing=True)
"""Asked by everything that is recorded, so written once."""


def _locked_head(session: Session) -> AuditHead:
    head = session.scalar(_HEAD)
    if head is None:
        head = AuditHead(id=1, seq=0, hash="")
        session.add(head)
    return head


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return str(value)
