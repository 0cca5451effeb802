"""Versions and refinement in the browser: differences in words, the re-test at all times, two people, no half act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, CriteriaRefinement, CriteriaVersion
from assurance.persistence.queries.criteria import get_criterion
from assurance.persistence.session import Database
from assurance.services import tendering
from tests.factories.cast import NOW, World
from tests.factories.refinements import LATER, REASON, down_select, prepare, publish_criteria
from tests.web.conftest import SetClock

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def url(world: World, database: Database, clock: SetClock) -> str:
    """The tender pages of a call with version 1 and a down-selection behind it."""
    clock.now = LATER
    with database.transaction() as session:
        publish_criteria(session, world)
        down_select(session, world)
    return f"/staff/procurements/{world.reference}/tender"


@pytest.fixture
def prepared(url: str, world: World, database: Database) -> str:
    """The same with a refinement ready to be published."""
    with database.transaction() as session:
        prepare(session, world)
    return url


def publish(client: FlaskClient, url: str, database: Database) -> Any:
    with database.reading() as session:
        version = session.scalars(select(CriteriaRefinement.version)).one()
    return client.post(f"{url}/refinement/publish", data={"version": version}, follow_redirects=True)


def test_an_officer_prepares_one_criterion_a_page(sign_in: SignIn, url: str) -> None:
    client = sign_in("officer")
    assert "Refine the criteria" in client.get(f"{url}/versions").text
    page = client.post(f"{url}/refinement/begin", follow_redirects=True)
    assert "Nothing is changed yet" in page.text
    form = client.get(f"{url}/refinement/criteria/clinical").text
    assert "Published: 60%" in form
    assert "As published: what the bidder is asked" in form
    assert "Cedar Care" in form, "the re-test is shown beside the form"
    assert 'name="title"' not in form
    typed = {"version": "1", "weight_percent": "50", "question": "Describe your clinical model and its owners.",
             "word_limit": "500", "guidance": "", "sub_criteria": "Access\nHand-overs", "minimum": ""}  # fmt: skip
    page = client.post(f"{url}/refinement/criteria/clinical", data=typed, follow_redirects=True)
    assert "Weight of “Clinical model” in its group: 60% to 50%" in page.text
    assert "Points to cover under “Clinical model”: added" in page.text
    assert "<del><span" in page.text
    assert "weights under &#34;quality&#34; sum to 90, not 100" in page.text
    refused = client.post(f"{url}/refinement/criteria/clinical", data={**typed, "version": "2", "weight_percent": "0"})
    assert refused.status_code == 422
    assert "that would be another competition" in refused.text
    assert "Describe your clinical model and its owners." in refused.text
    assert client.post(f"{url}/refinement/criteria/clinical", data=typed).status_code == 409, "a stale page"


def test_the_owner_publishes_and_both_versions_are_read(sign_in: SignIn, prepared: str, database: Database) -> None:
    page = publish(sign_in("owner"), prepared, database)
    assert "Version 2 of the criteria is published" in page.text
    for said in (REASON, "What differs from version 1", "60% to 55%", "44%", "Birch Care"):
        assert said in page.text
    listed = sign_in("clinician").get(f"{prepared}/versions").text
    assert "the criteria in use are version 2" in listed
    read = sign_in("clinician").get(f"{prepared}/versions/2").text
    assert "60% to 55%" in read
    assert "Birch Care" not in read, "whoever marks later does not see how bidders stood"
    back = sign_in("clinician").get(f"{prepared}/versions/1?against=2").text
    assert "55% to 60%" in back
    assert sign_in("clinician").get(f"{prepared}/versions/3").status_code == 404


def test_it_waits_for_the_owner_and_for_nobody_else(
    sign_in: SignIn, prepared: str, world: World, database: Database
) -> None:
    words = "Read a refinement of the criteria"
    shown = {name: words in sign_in(name).get("/staff/").text for name in ("owner", "officer", "clinician")}
    assert shown == {"owner": True, "officer": False, "clinician": False}
    with database.transaction() as session:
        world.at(session, Stage.FINAL_TENDERS)
    assert words not in sign_in("owner").get("/staff/").text, "it is too late to publish it"


def test_the_officer_cannot_publish_nor_an_evaluator_do_anything(
    sign_in: SignIn, prepared: str, database: Database
) -> None:
    assert publish(sign_in("officer"), prepared, database).status_code == 403
    client = sign_in("clinician")
    assert publish(client, prepared, database).status_code == 403
    assert client.get(f"{prepared}/refinement").status_code == 403
    assert client.get(f"{prepared}/refinement/criteria/clinical").status_code == 403
    assert client.post(f"{prepared}/refinement/begin").status_code == 403
    assert client.post(f"{prepared}/refinement/discard").status_code == 403
    assert sign_in("outsider").get(f"{prepared}/versions").status_code == 404
    reader = sign_in("auditor").get(f"{prepared}/refinement").text
    assert "Weight of “Clinical model”" in reader
    assert "Discard the refinement" not in reader
    with database.reading() as session:
        assert session.scalars(select(CriteriaVersion.number)).all() == [1]


def test_a_refinement_that_would_have_saved_someone_says_whom_and_by_what(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    with database.transaction() as session:
        prepare(session, world, clinical=5, workforce=95)
    client = sign_in("owner")
    page = client.get(f"{url}/refinement").text
    assert "Cedar Care, which was eliminated, would then have survived" in page
    assert "Publish the refinement" not in page
    refused = publish(client, url, database)
    assert refused.status_code == 409
    assert "78 against 62" in refused.text
    with database.reading() as session:
        assert get_criterion(session, world.procurement_id, "clinical").weight_percent == 60


def test_a_reason_and_an_order_are_kept_and_a_draft_is_discarded(sign_in: SignIn, url: str, database: Database) -> None:
    client = sign_in("officer")
    client.post(f"{url}/refinement/begin")
    short = client.post(f"{url}/refinement/reason", data={"version": "1", "reason": "Because."})
    assert (short.status_code, "at least 20 characters" in short.text, "Because." in short.text) == (422, True, True)
    page = client.post(f"{url}/refinement/reason", data={"version": "1", "reason": REASON}, follow_redirects=True)
    assert REASON in page.text
    twice = {"version": "2", "rule_0": "quality", "rule_1": "quality"}
    assert "only their order can be refined" in client.post(f"{url}/refinement/tie-break", data=twice).text
    turned = {"version": "2", "rule_0": "lowest-price", "rule_1": "quality"}
    page = client.post(f"{url}/refinement/tie-break", data=turned, follow_redirects=True)
    assert (
        "Equal totals are separated by: “Quality”, then the lower price to the lower price, then “Quality”" in page.text
    )
    page = client.post(f"{url}/refinement/discard", follow_redirects=True)
    assert "is discarded" in page.text
    with database.reading() as session:
        assert session.scalars(select(CriteriaRefinement.state)).all() == ["discarded"]


def test_tampering_is_said_in_words(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    assert "What is stored is not" not in sign_in("auditor").get(f"{url}/versions").text
    with database.transaction() as session:
        get_criterion(session, world.procurement_id, "clinical").weight_percent = 61
    page = sign_in("auditor").get(f"{url}/versions").text
    assert "The criteria in use are not those of version 1" in page
    assert "Weight of “Clinical model” in its group: 60% to 61%" in page
    with database.transaction() as session:
        version = session.scalars(select(CriteriaVersion)).one()
        version.document = {**version.document, "tie_break": []}
    page = sign_in("auditor").get(f"{url}/versions").text
    assert "Version 1 no longer has the digest it was published under" in page
    assert "Changed after publication" in sign_in("auditor").get(f"{url}/versions/1").text


def test_every_bidder_affected_reads_it_on_the_page_of_its_bid(
    sign_in: SignIn, prepared: str, world: World, database: Database
) -> None:
    with database.reading() as session:
        bids = {bid.organisation_id: bid.public_id for bid in session.scalars(select(Bid))}
    addresses = {name: f"/supplier/bids/{bids[world.organisations[name]]}/" for name in ("alder", "cedar")}
    assert all("criteria were refined" not in sign_in(name).get(page).text for name, page in addresses.items())
    publish(sign_in("owner"), prepared, database)
    for name, page in addresses.items():
        client = sign_in(name)
        told = client.get(page).text
        assert told.count("award criteria were refined") == 1
        assert "/notices/" in told


def test_the_list_of_versions_takes_a_fixed_number_of_queries(
    sign_in: SignIn, prepared: str, world: World, database: Database
) -> None:
    client, counted = sign_in("auditor"), []

    def count() -> int:
        counted.clear()
        client.get(f"{prepared}/versions")
        return len(counted)

    event.listen(database.engine, "before_cursor_execute", lambda *given: counted.append(given[2]))
    one = count()
    publish(sign_in("owner"), prepared, database)
    with database.transaction() as session:
        prepare(session, world, clinical=50, workforce=50)
        tendering.publish_refinement(
            session, procurement=world.procurement(session), actor=world.actor(session, "owner"), now=NOW
        )
    assert count() == one


def test_whether_they_may_be_refined_is_said_with_the_notice(sign_in: SignIn, world: World, database: Database) -> None:
    url = f"/staff/procurements/{world.reference}/tender/notice"
    due = {"requests_due_on-day": "20", "requests_due_on-month": "1", "requests_due_on-year": "2025"}
    typed = {"version": "1", "text": "All musculoskeletal care of the county for five years.", **due,
             "requests_due_time": "12:00", "may_be_refined": "y"}  # fmt: skip
    with database.reading() as session:
        typed["version"] = str(world.procurement(session).version)
    page = sign_in("officer").post(url, data=typed, follow_redirects=True)
    assert "The notice is saved" in page.text
    with database.reading() as session:
        assert world.procurement(session).criteria_may_be_refined is True
