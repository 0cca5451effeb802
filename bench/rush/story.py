"""One deadline, from a server that is idle to the last receipt."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from assurance.persistence.session import Database
from assurance.services.signing import signer
from bench.measure import percentile
from bench.report import Row
from bench.rush import check, load
from bench.rush.people import Everybody, everybody
from bench.site import databases
from tests.factories.crowd import close_in
from tests.served import serving

IDLE_SECONDS, TINY_GOAL_MS = 10.0, 250.0
LEAD_SECONDS = 3.0
"""From setting the deadline to the first of the last thirty seconds before it."""


@dataclass(frozen=True)
class Rush:
    """What came of one deadline."""

    in_time: Sequence[load.Sent]
    too_late: Sequence[load.Sent]
    uploads: Sequence[int]
    idle: list[float]
    busy: list[float]

    @property
    def accepted(self) -> list[load.Sent]:
        """List what was taken."""
        return [sent for sent in (*self.in_time, *self.too_late) if sent.status == 200]


def rows(kind: str) -> Iterator[Row]:
    """Live through it on one database, and check everything afterwards."""
    with databases.installation(kind) as settings:
        database = Database.open(settings.database_url)
        people = everybody(settings, database)
        with serving(settings, settings.instance / "server.log") as server:
            idle = load.Probe(server.address).during(lambda: time.sleep(IDLE_SECONDS))
            deadline = time.time() + LEAD_SECONDS + load.WINDOW_SECONDS
            with database.transaction() as session:
                close_in(session, people.world, datetime.fromtimestamp(deadline, UTC))
            rush = _rush(server.address, people, deadline, idle)
            receipts = check.receipts(server.address, rush.accepted)
        yield from _kept(kind, database, rush, receipts, datetime.fromtimestamp(deadline, UTC))
        yield from _waited(kind, rush)
        database.close()


def _rush(address: load.Address, people: Everybody, deadline: float, idle: list[float]) -> Rush:
    probe, begin = load.Probe(address), deadline - load.WINDOW_SECONDS
    with ThreadPoolExecutor(3) as pool:
        uploads = pool.submit(load.slow_uploads, address, people.uploading)
        late = pool.submit(load.submissions, address, people.too_late, deadline, load.LATE_SECONDS)
        in_time = pool.submit(load.submissions, address, people.in_time, begin, load.WINDOW_SECONDS - 1)
        busy = probe.during(lambda: (uploads.result(), in_time.result(), late.result()))
        return Rush(in_time.result(), late.result(), uploads.result(), idle, busy)


def _kept(
    kind: str, database: Database, rush: Rush, receipts: list[dict[str, Any]], deadline: datetime
) -> Iterator[Row]:
    def counted(name: str, found: float, goal: float, *, more: bool = False, **detail: Any) -> Row:
        return Row(f"{kind}: {name}", found, goal=goal, unit="", more_is_better=more, detail=detail)

    taken = [sent for sent in rush.in_time if sent.status == 200]
    refused = sorted({sent.status for sent in rush.in_time} - {200})
    yield counted(
        "tenders accepted of those sent in the last half minute", len(taken), len(rush.in_time), more=True,
        tries=sum(sent.tries for sent in rush.in_time), refused_with=refused or "none",
    )  # fmt: skip
    genuine = check.genuine(receipts, signer().public_pem)
    yield counted("receipts that verify offline", genuine, len(rush.accepted), more=True)
    late = sum(sent.status == 200 for sent in rush.too_late) + check.received_late(database, deadline)
    yield counted("sent after the deadline and accepted", late, 0, sent=len(rush.too_late))
    yield counted("half stored", check.half_stored(database, receipts), 0)
    whole = sum(status == 200 for status in rush.uploads)
    yield counted("slow uploads that arrived whole", whole, len(rush.uploads), more=True)


def _waited(kind: str, rush: Rush) -> Iterator[Row]:
    seconds = [1000 * sent.seconds for sent in rush.in_time]
    for percent in (50, 95):
        yield Row(f"{kind}: submitting in the rush, p{percent}", percentile(seconds, percent))
    for percent in (50, 95):
        busy, idle = percentile(rush.busy, percent), percentile(rush.idle, percent)
        yield Row(
            f"{kind}: a tiny request in the rush, p{percent}", busy, idle, "the same on the idle server",
            goal=TINY_GOAL_MS, detail={"asked": len(rush.busy)},
        )  # fmt: skip
