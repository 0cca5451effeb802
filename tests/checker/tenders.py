"""Tenders: received in time, once and whole."""

from __future__ import annotations

from collections.abc import Iterator

from tests.checker.store import Store, instant


def entries(store: Store) -> Iterator[str]:
    """I2: submissions and their entries in the trail belong together one to one."""
    rows = {
        (seq, digest): number for number, seq, digest in store.rows("SELECT id, audit_seq, audit_hash FROM submission")
    }
    told = {
        (seq, digest) for seq, digest in store.rows("SELECT seq, hash FROM audit_event WHERE tag = 'bid:submitted'")
    }
    for seq, _ in sorted(told - set(rows)):
        yield f"entry {seq} tells of a submission that is not there"
    for key in sorted(set(rows) - told):
        yield f"submission {rows[key]} is not told of in the trail"


def deadlines(store: Store) -> Iterator[str]:
    """I8: nothing is received at or after the deadline then in force, nor after the box was closed or opened."""
    for number, received, deadline in store.rows("SELECT id, received_at, deadline FROM submission"):
        if instant(received) >= instant(deadline):
            yield f"submission {number} was received at or after its deadline"
    over: set[int] = set()
    for seq, tag, procurement in store.rows(
        "SELECT seq, tag, procurement_id FROM audit_event "
        "WHERE tag IN ('bid:submitted', 'tender:closed', 'tender:opened', 'procurement:returned') ORDER BY seq"
    ):
        if tag == "bid:submitted" and procurement in over:
            yield f"entry {seq} is a submission after the box was closed"
        if tag == "procurement:returned":
            over.discard(procurement)
        elif tag != "bid:submitted":
            over.add(procurement)


def once(store: Store) -> Iterator[str]:
    """I13: one effect for each key of a form, and versions of a tender without a gap or a repetition."""
    for user, key, count in store.rows(
        "SELECT user_id, key_digest, COUNT(*) FROM idempotency GROUP BY user_id, key_digest HAVING COUNT(*) > 1"
    ):
        yield f"a form of user {user} had {count} effects ({key[:12]})"
    versions: dict[int, list[int]] = {}
    for bid, version in store.rows("SELECT bid_id, version FROM submission ORDER BY bid_id, version"):
        versions.setdefault(bid, []).append(version)
    for bid, found in versions.items():
        if found != list(range(1, len(found) + 1)):
            yield f"bid {bid} has the versions {found}"
