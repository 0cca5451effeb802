"""Tenders: received in time, once, whole, and read by nobody before the box was opened by several people."""

from __future__ import annotations

from collections.abc import Iterator

from tests.checker.store import Store, body, instant


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


def readings(store: Store) -> Iterator[str]:
    """I9: nobody of the authority reads a tender before the box is opened, by at least two people, none a bidder."""
    staff = {
        number
        for (number,) in store.rows(
            "SELECT u.id FROM \"user\" u JOIN organisation o ON o.id = u.organisation_id WHERE o.audience = 'staff'"
        )
    }
    joined: dict[int, set[int]] = {}
    opened: set[int] = set()
    for seq, tag, procurement, actor, said in store.rows(
        "SELECT seq, tag, procurement_id, actor_id, body FROM audit_event "
        "WHERE tag IN ('bid:read', 'opening:joined', 'tender:opened') ORDER BY seq"
    ):
        what = body(said)["data"]
        if tag == "opening:joined":
            joined.setdefault(procurement, set()).add(actor)
        elif tag == "tender:opened":
            opened.add(procurement)
            people = joined.get(procurement, set()) | {actor}
            if len(people) < 2 or people - staff:
                yield f"entry {seq} opens a box without two people of the authority"
        elif actor in staff and what.get("what") == "tender" and procurement not in opened:
            yield f"entry {seq} reads a tender before the box was opened"


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
