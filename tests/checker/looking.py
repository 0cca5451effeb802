"""Who looked at what, and when: tenders before the box was opened, and others' marks before one's own were locked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.checker.store import Store, body, instant

FRESH = timedelta(minutes=15)
GIVEN = ("factor:given", "auth:signed-in-as-demonstration")
"""Entries by which somebody has just given a second factor; in a demonstration signing in counts as giving one."""
READ, JOINED, LOST = "bid:read", "opening:joined", "tender-key:declared-lost"
LEAST = 2
OPENED = {"tender:opened": "tender", "price:opened": "price"}
MARKS = ("marks:", "single-marks:")


def readings(store: Store) -> Iterator[str]:
    """I9: nobody of the authority reads a tender before the box is opened, by enough people with a second factor each.

    They are as many as the key of the box asks for, none a bidder, and each gave the factor within a quarter of an
    hour before; where the key was lost, two declared so instead.
    """
    staff = store.rows(
        "SELECT u.id FROM \"user\" u JOIN organisation o ON o.id = u.organisation_id WHERE audience = 'staff'"
    )
    needed = store.rows("SELECT procurement_id, needed FROM tender_key")
    ceremony = _Ceremony({number for (number,) in staff}, dict(tuple(row) for row in needed))
    tags = ", ".join(f"'{each}'" for each in (*GIVEN, *OPENED, READ, JOINED, LOST))
    for seq, at, tag, procurement, actor, said in store.rows(
        f"SELECT seq, at, tag, procurement_id, actor_id, body FROM audit_event WHERE tag IN ({tags}) ORDER BY seq"  # noqa: S608 -- words of ours
    ):
        if wrong := ceremony.fault(tag, instant(at), procurement, actor, body(said)["data"]):
            yield f"entry {seq} {wrong}"


@dataclass
class _Ceremony:
    """What has happened so far: who gave a second factor when, who takes part, which boxes are open."""

    staff: set[int]
    needed: dict[int, int]
    given: dict[int, datetime] = field(default_factory=dict)
    here: dict[tuple[int, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    lost: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    opened: set[int] = field(default_factory=set)

    def fault(self, tag: str, at: datetime, procurement: int, actor: int, data: dict[str, Any]) -> str:
        """Take an entry and say what is wrong with it, or nothing."""
        if tag in OPENED:
            return self._open(procurement, OPENED[tag], by_copies="how" in data)
        if tag == JOINED:
            self.here[procurement, data["envelope"]].add(actor)
            fresh = actor in self.given and self.given[actor] <= at < self.given[actor] + FRESH
            return "" if fresh else "opens a box without a second factor given within a quarter of an hour"
        if tag == READ:
            early = actor in self.staff and data.get("what") == "tender" and procurement not in self.opened
            return "reads a tender before the box was opened" if early else ""
        if tag == LOST:
            self.lost[procurement].add(actor)
        else:
            self.given[actor] = at
        return ""

    def _open(self, procurement: int, envelope: str, *, by_copies: bool) -> str:
        self.opened.add(procurement)
        people = self.lost[procurement] if by_copies else self.here.pop((procurement, envelope), set())
        if len(people) >= self.needed.get(procurement, LEAST) and people <= self.staff:
            return ""
        return "opens a box without as many people of the authority as its key asks for"


def marks(store: Store) -> Iterator[str]:
    """I12: nobody who marks a question sees others' marks of it, or moderates it, before their own mark is locked."""
    own: dict[tuple[int, str], list[tuple[str, datetime | None]]] = {}
    everybody: dict[tuple[str, str], list[datetime]] = {}
    for evaluator, bid, code, locked in store.rows(
        "SELECT m.evaluator_id, b.public_id, c.code, m.locked_at FROM mark m JOIN bid b ON b.id = m.bid_id "
        "JOIN criterion c ON c.id = m.criterion_id"
    ):
        at = None if locked is None else instant(locked)
        own.setdefault((evaluator, bid), []).append((code, at))
        if at is not None:  # a mark of somebody who left the panel may stay open for ever
            everybody.setdefault((bid, code), []).append(at)
    for seq, now, actor, bid, said in store.rows(
        "SELECT seq, at, actor_id, subject, body FROM audit_event WHERE tag = 'bid:read' ORDER BY seq"
    ):
        kind, mark, code = str(body(said)["data"].get("what", "")).partition(":")
        if f"{kind}{mark}" not in MARKS:
            continue
        mine = own.get((actor, bid), [])
        if any(each is None or each > instant(now) for asked, each in mine if code in (asked, "csv", "xlsx")):
            yield f"entry {seq} shows others’ marks to somebody whose own are not locked"
    for number, bid, code, recorded in store.rows(
        "SELECT s.id, b.public_id, c.code, s.recorded_at FROM consensus s JOIN bid b ON b.id = s.bid_id "
        "JOIN criterion c ON c.id = s.criterion_id"
    ):
        if any(each > instant(recorded) for each in everybody.get((bid, code), [])):
            yield f"agreed mark {number} was recorded before every mark of its question was locked"
