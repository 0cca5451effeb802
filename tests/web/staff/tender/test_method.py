"""The method of ranking is chosen by its plain words, and refused where it could not be applied."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.persistence.models import Procurement
from assurance.persistence.queries.criteria import get_publication
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.plans import make_criteria

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def url(world: World, database: Database) -> str:
    with database.transaction() as session:
        make_criteria(session, world)
    return f"/staff/procurements/{world.reference}/tender"


@pytest.fixture
def data(url: str, world: World, database: Database) -> dict[str, str]:
    with database.reading() as session:
        version = session.get_one(Procurement, world.procurement_id).version
    return {"method": "weighted-sum", "value_per_point": "", "low_price_percent": "10", "version": str(version)}


def test_each_method_has_a_sentence_and_an_example(sign_in: SignIn, url: str) -> None:
    page = sign_in("officer").get(f"{url}/method").text
    assert "A comes to £645,161 and B to £611,111, so B is first" in page
    assert "The marks here are whole numbers" in page
    assert 'value="coefficient"' not in page


def test_a_method_is_saved_with_what_goes_with_it(
    sign_in: SignIn, url: str, world: World, database: Database, data: dict[str, str]
) -> None:
    client = sign_in("officer")
    change = {"method": "quality-monetised", "value_per_point": "£200,000", "low_price_percent": "25"}
    assert client.post(f"{url}/method", data={**data, **change, "price_opens_after_quality": "y"}).status_code == 302
    with database.reading() as session:
        row = session.get_one(Procurement, world.procurement_id)
        published = get_publication(session, row).as_data()
        assert row.low_price_percent == 25
    assert published["method"] == {"name": "quality-monetised", "value_per_point": "200000"}
    assert published["price_opens_after_quality"] is True
    page = client.get(f"{url}/criteria").text
    assert "One per cent of quality is worth £200,000" in page
    assert "Prices stay closed until the marks on quality are final" in page
    assert 'value="200,000"' in client.get(f"{url}/method").text
    assert client.post(f"{url}/method", data=data).status_code == 409, "written on a page that is out of date"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"method": "dice"}, "Select one of the options"),
        ({"method": "coefficient"}, "Select one of the options"),
        ({"method": "quality-monetised"}, "Enter what one per cent of quality is worth"),
        ({"method": "quality-monetised", "value_per_point": "0"}, "must be above zero"),
        ({"value_per_point": "5"}, "has no value of a point: leave it empty"),
        ({"low_price_percent": "0"}, "must be between 1 and 90"),
        ({"low_price_percent": "91"}, "must be between 1 and 90"),
        ({"low_price_percent": ""}, "Enter how far below the mean"),
    ],
)
def test_what_could_not_be_applied_is_refused_at_its_field(
    sign_in: SignIn,
    url: str,
    world: World,
    database: Database,
    data: dict[str, str],
    change: dict[str, str],
    message: str,
) -> None:
    answer = sign_in("officer").post(f"{url}/method", data={**data, **change})
    assert answer.status_code == 422
    assert message in answer.text
    with database.reading() as session:
        assert session.get_one(Procurement, world.procurement_id).evaluation_method == {"name": "weighted-sum"}


def test_a_method_by_price_without_a_price_is_a_fault_in_words(sign_in: SignIn, url: str, data: dict[str, str]) -> None:
    client = sign_in("officer")
    assert client.post(f"{url}/criteria/price/remove").status_code == 302
    with_new_version = {**data, "version": str(int(data["version"]) + 1)}
    answer = client.post(f"{url}/method", data={**with_new_version, "method": "relative-value-cost"})
    assert answer.status_code == 302
    assert "ranks by price, and no criterion is a price" in client.get(f"{url}/criteria").text


def test_a_published_method_stands(
    sign_in: SignIn, url: str, world: World, database: Database, data: dict[str, str]
) -> None:
    with database.transaction() as session:
        row = session.get_one(Procurement, world.procurement_id)
        row.criteria_frozen_at, row.criteria_digest = NOW, "d" * 64
    client = sign_in("officer")
    page = client.get(f"{url}/method").text
    assert "Points for quality and points for price are added up" in page
    assert "Save the method" not in page
    assert client.post(f"{url}/method", data={**data, "method": "relative-value-cost"}).status_code == 409


def test_only_planners_choose_it(sign_in: SignIn, url: str, data: dict[str, str]) -> None:
    for who, status in (("nurse", 403), ("finance", 200), ("outsider", 404)):
        assert sign_in(who).get(f"{url}/method").status_code == status
    assert sign_in("nurse").post(f"{url}/method", data=data).status_code == 403
