"""The payment model: set, shown, tried and fixed, and the networks whose results are pooled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.domain.contracts.model import maximum_downside
from assurance.persistence.models import Procurement
from assurance.persistence.session import Database
from assurance.services import payment_model
from tests.factories.cast import NOW, World
from tests.factories.payment import make_payment_model
from tests.factories.plans import make_plan

SignIn = Callable[[str], FlaskClient]
MODEL = {
    **{f"value_{year}": "40,000,000" for year in range(1, 6)},
    **{f"share_{year}": share for year, share in enumerate(("10", "20", "30", "30", "30"), start=1)},
    **{f"phase_{year}": "capitation" for year in range(3, 6)},
    "phase_1": "performance", "phase_2": "shadow", "settled_2": "50", "sharing": "bands", "end_1": "2", "part_1": "100",
    "end_2": "5", "part_2": "50", "version": "0",
}  # fmt: skip


@pytest.fixture
def url(world: World, database: Database) -> str:
    with database.transaction() as session:
        make_plan(session, world)
    return f"/staff/procurements/{world.reference}/planning"


@pytest.fixture
def with_model(url: str, world: World, database: Database) -> str:
    with database.transaction() as session:
        make_payment_model(session, world)
    return url


def test_a_model_is_set_and_shown_with_what_it_may_bring(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    assert "No payment model yet" in client.get(f"{url}/payment").text
    lacking = "30% of the payment depends on outcomes, and no model says how"
    assert lacking in client.get(f"{url}/").text
    answer = client.post(f"{url}/payment/edit", data=MODEL)
    assert (answer.status_code, answer.location) == (302, f"{url}/payment")
    page = client.get(f"{url}/payment").text
    assert "<strong>£1,400,000</strong>" in page
    assert "Of a saving or an overspend from 2% to 5% of the value of the year the provider has 50%." in page
    assert "100,000 futures are drawn" in page
    assert lacking not in client.get(f"{url}/").text
    with database.reading() as session:
        found = payment_model.of(session, session.get_one(Procurement, world.procurement_id))
        assert found is not None
        assert maximum_downside(found) == 1_400_000


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value_3": "a lot"}, "Enter an amount in pounds"),
        ({"value_3": ""}, "Enter the value"),
        ({"share_2": "120"}, "The share must be 100% or less"),
        ({"phase_4": "shadow"}, "The path never goes back to an earlier step"),
        ({"settled_2": "100"}, "Less than the whole is settled in shadow"),
        ({"end_2": "1"}, "Each band must end further out than the one before"),
        ({"part_2": ""}, "Enter both where the band ends and the provider’s share of it"),
        ({"beyond": "10"}, "Name the largest deviation that is shared"),
        ({"sharing": "split", "of_commissioner": "40", "limit": "10"}, "The shares sum to 0.4, not 1"),
        ({"sharing": ""}, "Select how it is shared"),
    ],
)
def test_what_cannot_stand_is_told_at_its_box_and_given_back(
    sign_in: SignIn, url: str, world: World, database: Database, change: dict[str, str], words: str
) -> None:
    answer = sign_in("officer").post(f"{url}/payment/edit", data=MODEL | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="40,000,000"' in answer.text
    with database.reading() as session:
        assert payment_model.standing(session, session.get_one(Procurement, world.procurement_id)).model is None


def test_shares_and_no_sharing_can_be_chosen(sign_in: SignIn, url: str) -> None:
    client = sign_in("officer")
    shares = {"sharing": "split", "of_commissioner": "40", "of_lead_provider": "35", "of_partners": "25", "limit": "10"}
    assert client.post(f"{url}/payment/edit", data=MODEL | shares).status_code == 302
    assert "35% falls to the lead provider" in client.get(f"{url}/payment").text
    assert 'value="35"' in client.get(f"{url}/payment/edit").text
    assert client.post(f"{url}/payment/edit", data=MODEL | {"sharing": "none", "version": "1"}).status_code == 302
    assert "is not shared" in client.get(f"{url}/payment").text


def test_a_colleague_is_not_overwritten(sign_in: SignIn, with_model: str) -> None:
    answer = sign_in("officer").post(f"{with_model}/payment/edit", data=MODEL)
    assert answer.status_code == 409
    assert "changed by someone else" in answer.text


def test_other_shares_are_tried_and_nothing_is_kept(
    sign_in: SignIn, with_model: str, world: World, database: Database
) -> None:
    client = sign_in("reviewer")
    tried = {**{f"share_{year}": "20" for year in range(1, 6)}, "spread": "0"}
    page = client.post(f"{with_model}/payment/try", data=tried)
    assert page.status_code == 200
    assert "What it would change" in page.text
    assert "P50 as tried" in page.text
    wrong = client.post(f"{with_model}/payment/try", data=tried | {"share_1": "x"})
    assert wrong.status_code == 422
    assert "What it would change" not in wrong.text
    with database.reading() as session:
        found = payment_model.of(session, session.get_one(Procurement, world.procurement_id))
        assert found is not None
        assert [int(each.outcome_share * 100) for each in found.years] == [10, 20, 30, 30, 30]


def test_there_is_nothing_to_try_without_a_model(sign_in: SignIn, url: str) -> None:
    assert sign_in("officer").get(f"{url}/payment/try").status_code == 409


def test_only_who_plans_may_set_it_and_strangers_see_nothing(sign_in: SignIn, with_model: str) -> None:
    assert "Change the payment model" not in sign_in("reviewer").get(f"{with_model}/payment").text
    assert sign_in("reviewer").get(f"{with_model}/payment/edit").status_code == 403
    assert sign_in("reviewer").post(f"{with_model}/payment/edit", data=MODEL).status_code == 403
    assert sign_in("outsider").get(f"{with_model}/payment").status_code == 404
    assert sign_in("alder").get(f"{with_model}/payment").status_code in {403, 404}


def test_what_was_published_can_be_read_and_not_changed(
    sign_in: SignIn, with_model: str, world: World, database: Database
) -> None:
    with database.transaction() as session:
        procurement = session.get_one(Procurement, world.procurement_id)
        procurement.criteria_frozen_at, procurement.criteria_digest = NOW, "0" * 64
    client = sign_in("officer")
    assert "can no longer be changed" in client.get(f"{with_model}/payment").text
    assert client.post(f"{with_model}/payment/edit", data=MODEL | {"version": "1"}).status_code == 409


def test_a_network_is_named_line_by_line(sign_in: SignIn, with_model: str) -> None:
    client, page = sign_in("officer"), f"{with_model}/outcomes/prom/network"
    wrong = client.post(page, data={"members": "Practice A, 4,000\nPractice B"})
    assert wrong.status_code == 422
    assert "Line 2: enter a name, a comma and a number of people" in wrong.text
    assert client.post(page, data={"members": "Practice A, 4,000\n\nPractice B; 6000"}).status_code == 302
    shown = client.get(f"{with_model}/payment").text
    assert "Pooled over 2 members" in shown
    assert "Practice A (4,000 people)" in shown
    assert "Practice B, 6,000" in client.get(page).text
