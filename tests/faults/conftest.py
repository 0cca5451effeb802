"""Faults are tried on both databases, with twenty bidders about to submit; then the checker looks at what is left."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.models import Bid
from assurance.persistence.queries.criteria import get_criterion
from assurance.persistence.session import Database
from assurance.services import at_rest, bids, documents
from assurance.services.signing import signer
from tests.checker.__main__ import breaches
from tests.checker.store import Store, open_store, read_keys
from tests.databases import KINDS
from tests.factories.cast import World, make_world
from tests.factories.crowd import Bidder, at_their_browsers, close_in, gather
from tests.factories.files import pdf
from tests.factories.tenders import tenders_open

NAMES = [f"bidder{number:02}" for number in range(20)]
PRICE, YEARS = Decimal("918273645.10"), [Decimal("183654729.02")] * 5
CONTENT = pdf() + b"\n% quince canary in a document\n"
CANARIES = ("canary answer", "canary partner", "yellow-canary", "quince canary", "918273645", "918,273,645")
SLOW = "by_command"
collect_ignore = [] if os.environ.get("ASSURANCE_FAULTS") else [SLOW]
"""What takes minutes is run by `make faults` alone."""

Check = Callable[..., list[tuple[str, str]]]


def found(store: Store) -> list[tuple[str, str]]:
    """Name every breach, but for the path of stages: the crowd is put where it stands without walking there."""
    return [(name, said) for name, said in breaches(store) if name != "I20"]


@pytest.fixture(params=KINDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(request.param)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation of one's own, its keys in use."""
    made = Settings.from_environ({"ASSURANCE_INSTANCE": str(tmp_path), "ASSURANCE_DATABASE_URL": database_url})
    at_rest.unlock(made)
    return made


@pytest.fixture
def crowd(settings: Settings, database: Database) -> list[Bidder]:
    """Twenty bidders with complete tenders, an hour before the deadline."""
    store, now = FileStore.open(settings.files_url), datetime.now(UTC)

    def canaries(session: Session, bid: Bid, name: str) -> None:
        who = {"bid": bid, "actor": world.actor(session, name), "now": now}
        price = get_criterion(session, world.procurement_id, "price")
        bids.set_price(session, criterion=price, amount=PRICE, years=YEARS, **who)
        documents.attach(session, name=f"yellow-canary {name}.pdf", content=CONTENT, files=store, **who)

    with database.transaction() as session:
        world: World = make_world(session)
        tenders_open(session, world)
        close_in(session, world, now + timedelta(hours=1))
        gather(session, world, NAMES, now, canaries)
    return list(at_their_browsers(create_app(settings, database), database, world, NAMES))


@pytest.fixture
def check(settings: Settings, database: Database) -> Check:
    """Let the checker, which shares no code with the application, look at the installation, receipts and answers."""

    def run(receipts: list[dict[str, Any]], answers: Sequence[dict[str, Any]] = ()) -> list[tuple[str, str]]:
        folder = Path(settings.files_url.removeprefix("file://"))
        store = open_store(
            settings.database_url, folder, public_pem=signer().public_pem.encode(), receipts=receipts,
            canaries=CANARIES, answers=list(answers), keys=read_keys(settings.keys), instance=settings.instance,
        )  # fmt: skip
        try:
            return found(store)
        finally:
            store.close()

    return run
