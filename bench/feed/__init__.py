"""The open data of few releases and of a hundred thousand: as many questions, and hardly longer."""

from __future__ import annotations

from collections.abc import Iterator

from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.session import Database
from bench.evaluation.pages import opened
from bench.feed.seed import FEW, MANY, begin, publish, updated_to
from bench.report import Row
from bench.site import databases
from bench.site.application import TRIVIAL
from bench.site.client import Client
from bench.site.load import Load
from bench.site.people import sign_in
from bench.site.running import served

PACKAGES = "/api/1.0/ocdsReleasePackages"


def rows() -> Iterator[Row]:
    """Open the same packages with few and with many releases, on every database there is."""
    return databases.on_each(_rows)


def _rows(kind: str, settings: Settings, database: Database) -> Iterator[Row]:
    with database.transaction() as session:
        place = begin(session)
        publish(session, place, FEW)
    people = sign_in(create_app(settings, database), database, [place.officer])
    with served(settings) as address:
        client = Client(address, people[place.officer])
        few = {name: opened(client, path) for name, path in _packages(FEW).items()}
        with database.transaction() as session:
            publish(session, place, MANY)
        for name, path in _packages(MANY).items():
            yield _row(f"{name}, {kind}", few[name], opened(client, path), opened(client, TRIVIAL))


def _packages(total: int) -> dict[str, str]:
    """Give the address of each package that is measured; the deep one has three quarters of the list before it."""
    return {
        "newest 100 releases": PACKAGES,
        "100 releases deep in the list": f"{PACKAGES}?updatedTo={updated_to(total)}",
        "newest 10 of one stage": f"{PACKAGES}?stages=award&limit=10",
        "one release": f"{PACKAGES}/release-0",
        "one record": "/api/1.0/ocdsRecordPackages/ocds-bench-0",
    }


def _row(name: str, few: Load, many: Load, trivial: Load) -> Row:
    if many.queries != few.queries:
        raise SystemExit(f"{name} asks {few.queries:g} questions of {FEW} releases and {many.queries:g} of {MANY}")
    detail = {
        "queries": many.queries, "p95": many.p95, f"CPU with {FEW:,}": few.cpu, "kB": len(many.answers[0].body) / 1000,
    }  # fmt: skip
    return Row(f"{name}: server CPU", many.cpu, trivial.cpu, "trivial page", detail=detail)
