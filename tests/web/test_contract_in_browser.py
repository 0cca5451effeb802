"""The running contract in a browser: open to everyone, wide and narrow, with names that no column holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Page

from assurance.domain.provision.partners import PaymentBasis
from assurance.domain.stages import Stage
from assurance.persistence.session import Database
from assurance.services.contracting import indicators, mobilising, reviewing, subcontracting
from tests.factories.cast import World
from tests.factories.running import AFTER_YEAR_1, Running
from tests.web.conftest import SetClock
from tests.web.test_selection_and_offer_in_browser import NAME, WORD, walk
from tests.web.test_talks_in_browser import browser, open_as
from tests.web.test_ui_kit_in_browser import NEEDS_BROWSER

__all__ = ["browser", "open_as"]
pytestmark = NEEDS_BROWSER
OpenAs = Callable[[str], Page]


@pytest.fixture
def base(database: Database, world: World, clock: SetClock) -> str:
    """A contract with something of everything in its second year."""
    with database.transaction() as session:
        running = Running(session, world).sign_and_go(Stage.CHECKPOINT_3)
        who = {"actor": running.actor("contracts"), "now": running.now}
        for number in (1, 2):
            terms = mobilising.TaskTerms(
                f"Move the records of {WORD}", NAME[:110], date(2025, 8, number), date(2025, 8, 20 + number),
            )  # fmt: skip
            mobilising.add_task(session, procurement=running.procurement, terms=terms, **who)
        world.at(session, Stage.LIVE)
        running.bid("alder").stage = "live"  # type: ignore[assignment]  # reason: by its value
        session.flush()
        clock.now = running.now = AFTER_YEAR_1
        terms_of = indicators.IndicatorTerms(f"{WORD} seen", WORD, "%", Decimal(95), Decimal(90), WORD)
        indicators.set_indicator(session, contract=running.contract, terms=terms_of, **who)
        running.results(4)
        running.report("K-01", 84, 4, kind="indicator")
        running.issue(running.prepare(4))
        running.approve_amendment(running.propose(1_000_000, title=NAME))
        running.propose(title="Another change, which waits")
        wanted = subcontracting.Subcontract(
            "", NAME, "", WORD, PaymentBasis.ACTIVITY, Decimal(5), 30, Decimal(10), True, date(2026, 3, 1), "x" * 30
        )
        subcontracting.propose(
            session, contract=running.contract, wanted=wanted, actor=running.actor("alder"), now=running.now
        )
        review = reviewing.write(
            session, contract=running.contract, year=1, summary=f"{WORD} went well in this year.",
            decisions="Targets stay as they are.", **{**who, "now": running.now},
        )  # fmt: skip
        session.flush()
        reviewing.sign(session, review=review, version=review.version, **{**who, "now": running.now})
    return f"/staff/procurements/{world.reference}/contract"


def test_the_pages_of_both_sides(open_as: OpenAs, base: str) -> None:
    pages = (
        "/", "/running", "/mobilisation", "/indicators", "/indicators/set", "/amendments", "/amendments/1",
        "/amendments/2", "/results", "/results/1/4/indicator/K-01", "/statements", "/statements/1/4",
        "/subcontractors", "/subcontractors/1", "/reviews/1",
    )  # fmt: skip
    walk(open_as("contracts"), base, *pages)
    walk(open_as("finance"), base, "/statements/prepare")
    provider = "/supplier/bids/bid-of-alder/contract"
    walk(
        open_as("alder"), provider, "/", "/statements/1/4", "/results/1/3/outcome/mobility", "/subcontractors/ask",
        "/reviews/1",
    )  # fmt: skip
