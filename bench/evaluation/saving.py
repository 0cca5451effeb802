"""Saving a mark by the autosave route, beside an empty authenticated POST at the same server in the same run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product

from sqlalchemy import func, select

from assurance.persistence.models import MarkRevision
from assurance.persistence.session import Database
from bench.evaluation import commits
from bench.report import Row
from bench.site.application import EMPTY
from bench.site.client import Answer, Client, Person
from bench.site.load import Load, run
from bench.site.seed import Panel

AT_ONCE = {1: 60, 20: 15, 200: 5}
"""How many evaluators, and how often each saves."""
REASON = "Each step of the pathway has an owner, and the audit evidence in annex 2 covers all of them but discharge."


class Writer:
    """An evaluator who types into one question and has it saved again and again."""

    def __init__(self, address: tuple[str, int], person: Person, path: str) -> None:
        self.client = Client(address, person)
        self.path = path
        self.version = 0

    def save(self, number: int) -> Answer:
        """Save a mark and a reason that are new."""
        said = f"{REASON} Read for the {self.version + 1}. time."
        answer = self.client.post(
            f"{self.path}/autosave", mark=3 + self.version % 2, rationale=said, version=self.version, private_note="",
            **{"places-0-document": "Annex 2", "places-0-where": "page 4"},
        )  # fmt: skip
        if answer.status == 200:
            self.version = json.loads(answer.body)["version"]
        return answer

    def nothing(self, number: int) -> Answer:
        """Ask for nothing, signed in and with a token."""
        return self.client.post(EMPTY)


def writers(address: tuple[str, int], panels: Sequence[Panel], people: dict[int, Person]) -> list[Writer]:
    """Give every evaluator a question of their own panel; the first panel is the largest."""
    made = []
    for panel in panels:
        cells = list(product(panel.bids, panel.scored))
        for place, member in enumerate(panel.members):
            bid, row = cells[place * 5 % len(cells)]
            path = f"/staff/procurements/{panel.reference}/evaluation/score/{bid.public_id}/{row.code}"
            made.append(Writer(address, people[member], path))
    return made


def rows(kind: str, database: Database, everyone: Sequence[Writer]) -> Iterator[Row]:
    """Save alone, with 20 and with 200 at once; every answer is good and every save is kept, or the run ends.

    Beside the last stands what the disk allows, and what the processors allow: server and measurement share them.
    """
    run([partial(_both, writer) for writer in everyone[:2]], 3)  # the first requests load what later ones reuse
    for count, each in AT_ONCE.items():
        chosen = everyone[:count]
        empty = run([writer.nothing for writer in chosen], each)
        before = _revisions(database)
        saved = run([writer.save for writer in chosen], each)
        _check(saved, empty, _revisions(database) - before)
        yield from _rows(f"{kind}, {count} at once", count, saved, empty)
    yield Row(
        f"save a mark, {kind}, {count} at once beside the disk: per second", saved.per_second,
        commits.per_second(database), "its rows committed in a loop", unit="/s", more_is_better=True,
    )  # fmt: skip
    for writer in everyone:
        writer.client.close()


def _both(writer: Writer, number: int) -> Answer:
    writer.nothing(number)
    return writer.save(number)


def _rows(name: str, count: int, saved: Load, empty: Load) -> Iterator[Row]:
    beside = "empty authenticated POST"
    if count == 1:
        detail = {"thread alone": saved.own_cpu, "queries": saved.queries, "queries beside": empty.queries}
        yield Row(f"save a mark, {name}: server CPU", saved.cpu, empty.cpu, beside, 8.0, detail=detail)
    yield Row(f"save a mark, {name}: p50", saved.p50, empty.p50, beside)
    yield Row(f"save a mark, {name}: p95", saved.p95, empty.p95, beside)
    goal = 200.0 if count == 200 else None
    detail = {
        "saves": len(saved.answers), "lost": 0, "failed": 0, "CPU each": saved.cpu, "CPU of asking": saved.asking_cpu,
        "most these processors allow": saved.most_per_second,
    }  # fmt: skip
    yield Row(f"save a mark, {name}: per second", saved.per_second, empty.per_second, beside, goal, "/s", True, detail)


def _check(saved: Load, empty: Load, kept: int) -> None:
    failed = [*saved.failed, *empty.failed]
    if failed:
        raise SystemExit(f"{len(failed)} requests failed, the first with {failed[0].status}: {failed[0].body[:300]!r}")
    if kept != len(saved.answers):
        raise SystemExit(f"{len(saved.answers)} saves were confirmed and {kept} kept")


def _revisions(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(MarkRevision)) or 0
