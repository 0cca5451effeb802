"""I14: whoever had to be told was told, each once, and every message that left is a row."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tests.checker.store import Store, body, instant

NAMED = ("tender:opened", "price:opened")
"""Entries that name the bids whose bidders are told."""
TO_ALL = ("addendum:issued", "question:published")
"""Entries after which everybody who takes part is told the same; who submitted later was one of them."""


def messages(store: Store) -> Iterator[str]:
    """Compare what the trail says was told with the messages, and those with the mail that left."""
    yield from _once(store)
    yield from _owed(store)
    yield from _carried(store)
    yield from _sent(store)


def _once(store: Store) -> Iterator[str]:
    """Each recipient of an entry has one message, and each message is told of by one entry."""
    told: Counter[tuple[str, str]] = Counter()
    for subject, said in store.rows("SELECT subject, body FROM audit_event WHERE tag = 'message:sent'"):
        told.update((subject, recipient) for recipient in body(said)["data"]["recipients"])
    there = Counter(
        (f"{kind}/{subject}", recipient)
        for kind, subject, recipient in store.rows("SELECT kind, subject, recipient FROM message")
    )
    for subject, recipient in sorted((told - there) | (there - told)):
        count = told[subject, recipient], there[subject, recipient]
        yield f"{subject} was told {recipient} in {count[0]} entries and {count[1]} messages"


def _owed(store: Store) -> Iterator[str]:
    """After each entry that has to be told of, the bidders it concerns were told at the same instant."""
    told: dict[Any, set[str]] = defaultdict(set)
    for at, said in store.rows("SELECT at, body FROM audit_event WHERE tag = 'message:sent'"):
        told[instant(at)].update(body(said)["data"]["recipients"])
    bidders = {
        bid: f"organisation:{number}" for bid, number in store.rows("SELECT public_id, organisation_id FROM bid")
    }
    taking_part = store.rows(
        "SELECT procurement_id, organisation_id, created_at FROM bid WHERE submitted_at IS NOT NULL"
    )
    tags = ", ".join(f"'{each}'" for each in ("letter:issued", *NAMED, *TO_ALL))
    for seq, at, tag, here, subject, said in store.rows(
        f"SELECT seq, at, tag, procurement_id, subject, body FROM audit_event WHERE tag IN ({tags})"  # noqa: S608 -- ours
    ):
        if tag in TO_ALL:
            owed = {
                f"organisation:{who}" for of, who, since in taking_part if of == here and instant(since) <= instant(at)
            }
        else:
            named = [each["bid"] for each in body(said)["data"]["bids"]] if tag in NAMED else [subject]
            owed = {bidders[bid] for bid in named if bid in bidders}
        yield from (f"entry {seq} ({tag}) was not told to {who}" for who in sorted(owed - told[instant(at)]))


def _carried(store: Store) -> Iterator[str]:
    """Each message to a person that was carried further is one mail or one line of a summary, unless not wanted."""
    keys = {key for (key,) in store.rows("SELECT key FROM mail_message")}
    lines = Counter((message, user) for message, user in store.rows("SELECT message_id, user_id FROM digest_line"))
    unwanted = {user for (user,) in store.rows("SELECT user_id FROM mail_preference WHERE other = 'never'")}
    for number, kind, subject, user in store.rows(
        'SELECT m.id, m.kind, m.subject, m.user_id FROM message m JOIN "user" u ON u.id = m.user_id '
        "WHERE m.carried_at IS NOT NULL AND u.is_active"
    ):
        key = hashlib.sha256(f"{kind}/{subject}".encode()).hexdigest()[:40]
        ways = (f"told:{key}:{user}" in keys) + lines[number, user]
        if ways > 1 or (ways == 0 and user not in unwanted):
            yield f"message {number} was carried to its person {ways} times"


def _sent(store: Store) -> Iterator[str]:
    """Each mail that left has one entry and one row, and in a folder of mail each file has its row."""
    sent = {key for (key,) in store.rows("SELECT key FROM mail_message WHERE sent_at IS NOT NULL")}
    told = Counter(key for (key,) in store.rows("SELECT subject FROM audit_event WHERE tag = 'mail:sent'"))
    yield from (f"mail {key} left and is told of {told[key]} times" for key in sorted(sent) if told[key] != 1)
    yield from (f"the trail tells of mail {key}, which did not leave" for key in sorted(set(told) - sent))
    known = {hashlib.sha256(key.encode()).hexdigest()[:24] for (key,) in store.rows("SELECT key FROM mail_message")}
    letters = (store.instance / "outbox").glob("*.eml") if store.instance else ()
    yield from (f"the letter {path.name} left and no row says so" for path in letters if path.stem not in known)
