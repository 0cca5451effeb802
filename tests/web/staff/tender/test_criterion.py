"""Everything that can be said of one criterion is said on its page, and what does not fit is refused at its field."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from assurance.persistence.models import CriterionRow
from assurance.persistence.queries.criteria import get_criterion, list_criteria
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.plans import make_criteria

SignIn = Callable[[str], FlaskClient]
CLINICAL = {"title": "Clinical", "weight_percent": "60", "question": "How?"}
BAND = {"title": "Price", "weight_percent": "20", "price_formula": "absolute-band"}


@pytest.fixture
def url(world: World, database: Database) -> str:
    with database.transaction() as session:
        make_criteria(session, world)
    return f"/staff/procurements/{world.reference}/tender"


def read(database: Database, world: World, code: str, see: Callable[[CriterionRow], Any]) -> Any:
    with database.reading() as session:
        return see(get_criterion(session, world.procurement_id, code))


def codes(database: Database, world: World) -> list[str]:
    with database.reading() as session:
        return [row.code for row in list_criteria(session, world.procurement_id)]


def test_points_are_typed_one_a_line_and_keep_their_order(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    for typed, kept in (
        ("Triage\r\n\r\n  Red flags \r\nPain", ["Triage", "Red flags", "Pain"]),
        ("Pain\nTriage", ["Pain", "Triage"]),
    ):
        answer = client.post(f"{url}/criteria/clinical", data={**CLINICAL, "sub_criteria": typed})
        assert answer.status_code == 302
        assert read(database, world, "clinical", lambda row: [each.title for each in row.sub_criteria]) == kept
    assert ">Pain\nTriage</textarea>" in client.get(f"{url}/criteria/clinical").text


def test_guidance_for_evaluators_is_kept_apart_from_that_for_bidders(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    data = {**CLINICAL, "guidance": "We look for triage.", "evaluator_guidance": "Three is\nusual."}
    assert sign_in("officer").post(f"{url}/criteria/clinical", data=data).status_code == 302
    kept = read(database, world, "clinical", lambda row: (row.guidance, row.evaluator_guidance))
    assert kept == ("We look for triage.", "Three is\nusual.")
    auditor = sign_in("auditor")
    assert "Guidance for evaluators only, not published" in auditor.get(f"{url}/criteria").text
    read_only = auditor.get(f"{url}/criteria/clinical").text
    assert "Three is<br>usual." in read_only
    assert "Save the criterion" not in read_only


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sub_criteria": "Triage\ntriage"}, "“triage” stands there twice"),
        ({"sub_criteria": "\n".join(f"Point {n}" for n in range(21))}, "at most 20 sub-criteria: these are 21"),
        ({"normalise": "by-feel"}, "Select one of the options"),
        ({"price_formula": "range"}, "Only a price has a formula"),
        ({"absolute_band_max": "5"}, "Only a price has figures for a formula"),
    ],
)
def test_what_does_not_fit_a_scored_criterion_is_refused_and_given_back(
    sign_in: SignIn, url: str, world: World, database: Database, change: dict[str, str], message: str
) -> None:
    answer = sign_in("officer").post(f"{url}/criteria/clinical", data={**CLINICAL, "question": "Why?", **change})
    assert answer.status_code == 422
    assert message in answer.text
    assert "Why?" in answer.text
    assert read(database, world, "clinical", lambda row: row.title) == "Clinical model"


def test_a_group_does_not_take_a_word_limit_in_silence(sign_in: SignIn, url: str) -> None:
    data = {"title": "Quality", "weight_percent": "80", "word_limit": "100", "question": "What?"}
    answer = sign_in("officer").post(f"{url}/criteria/quality", data=data)
    assert answer.status_code == 422
    assert "Only a scored criterion has a limit of words" in answer.text
    assert "A group asks nothing" in answer.text


def test_a_formula_is_published_with_its_figures(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    figures = {"absolute_band_min": "35,000,000", "absolute_band_max": "£55,000,000"}
    assert client.post(f"{url}/criteria/price", data={**BAND, **figures}).status_code == 302
    assert read(database, world, "price", lambda row: row.price_parameters) == {"max": "55000000", "min": "35000000"}
    assert (
        "price that earns all points: £35,000,000; price that earns none: £55,000,000"
        in client.get(f"{url}/criteria").text
    )
    assert 'value="35,000,000"' in client.get(f"{url}/criteria/price").text
    standard = client.post(f"{url}/criteria/price", data={**BAND, "price_formula": "logarithmic"})
    assert standard.status_code == 302
    assert "how many times the lowest price earns nothing: 2, the usual figure" in client.get(f"{url}/criteria").text


@pytest.mark.parametrize(
    ("figures", "messages"),
    [
        ({}, ["Enter “Price that earns all points (£)”", "Enter “Price that earns none (£)”"]),
        (
            {"absolute_band_min": "60", "absolute_band_max": "50"},
            ["“Price that earns all points (£)” must be below “Price that earns none (£)”"],
        ),
        ({"absolute_band_min": "cheap", "absolute_band_max": "50"}, ["Enter an amount in pounds"]),
        ({"absolute_band_min": "0", "absolute_band_max": "50"}, ["must be above zero"]),
        (
            {"absolute_band_min": "40", "absolute_band_max": "50", "logarithmic_base": "2"},
            ["Only another formula uses this figure"],
        ),
    ],
)
def test_a_figure_at_fault_is_named_at_its_box(
    sign_in: SignIn, url: str, world: World, database: Database, figures: dict[str, str], messages: list[str]
) -> None:
    answer = sign_in("officer").post(f"{url}/criteria/price", data={**BAND, **figures})
    assert answer.status_code == 422
    for message in messages:
        assert message in answer.text
    assert read(database, world, "price", lambda row: row.price_formula) == "lowest-over-price"


def test_normalising_says_that_it_makes_quality_relative(sign_in: SignIn, url: str) -> None:
    client = sign_in("officer")
    assert "makes it relative" in client.get(f"{url}/criteria/quality").text
    data = {"title": "Quality", "weight_percent": "80", "normalise": "highest"}
    assert client.post(f"{url}/criteria/quality", data=data).status_code == 302
    assert "Set against the highest of the bids" in client.get(f"{url}/criteria").text


def test_a_criterion_moves_among_its_neighbours_and_to_another_group(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    assert client.post(f"{url}/criteria/workforce/up").status_code == 302
    assert codes(database, world) == ["quality", "workforce", "clinical", "price", "registered"]
    assert client.post(f"{url}/criteria/workforce/up").status_code == 409
    assert client.post(f"{url}/criteria/workforce/down").status_code == 302
    assert client.post(f"{url}/criteria/price/down").status_code == 302
    assert codes(database, world) == ["quality", "clinical", "workforce", "registered", "price"]
    group = {"code": "people", "title": "People", "parent_code": "quality", "weight_percent": "0"}
    assert client.post(f"{url}/criteria/new/group", data=group).status_code == 302
    assert client.post(f"{url}/criteria/workforce/place", data={"parent_code": "people"}).status_code == 302
    assert read(database, world, "workforce", lambda row: row.parent_id) == read(
        database, world, "people", lambda row: row.id
    )
    into_itself = client.post(f"{url}/criteria/quality/place", data={"parent_code": "people"})
    assert into_itself.status_code == 422
    assert "Select one of the options" in into_itself.text


def test_of_two_who_change_it_at_once_the_second_is_told(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    officer, finance = sign_in("officer"), sign_in("finance")
    seen = re.findall('name="seen_version"[^>]*value="([0-9a-f]{16})"', officer.get(f"{url}/criteria/clinical").text)
    data = {**CLINICAL, "seen_version": seen[0]}
    workforce = {"title": "Staff", "weight_percent": "40", "question": "Who?"}
    assert finance.post(f"{url}/criteria/workforce", data=workforce).status_code == 302
    assert finance.post(f"{url}/criteria/clinical", data=data).status_code == 302, "only this criterion counts"
    refused = officer.post(f"{url}/criteria/clinical", data={**data, "title": "Mine", "question": "Mine, at length?"})
    assert refused.status_code == 409
    assert "was changed by someone else after you opened the page" in refused.text
    assert "Mine, at length?" in refused.text, "what was typed is given back"
    assert read(database, world, "clinical", lambda row: row.title) == "Clinical"


def test_who_does_not_plan_moves_nothing(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    before = codes(database, world)
    for who, status in (("nurse", 403), ("auditor", 403), ("outsider", 404)):
        client = sign_in(who)
        for path in ("workforce/up", "clinical/down", "workforce/place"):
            assert client.post(f"{url}/criteria/{path}", data={"parent_code": ""}).status_code == status
    assert codes(database, world) == before
