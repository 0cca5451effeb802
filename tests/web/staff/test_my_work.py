"""My work: what waits and by when, what blocks each procurement, what is new; and what stands there when nothing is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from assurance.domain.stages import Stage
from assurance.persistence.session import Database
from assurance.services import telling
from assurance.services.next_steps import AT_MOST
from tests.factories.cast import NOW, World
from tests.factories.plans import make_plan
from tests.factories.procurements import make_many

SignIn = Callable[[str], FlaskClient]


def test_each_procurement_says_what_blocks_its_next_step(sign_in: SignIn, database: Database, world: World) -> None:
    officer = sign_in("officer")
    page = officer.get("/staff/").text
    assert "<strong>Start market engagement:</strong> The programme has no budget" in page
    assert f'href="/staff/procurements/{world.reference}/">and 2 more' in page
    with database.transaction() as session:
        make_plan(session, world)
    assert "Nothing blocks “Start market engagement”" in officer.get("/staff/").text
    with database.transaction() as session:
        world.at(session, Stage.LIVE)
    assert "No step is left" in officer.get("/staff/").text


def test_of_a_long_list_the_later_ones_lead_to_their_pages(sign_in: SignIn, database: Database, world: World) -> None:
    with database.transaction() as session:
        make_many(session, world, AT_MOST)
    page = sign_in("officer").get("/staff/").text
    assert page.count("<strong>Close the call:</strong>") == AT_MOST
    assert page.count(">See its page<") == 1


def test_whoever_marks_sees_by_when(sign_in: SignIn, database: Database, world: World) -> None:
    with database.transaction() as session:
        world.at(session, Stage.SCORING).marks_due_at = NOW + timedelta(days=3)
    for who in ("clinician", "moderator", "officer"):
        page = sign_in(who).get("/staff/").text
        assert "3 days left" in page and "No date set" not in page, who
    with database.transaction() as session:
        world.at(session, Stage.MODERATION)
    assert "3 days left" not in sign_in("moderator").get("/staff/").text


def test_what_is_new_stands_newest_first(sign_in: SignIn, database: Database, world: World) -> None:
    with database.transaction() as session:
        for number in range(5):
            telling.tell(
                session, kind="new_notice", subject=str(number), title=f"Message {number}",
                endpoint="staff.dashboard.index", now=NOW + timedelta(hours=number), people=[world.users["auditor"]],
            )  # fmt: skip
    page = sign_in("auditor").get("/staff/").text
    assert page.index("Message 4") < page.index("Message 3") < page.index("Message 2")
    assert "Message 1" not in page and "more are new" in page


def test_an_empty_page_says_what_will_appear_and_how(sign_in: SignIn, world: World) -> None:
    page = sign_in("outsider").get("/staff/").text
    assert "What you are asked to do will appear here" in page
    assert "New messages" not in page and ">All messages</a>" in page
    assert "No procurements yet" in page and 'href="/staff/procurements/new"' in page
