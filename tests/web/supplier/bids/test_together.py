"""Two people of one bidder at work on one thing: nobody overwrites the other, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.provision.integration import IntegrationForm
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Cover, ImpactStatement, Price, Subcontractor, Trajectory
from assurance.persistence.session import Database
from tests.factories.answers import add_colleague
from tests.factories.cast import World
from tests.factories.impact import incumbent_of
from tests.journeys.by_hand.person import Person

SignIn = Callable[[str], FlaskClient]

PRICE = ("prices/price", {"Year 1": "24,000", "Year 5": "25,456.28"}, {"Year 1": "23,999", "Year 5": "25,457.28"})
PARTNER = ("partners/change?code=1", {"Days in which it is paid": "14"}, {"Days in which it is paid": "45"})
PROMISE = ("outcomes/prom", {"Year 1": "62"}, {"Year 1": "64"})
COVER = ("coverage/1", {"What goes with the patient": "The imaging"}, {"What goes with the patient": "The referral"})
EFFECT = ("impact", {"Income that moves away": "5,000,000"}, {"Income that moves away": "6,000,000"})
HOW = "How it is made good at Westmere Trust, and what becomes of the services that depend on it"
BESIDE = {"Cost that stays behind": "1,200,000", "What your bid makes good": "0", HOW: "The rota is paid for"}
STORED: dict[str, Any] = {
    PRICE[0]: lambda session: session.scalars(select(Price)).one().years[0],
    PARTNER[0]: lambda session: session.scalars(select(Subcontractor)).one().payment_days,
    PROMISE[0]: lambda session: session.scalars(select(Trajectory).order_by(Trajectory.outcome_id)).first().promises[0],
    COVER[0]: lambda session: session.scalars(select(Cover).order_by(Cover.element_id)).first().data_set,
    EFFECT[0]: lambda session: session.scalars(select(ImpactStatement)).one().flows[0]["displaced"],
}
Both = tuple[Person, Person]


@pytest.fixture
def both(app: Flask, sign_in: SignIn, database: Database, world: World, bid_id: str) -> Both:
    """The lead of a bidder and a colleague."""
    with database.transaction() as session:
        add_colleague(session, world)
    lead, ally = (as_person(app, sign_in(name)) for name in ("alder", "ally"))
    app.config["WTF_CSRF_ENABLED"] = True  # whole pages are read, as they are served
    return lead, ally


def as_person(app: Flask, browser: FlaskClient) -> Person:
    """Somebody who is signed in already."""
    person = Person(app, "", "")
    person.browser = browser
    return person


def stored(database: Database, page: str) -> str:
    with database.reading() as session:
        return str(STORED[page](session)).replace(",", "")


@pytest.mark.parametrize(("page", "mine", "theirs"), [PRICE, PARTNER, PROMISE, COVER, EFFECT])
def test_who_saves_second_sees_both_and_chooses(
    both: Both, database: Database, world: World, bid_id: str, page: str, mine: dict[str, str], theirs: dict[str, str]
) -> None:
    lead, ally = both
    if page == EFFECT[0]:
        with database.transaction() as session:
            stage = world.procurement(session).stage
            world.at(session, Stage.DIALOGUE_1)
            incumbent_of(session, world)
            world.at(session, stage)
        mine, theirs = mine | BESIDE, theirs | BESIDE
    address = f"/supplier/bids/{bid_id}/{page}"
    lead.open(address)
    ally.open(address)
    save = "Save the partner" if page == PARTNER[0] else "Save"
    ally.press(save, theirs)
    kept = stored(database, page)
    clash = lead.press(save, mine, refused=409, says="Saved by Ally Contributor meanwhile")
    assert all(each in clash for each in [*mine.values(), *theirs.values()][::2])
    assert stored(database, page) == kept
    lead.press("Keep what I typed here")
    assert stored(database, page).removesuffix(".00") == next(iter(mine.values())).replace(",", "")
    ally.open(address)
    lead.open(address)
    lead.press(save, theirs)
    ally.press(save, mine, refused=409, says="Saved by Alder Lead meanwhile")
    ally.press("Take what was saved", says="What was saved before stands")
    assert stored(database, page) == kept
    with database.reading() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.tag == "write:refused")).all()
    assert [row.body["data"]["code"] for row in rows] == ["stale", "stale"]


def test_who_takes_a_partner_out_has_seen_its_terms_as_they_stand(both: Both, database: Database, bid_id: str) -> None:
    lead, ally = both
    lead.open(f"/supplier/bids/{bid_id}/form")
    ally.open(f"/supplier/bids/{bid_id}/{PARTNER[0]}")
    ally.press("Save the partner", PARTNER[1])
    lead.press("Remove alder canary partner", refused=409)
    assert stored(database, PARTNER[0]) == "14.00"
    lead.open(f"/supplier/bids/{bid_id}/{PARTNER[0]}")
    ally.open(f"/supplier/bids/{bid_id}/form")
    ally.press("Remove alder canary partner")
    lead.press("Save the partner", refused=409, says="A colleague took alder canary partner out of the tender")


def test_another_form_of_working_that_a_colleague_chose_is_told_first(both: Both, load: Any, bid_id: str) -> None:
    lead, ally = both
    address = f"/supplier/bids/{bid_id}/form"
    question = "How will you and your partners be bound to each other?"
    lead.open(address)
    ally.open(address)
    mine = load(bid_id).integration_form
    other = next(each for each in load(bid_id).procurement.integration_forms if each != mine)
    ally.press("Save", {question: IntegrationForm(other).label})
    lead.press(
        "Save", {question: IntegrationForm(mine).label}, refused=422,
        says=f"A colleague chose “{IntegrationForm(other).label}” meanwhile",
    )  # fmt: skip
    assert load(bid_id).integration_form == other
    lead.press("Save")
    assert load(bid_id).integration_form == mine


def test_a_standing_answer_and_the_profile_are_given_back_too(both: Both) -> None:
    lead, ally = both
    ally.open("/supplier/organisation/standing/insurance")
    lead.open("/supplier/organisation/standing/insurance")
    ally.press("Save the answer", {"The answer": "Cover A"})
    clash = lead.press("Save the answer", {"The answer": "Cover B"}, refused=409, says="Saved by Ally Contributor")
    assert "Cover A" in clash
    lead.press("Keep what I typed here")
    assert "Cover B" in lead.open("/supplier/organisation/standing/insurance").html
