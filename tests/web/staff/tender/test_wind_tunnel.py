"""An officer tries the criteria on made-up bids, reads what was found, answers dangers; others may only read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from assurance.persistence.models import CriterionRow, WindTunnelRun
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.plans import make_plan

SignIn = Callable[[str], FlaskClient]
BIDS = {
    "rows": "3", "name_0": "A", "price_0_0": "£80,000,000", "quality_0": "70",
    "name_1": "B", "price_1_0": "104000000", "quality_1": "90", "name_2": "", "price_2_0": "", "quality_2": "",
    "submit": "y",
}  # fmt: skip
REASON = "The notice says that such a price is asked about and refused unless it is explained."


@pytest.fixture
def url(world: World, database: Database) -> str:
    """The trials of a planned procurement at 50 to 50."""
    with database.transaction() as session:
        make_plan(session, world)
        for row in session.scalars(select(CriterionRow).where(CriterionRow.code.in_(["quality", "price"]))):
            row.weight_percent = 50
    return f"/staff/procurements/{world.reference}/tender/wind-tunnel"


def _runs(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(WindTunnelRun)) or 0


def test_the_first_page_says_what_a_trial_is_and_leads_to_one(sign_in: SignIn, url: str) -> None:
    officer = sign_in("officer")
    page = officer.get(url).text
    assert "The criteria have not been tried yet" in page
    assert f'href="{url}/try"' in page
    form = officer.get(f"{url}/try").text
    assert 'value="Cheap and adequate"' in form
    assert 'value="202,868,000"' in form, "prices follow the budget of the plan"
    assert "have not been tried on made-up bids" in officer.get(url.replace("wind-tunnel", "criteria")).text


def test_a_trial_shows_its_dangers_first_the_map_and_every_way_of_ranking(sign_in: SignIn, url: str) -> None:
    officer = sign_in("officer")
    answer = officer.post(f"{url}/try", data=BIDS)
    assert (answer.status_code, answer.location) == (302, f"{url}/1")
    page = officer.get(f"{url}/1").text
    assert "If a third bid came at £52m with 35% quality, which cannot win, and would come last" in page
    assert page.index("Dangers (2)") < page.index("Worth a look")
    assert "A from 0 to 53.57; B from 53.57 to 100" in page
    assert page.count("Same winner") == 11
    assert "One per cent of quality is worth £400,000 (derived from the dummy prices)" in page
    assert "As drafted: 50" in page
    assert "The criteria as they stand" in officer.get(url).text
    assert "found 2 dangers nobody has answered" in officer.get(url.replace("wind-tunnel", "criteria")).text


def test_a_danger_is_answered_where_it_stands(sign_in: SignIn, url: str) -> None:
    officer = sign_in("officer")
    officer.post(f"{url}/try", data=BIDS)
    refused = officer.post(f"{url}/1/extra/answer", data={"extra-reason": "Because."})
    assert refused.status_code == 422
    assert "Say why in at least 20 characters" in refused.text
    assert ">Because.</textarea>" in refused.text
    assert officer.post(f"{url}/1/extra/answer", data={"extra-reason": REASON}).status_code == 302
    page = officer.get(f"{url}/1").text
    assert REASON in page
    assert "Answered by Officer on Monday 6 January 2025" in page
    assert "extra-reason" not in page
    assert "one-pound-reason" in page
    assert officer.post(f"{url}/1/extra/answer", data={"extra-reason": REASON}).status_code == 409
    assert officer.post(f"{url}/1/nothing/answer", data={"nothing-reason": REASON}).status_code == 404


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name_0": ""}, "Bid A: enter a name for the bid"),
        ({"name_1": "a"}, "Bid B: “a” is the name of another bid"),
        ({"price_1_0": "ten"}, "Bid B: enter an amount in pounds"),
        ({"price_1_0": "0"}, "Bid B: enter a price above £0"),
        ({"quality_0": ""}, "Bid A: enter the quality, from 0 to 100 per cent"),
        ({"quality_0": "101"}, "Bid A: enter a quality from 0 to 100 per cent"),
        ({"quality_0": "-1"}, "Bid A: enter a quality from 0 to 100 per cent"),
        ({"name_2": "C"}, "Bid C: enter the price"),
        ({name: "" for name in BIDS if name[-2:] in {"_0", "_1"}}, "Describe at least one bid"),
    ],
)  # fmt: skip
def test_a_bid_at_fault_is_named_at_its_box_and_kept(
    sign_in: SignIn, url: str, database: Database, change: dict[str, str], message: str
) -> None:
    answer = sign_in("officer").post(f"{url}/try", data={**BIDS, **change})
    assert answer.status_code == 422
    assert message in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in change.values() if typed)
    assert _runs(database) == 0


def test_a_bid_is_added_without_losing_what_was_typed(sign_in: SignIn, url: str, database: Database) -> None:
    data = {**{key: value for key, value in BIDS.items() if key != "submit"}, "more": "y", "price_1_0": "ten"}
    answer = sign_in("officer").post(f"{url}/try", data=data)
    assert answer.status_code == 200
    assert 'name="name_3"' in answer.text
    assert 'value="ten"' in answer.text
    twelve = sign_in("officer").post(f"{url}/try", data={**data, "rows": "99"}).text
    assert ('name="name_11"' in twelve, 'name="name_12"' in twelve, "Add a bid" in twelve) == (True, False, False)
    assert _runs(database) == 0


def test_marks_by_criterion_need_not_be_whole(sign_in: SignIn, url: str, database: Database) -> None:
    officer = sign_in("officer")
    assert 'value="3.6"' in officer.get(f"{url}/try?by=marks&set=spread").text
    data = {"rows": "1", "name_0": "A", "price_0_0": "80", "mark_0_0": "3.5", "mark_0_1": "5.5", "submit": "y"}
    assert "Bid A: enter a mark from 0 to 5" in officer.post(f"{url}/try?by=marks", data=data).text
    assert officer.post(f"{url}/try?by=marks", data={**data, "mark_0_1": "4.25"}).status_code == 302
    page = officer.get(f"{url}/1").text
    assert "4.25" in page
    assert "spread evenly" not in page


def test_who_may_see_try_and_answer(sign_in: SignIn, url: str, database: Database) -> None:
    sign_in("officer").post(f"{url}/try", data=BIDS)
    for who, seen, acts in (("auditor", 200, 403), ("nurse", 200, 403), ("outsider", 404, 404), ("alder", 404, 404)):
        client = sign_in(who)
        assert client.get(url).status_code == seen, who
        assert client.get(f"{url}/1").status_code == seen, who
        assert client.get(f"{url}/try").status_code == acts, who
        assert client.post(f"{url}/try", data=BIDS).status_code == acts, who
        assert client.post(f"{url}/1/extra/answer", data={"extra-reason": REASON}).status_code == acts, who
    assert "Keep this answer" not in sign_in("auditor").get(f"{url}/1").text
    assert _runs(database) == 1


def test_criteria_with_faults_say_why_they_cannot_be_tried(sign_in: SignIn, url: str, database: Database) -> None:
    with database.transaction() as session:
        session.scalars(select(CriterionRow).where(CriterionRow.code == "price")).one().weight_percent = 40
    officer = sign_in("officer")
    assert "The criteria cannot be applied yet" in officer.get(url).text
    assert "The criteria cannot be applied yet" in officer.get(f"{url}/try").text
    assert officer.post(f"{url}/try", data=BIDS).status_code == 409
    assert _runs(database) == 0


def test_the_list_takes_as_many_queries_for_many_trials_as_for_one(
    sign_in: SignIn, url: str, database: Database
) -> None:
    officer = sign_in("officer")
    officer.post(f"{url}/try", data=BIDS)
    officer.get(url)
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    officer.get(url)
    first = len(statements)
    for _ in range(3):
        officer.post(f"{url}/try", data=BIDS)
    statements.clear()
    assert "Trial 4" in officer.get(url).text
    assert len(statements) == first
