"""Lists and hubs with few procurements and with a thousand: as many questions, and hardly longer."""

from __future__ import annotations

from collections.abc import Iterator

from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.session import Database
from bench.evaluation.pages import opened
from bench.lists.seed import FEW, MANY, Place, begin, publish
from bench.report import Row
from bench.site import databases
from bench.site.application import TRIVIAL
from bench.site.client import Client
from bench.site.load import Load
from bench.site.people import sign_in
from bench.site.running import served

MOST_MS = 50.0


def rows() -> Iterator[Row]:
    """Open the same pages with few and with many, on every database there is."""
    return databases.on_each(_rows)


def _rows(kind: str, settings: Settings, database: Database) -> Iterator[Row]:
    with database.transaction() as session:
        place = begin(session)
        publish(session, place, FEW)
    people = sign_in(create_app(settings, database), database, [place.officer, place.bidder])
    with served(settings) as address:
        officer, bidder = (Client(address, people[each]) for each in (place.officer, place.bidder))
        pages = _pages(place, officer, bidder)
        few = {name: opened(client, path) for name, (client, path) in pages.items()}
        with database.transaction() as session:
            publish(session, place, MANY)
        for name, (client, path) in pages.items():
            yield _row(f"{name}, {kind}", few[name], opened(client, path), opened(officer, TRIVIAL))


def _pages(place: Place, officer: Client, bidder: Client) -> dict[str, tuple[Client, str]]:
    return {
        "my work": (officer, "/staff/"),
        "my procurements": (officer, "/staff/procurements/"),
        "hub of a procurement": (officer, f"/staff/procurements/{place.reference}/"),
        "opportunities": (bidder, "/opportunities/"),
        "my bids": (bidder, "/supplier/bids/"),
        "a bid": (bidder, f"/supplier/bids/{place.bid}/"),
    }


def _row(name: str, few: Load, many: Load, trivial: Load) -> Row:
    if many.queries != few.queries:
        raise SystemExit(f"{name} asks {few.queries:g} questions of {FEW} procurements and {many.queries:g} of {MANY}")
    detail = {
        "queries": many.queries, "p95": many.p95, "p95 beside": few.p95, "trivial page": trivial.cpu,
    }  # fmt: skip
    return Row(f"{name}: server CPU", many.cpu, few.cpu, f"with {FEW} in place of {MANY:,}", MOST_MS, detail=detail)
