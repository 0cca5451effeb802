"""Alerts: a person keeps a search and is told by e-mail, once for each notice, when something it finds is published.

The notice is announced in its own transaction; a job finds who is to be told. One press in the message ends an alert
without signing in: its address is signed with the installation's secret, so that nobody can end another's.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.adapters import workflows
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Audience, Reach, permits
from assurance.domain.errors import InvalidInput, NotFound, NotPermitted
from assurance.domain.suppliers.search import Search, read_search
from assurance.persistence.models import Notice, Procurement, SavedSearch
from assurance.persistence.queries.alerts import find_search, list_live, list_own
from assurance.persistence.queries.notices import get_notice
from assurance.persistence.queries.opportunities import matches
from assurance.persistence.sight import sees_everything
from assurance.services import accounts, audit, mail

JOB = "send_alerts"
MOST = 20
"""Alerts that one person may keep."""


def announce(session: Session, notice: Notice) -> None:
    """Put the work of telling subscribers in the transaction that publishes the notice."""
    workflows.enqueue(session, JOB, key=f"alerts:{notice.public_id}", payload={"notice": notice.public_id})


def save_search(session: Session, *, search: Search, actor: Actor, now: datetime) -> SavedSearch:
    """Keep a search for alerts; the same one twice is one, and one person keeps at most twenty."""
    if not permits(actor, Permission.SUPPLIER_DESK, Reach()):
        raise NotPermitted("Alerts are for the people of providers")
    params = search.lasting.as_params()
    own = list_own(session, actor.user_id)
    if (known := next((each for each in own if each.params == params), None)) is not None:
        return known
    if len(own) >= MOST:
        raise InvalidInput("q", f"You have {MOST} alerts: end one that you no longer need first")
    saved = SavedSearch(public_id=str(uuid.uuid4()), user_id=actor.user_id, params=params, saved_at=now)
    session.add(saved)
    audit.record(session, tag="alert:saved", actor=actor, now=now, subject=saved.public_id, search=params)
    return saved


def end_own(session: Session, *, public_id: str, actor: Actor, now: datetime) -> None:
    """End one of one's own alerts."""
    saved = find_search(session, public_id)
    if saved is None or saved.user_id != actor.user_id:
        raise NotFound("There is no such alert, or it is not yours")
    _end(session, saved, actor, now)


@sees_everything  # whoever presses has not signed in
def end_signed(session: Session, *, public_id: str, signature: str, secret: str, now: datetime) -> SavedSearch:
    """End an alert by the signed address in its message; ending it twice changes nothing."""
    saved = open_signed(session, public_id=public_id, signature=signature, secret=secret)
    _end(session, saved, accounts.actor_of(saved.user), now)
    return saved


@sees_everything  # the signature says that it is theirs
def open_signed(session: Session, *, public_id: str, signature: str, secret: str) -> SavedSearch:
    """Return the alert a signed address names, or raise `NotFound`, alike for a wrong signature and a wrong name."""
    is_ours = hmac.compare_digest(sign(public_id, secret).encode(), signature.encode())
    saved = find_search(session, public_id) if is_ours else None
    if saved is None:
        raise NotFound("There is no such alert")
    return saved


def sign(public_id: str, secret: str) -> str:
    """Return the signature that makes the address of an alert good for ending it and for nothing else."""
    return hmac.new(secret.encode(), f"end alert {public_id}".encode(), hashlib.sha256).hexdigest()[:40]


def tell(session: Session, *, notice_id: str, now: datetime, address: str, unsubscribe: Callable[[str], str]) -> int:
    """Write one message to each person with a live alert that finds what the notice is about; return how many.

    `address` is that of the notice, `unsubscribe` makes that which ends an alert. A person with several alerts
    that find it is told once; doing all this again, as after a crash, tells nobody twice.
    """
    notice, procurement = get_notice(session, notice_id)
    found: dict[Search, bool] = {}
    told: set[int] = set()
    for saved in _entitled(list_live(session)):
        search, _ = read_search(saved.params)
        if search not in found:
            found[search] = matches(session, search, procurement.id, now)
        if found[search] and saved.user_id not in told:
            told.add(saved.user_id)
            _write(session, saved, search, notice, procurement, now, address, unsubscribe(saved.public_id))
    return len(told)


def _entitled(alerts: Iterable[SavedSearch]) -> Iterable[SavedSearch]:
    return (each for each in alerts if each.user.is_active and each.user.organisation.audience is Audience.SUPPLIER)


def _write(
    session: Session, saved: SavedSearch, search: Search, notice: Notice, procurement: Procurement, now: datetime,
    address: str, unsubscribe: str,
) -> None:  # fmt: skip
    body = (
        f"{notice.title}\n\n"
        f"Procurement: {procurement.title} ({procurement.reference})\n"
        f"Authority: {procurement.organisation.name}\n\n"
        f"Read it: {address}\n\n"
        f"You get this because you asked for: {search.in_words}.\n"
        f"Stop these messages with one press, without signing in: {unsubscribe}\n"
    )
    mail.queue(
        session, key=f"alert:{notice.public_id}:{saved.user_id}", recipient=saved.user.email, subject=notice.title,
        body=body, now=now, unsubscribe_url=unsubscribe,
    )  # fmt: skip


def _end(session: Session, saved: SavedSearch, actor: Actor, now: datetime) -> None:
    if saved.ended_at is None:
        saved.ended_at = now
        audit.record(session, tag="alert:ended", actor=actor, now=now, subject=saved.public_id)
