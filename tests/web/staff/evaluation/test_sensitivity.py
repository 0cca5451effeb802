"""The page that says how firm the result is: who sees it, from when, and with ties, one bid or none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Consensus, Price
from assurance.persistence.session import Database
from assurance.services import sensitivity
from tests.factories.cast import World
from tests.factories.evaluation import Scene, make_scene

SignIn = Callable[[str], FlaskClient]
At = Callable[[str], str]
Arrange = Callable[..., None]
PAGE = "ranking/sensitivity"


def set_marks(session: Session, scene: Scene, number: int, mark: int) -> None:
    """Give one bid the same agreed mark on everything."""
    bid = scene.bid(session, number).id
    for row in session.scalars(select(Consensus).where(Consensus.bid_id == bid)):
        row.mark = mark


def test_the_page_says_what_would_change_the_winner(sign_in: SignIn, at: At, scene: Scene, arrange: Arrange) -> None:
    # Alder leads by 15.43; quality is worth 56 to 42 and price 30 to 28.57, so no weight helps Birch.
    arrange(scene.to_ranking)
    page = sign_in("officer").get(at(PAGE))
    assert page.status_code == 200
    assert "Alder Care wins at every weight of quality from 0 to 100 per cent." in page.text
    assert "The smallest change of one mark that changes who is first is 2:" in page.text
    assert "20,000 times" in page.text
    assert "Alder Care is 15.428571 points ahead of Birch Care." in Markup(page.text).striptags()
    assert "An indication only" in page.text


def test_the_ranking_says_it_in_one_sentence_and_leads_there(
    sign_in: SignIn, at: At, scene: Scene, arrange: Arrange
) -> None:
    arrange(scene.to_ranking)
    page = sign_in("officer").get(at("ranking")).text
    assert "What would change the winner" in page
    assert "Another result would follow from a mark of 2 instead of 4 for Alder Care on “Clinical pathway”" in page
    assert f'href="{at(PAGE)}"' in page


def test_the_weights_at_which_the_winner_changes_are_drawn_and_told(
    sign_in: SignIn, at: At, scene: Scene, arrange: Arrange
) -> None:
    def cheaper(session: Session) -> None:
        scene.to_ranking(session)
        bid = scene.bid(session, 1).id
        session.scalars(select(Price).where(Price.bid_id == bid)).one().amount /= 2

    arrange(cheaper)
    page = sign_in("officer").get(at(PAGE)).text
    # Price: 52.5 to 100 per cent; quality 80 to 60: the lines cross where 47.5 (1 - w) = 20 w, at 70.37 per cent.
    assert "Birch Care wins while quality counts for 0 to 70.37 per cent." in page
    assert "0.37 points higher, Alder Care would be first." in page
    assert "Published: 70" in page
    assert page.count('role="img"') >= 4


def test_bids_that_are_level_share(sign_in: SignIn, at: At, scene: Scene, arrange: Arrange) -> None:
    def level(session: Session) -> None:
        scene.to_ranking(session)
        scene.world.procurement(session).tie_break = []
        set_marks(session, scene, 1, 4)
        for price in session.scalars(select(Price)):
            price.amount = price.amount * 0 + 100

    arrange(level)
    page = sign_in("officer").get(at(PAGE)).text
    assert "Alder Care and Birch Care share the first place at every weight of quality" in page
    assert page.count("50.00%") >= 4
    ranking = sign_in("officer").get(at("ranking")).text
    assert "Equal totals" in ranking
    assert "have equal totals and no published tie-break separates them." in ranking


def test_one_bid_has_nothing_beside_it(sign_in: SignIn, at: At, scene: Scene, arrange: Arrange) -> None:
    def alone(session: Session) -> None:
        scene.to_ranking(session)
        scene.bid(session, 1).stage = BidStage.WITHDRAWN

    arrange(alone)
    for page in ("ranking", PAGE):
        answer = sign_in("officer").get(at(page))
        assert answer.status_code == 200
        assert "from a mark of 1 instead of 4" in answer.text
    assert "Fewer than two bids are ranked" in answer.text
    assert "Fewer than two bids have a total" in answer.text


def test_no_bid_left_is_told_and_not_a_fault(sign_in: SignIn, at: At, scene: Scene, arrange: Arrange) -> None:
    def none(session: Session) -> None:
        scene.to_ranking(session)
        for number in range(2):
            set_marks(session, scene, number, 1)

    arrange(none)
    for page in ("ranking", PAGE):
        answer = sign_in("officer").get(at(page))
        assert answer.status_code == 200
        assert "No bid is left to rank" in answer.text


def test_a_missing_mark_leads_to_what_is_missing(sign_in: SignIn, at: At, scene: Scene, arrange: Arrange) -> None:
    arrange(scene.world.at, Stage.RANKING)
    page = sign_in("officer").get(at(PAGE))
    assert page.status_code == 200
    assert "See what is missing" in page.text


@pytest.mark.parametrize(
    ("name", "status"), [("nurse", 403), ("outsider", 404), ("alder", 403), ("moderator", 409), ("auditor", 200)]
)
def test_who_sees_how_firm_the_result_is(
    sign_in: SignIn, at: At, scene: Scene, arrange: Arrange, name: str, status: int
) -> None:
    arrange(scene.to_ranking)
    assert sign_in(name).get(at(PAGE)).status_code == status


def test_nothing_of_it_shows_before_moderation_is_complete(
    sign_in: SignIn, at: At, scene: Scene, arrange: Arrange
) -> None:
    arrange(scene.to_moderation)
    answer = sign_in("officer").get(at(PAGE))
    assert answer.status_code == 409
    assert "wins" not in answer.text


def test_what_was_computed_is_kept_until_something_in_it_changes(
    sign_in: SignIn, at: At, scene: Scene, arrange: Arrange
) -> None:
    arrange(scene.to_ranking)
    client = sign_in("officer")
    before = client.get(at(PAGE)).text
    computed = sensitivity._report.cache_info().misses
    assert client.get(at("ranking")).status_code == 200
    assert sensitivity._report.cache_info().misses == computed
    arrange(set_marks, scene, 1, 5)
    assert client.get(at(PAGE)).text != before


def test_six_bids_cost_as_many_queries_as_two(sign_in: SignIn, database: Database, world: World) -> None:
    from tests.web.staff.evaluation.test_ranking import _clear, counted

    numbers = []
    for bids in (2, 6):
        with database.transaction() as session:
            if bids == 6:
                _clear(session)
            make_scene(session, world, bids).to_ranking(session)
        client = sign_in("officer")
        with counted(database) as said:
            assert client.get(f"/staff/procurements/{world.reference}/evaluation/{PAGE}").status_code == 200
        numbers.append(len(said))
    assert numbers[0] == numbers[1] <= 30
