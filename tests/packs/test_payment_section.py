"""Promise against cost in the evaluation pack: the figures of the pages, whole, and none without a model."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from assurance.packs import pages
from assurance.packs.evaluation_payment import CHART_WIDTH, PaymentSection, gather_payment, payment_data
from assurance.persistence.models import Bid
from assurance.services import payment_offers
from tests.factories.cast import World, make_world
from tests.factories.payment import make_payment_model
from tests.factories.tenders import close, open_box, submitted, tenders_open


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def _opened(session: Session, world: World) -> list[Bid]:
    tenders_open(session, world)
    bids = [submitted(session, world, name) for name in ("alder", "birch")]
    close(session, world)
    open_box(session, world)
    return bids


def _section(session: Session, world: World) -> PaymentSection:
    make_payment_model(session, world)
    found = gather_payment(session, world.procurement(session), _opened(session, world))
    assert found is not None
    return found


def test_the_pack_prints_the_figures_of_the_page(session: Session, world: World) -> None:
    section = _section(session, world)
    officer = world.actor(session, "officer")
    shown = payment_offers.compare(session, procurement=world.procurement(session), actor=officer)
    assert [each.name for each in section.bids] == [each.bid.organisation.name for each in shown]
    for printed, page in zip(section.bids, shown, strict=True):
        term = page.figures.simulation.term
        assert printed.years[-1][2:5] == tuple(f"{int(each):,}" for each in (term.p10, term.p50, term.p90))
        assert printed.behind == page.behind
        assert printed.chain == page.chain.summary
        assert printed.is_priced


def test_the_section_is_whole_and_escapes_what_bidders_wrote(session: Session, world: World) -> None:
    html = pages.render("packs/evaluation_pack/payment.html", content=SimpleNamespace(payment=_section(session, world)))
    for words in (
        "Promise against cost",
        "Year 2: £40,000,000, of which 20%",
        "100,000 futures",
        "Income of Alder Care",
    ):
        assert words in html
    assert "asset:income.svg" in html
    assert html.count("<table>") == html.count("<caption>") == 4


def test_the_income_of_every_bid_is_drawn_on_one_scale_in_the_order_of_its_figures(
    session: Session, world: World
) -> None:
    section = _section(session, world)
    places = [[float(at) for at in row[1:6]] for row in section.chart]
    assert [row[0] for row in section.chart] == [each.name for each in section.bids]
    assert all(row == sorted(row) for row in places)
    assert min(row[0] for row in places) == 0
    assert max(row[4] for row in places) == CHART_WIDTH
    worst, best = section.bids[0].years[-1][1], section.bids[0].years[-1][5]
    assert section.chart[0][6].startswith(f"£{_millions(worst)}m to £{_millions(best)}m")
    (drawing,) = pages.drawings_of(SimpleNamespace(payment=section), "asset:income.svg").values()
    assert drawing.count("<rect") == len(section.bids)
    assert "style=" not in drawing


def _millions(figure: str) -> str:
    return f"{int(figure.replace(',', '')) / 1_000_000:,.1f}"


def test_without_a_model_there_is_no_section(session: Session, world: World) -> None:
    assert gather_payment(session, world.procurement(session), []) is None
    assert payment_data(session, world.procurement(session)) is None
