"""One procurement from “Start a procurement” to “Service live”, through pages alone."""

from __future__ import annotations

from tests.journeys.access import album
from tests.journeys.access.site import SEEN_BY_HAND
from tests.journeys.by_hand import agreeing, around, award, planning, requests, scoring, talks, tenders
from tests.journeys.by_hand.journey import Journey
from tests.web.test_ui_kit_in_browser import CHROMIUM


def test_a_procurement_can_be_walked_from_its_start_to_a_live_service(journey: Journey) -> None:
    planning.start(journey)
    planning.give_roles(journey)
    planning.plan(journey)
    planning.criteria(journey)
    planning.engage(journey)
    requests.ask(journey)
    around.look_around(journey, staff=journey.staff, suppliers=["alder"])
    requests.select(journey)
    talks.first_round(journey)
    talks.down_select(journey)
    talks.second_round(journey)
    tenders.submit(journey)
    tenders.open_together(journey)
    scoring.give_out(journey)
    scoring.declare(journey)
    around.look_around(journey, staff=("officer", "doctor", "moderator", "opener"))
    scoring.mark(journey)
    agreeing.moderate(journey)
    agreeing.open_prices(journey)
    agreeing.ask_about_price(journey)
    agreeing.rank(journey)
    agreeing.recommend(journey)
    award.checkpoint_2(journey)
    award.tell(journey)
    award.stand_still(journey)
    award.contract(journey)
    award.go_live(journey)
    award.plan_the_end(journey)
    around.look_around(journey, staff=journey.staff, suppliers=journey.suppliers)
    if CHROMIUM.exists():  # where there is no browser, tests of the browser say so
        assert {key.removesuffix(" ") for key in journey.kept()} >= SEEN_BY_HAND
        assert album.faults(journey.app, journey.kept()) == []
