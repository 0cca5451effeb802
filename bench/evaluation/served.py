"""All that is measured through HTTP: one served installation for each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.session import Database
from bench.evaluation import pages, saving
from bench.report import Row
from bench.site import databases
from bench.site.client import Client
from bench.site.marked import to_ranking
from bench.site.people import sign_in
from bench.site.running import served
from bench.site.seed import Filled, fill

LARGE = (12, 119, 8)
SIZES = [LARGE, LARGE, *[(4, 20, 8)] * 24]
"""Bids, scored criteria and evaluators: one large panel at scoring, one at its ranking, and many small ones."""


def rows() -> Iterator[Row]:
    """Measure on every database there is."""
    return databases.on_each(_rows)


def _rows(kind: str, settings: Settings, database: Database) -> Iterator[Row]:
    with database.transaction() as session:
        filled = fill(session, SIZES)
        to_ranking(session, filled.panels[1])
    at_work = [filled.panels[0], *filled.panels[2:]]
    everyone = [filled.officer, *(member for panel in at_work for member in panel.members)]
    people = sign_in(create_app(settings, database), database, everyone)
    with served(settings) as address:
        writers = saving.writers(address, at_work, people)
        officer = Client(address, people[filled.officer])
        yield from pages.rows(kind, writers[0].client, officer, writers[0].path, _ranking(filled))
        yield from saving.rows(kind, database, writers)


def _ranking(filled: Filled) -> str:
    return f"/staff/procurements/{filled.panels[1].reference}/evaluation/ranking"
