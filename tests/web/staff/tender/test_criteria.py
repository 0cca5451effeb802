"""The tree of criteria in the browser: faults in words while it is a draft, digest and date once frozen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from assurance.domain.evaluation.criteria import Kind
from assurance.persistence.models import Procurement
from assurance.persistence.queries.criteria import get_criterion, get_publication, list_criteria, list_descriptors
from assurance.persistence.session import Database
from assurance.services import tendering
from tests.factories.cast import NOW, World
from tests.factories.plans import make_criteria

SignIn = Callable[[str], FlaskClient]
SCORED = {"code": "digital", "title": "Digital", "parent_code": "quality", "weight_percent": "20", "question": "How?"}


@pytest.fixture
def url(world: World, database: Database) -> str:
    with database.transaction() as session:
        make_criteria(session, world)
    return f"/staff/procurements/{world.reference}/tender"


def codes(database: Database, world: World) -> list[str]:
    with database.reading() as session:
        return [row.code for row in list_criteria(session, world.procurement_id)]


def test_the_tree_is_shown_with_weights_in_group_and_whole(sign_in: SignIn, url: str) -> None:
    page = sign_in("auditor").get(f"{url}/criteria")
    assert "The criteria are complete" in page.text
    assert "48%" in page.text, "60% of quality, which is 80% of the whole"
    assert "Weights under it sum to 100%" in page.text
    assert "Add a criterion" not in page.text


def test_a_new_criterion_shows_the_fault_it_makes(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    page = client.post(f"{url}/criteria/new/scored", data=SCORED, follow_redirects=True)
    assert "Weights under it sum to 120%, not 100%" in page.text
    assert "The criteria cannot be published yet" in page.text
    assert codes(database, world) == ["quality", "clinical", "workforce", "digital", "price", "registered"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": "clinical"}, "already used for another criterion"),
        ({"weight_percent": "120"}, "must be 100% or less"),
        ({"minimum": "6"}, "Enter a minimum from 0 to 5 marks"),
        ({"minimum": "high"}, "The minimum must be a number"),
        ({"word_limit": "0"}, "must be between 1 and 50,000"),
        ({"parent_code": "price"}, "Select one of the options"),
        ({"title": ""}, "Enter a title"),
    ],
)
def test_a_bad_criterion_is_refused_at_its_field_and_kept(
    sign_in: SignIn, url: str, world: World, database: Database, change: dict[str, str], message: str
) -> None:
    before = codes(database, world)
    answer = sign_in("officer").post(f"{url}/criteria/new/scored", data={**SCORED, **change})
    assert answer.status_code == 422
    assert message in answer.text
    assert "How?" in answer.text
    assert codes(database, world) == before


def test_each_kind_asks_only_what_it_has(sign_in: SignIn, url: str) -> None:
    client = sign_in("officer")
    scored, price, met = (client.get(f"{url}/criteria/new/{kind}").text for kind in ("scored", "price", "pass_fail"))
    assert ('name="word_limit"' in scored, 'name="word_limit"' in price) == (True, False)
    assert ('name="price_formula"' in price, 'name="weight_percent"' in met) == (True, False)
    assert client.get(f"{url}/criteria/new/dice").status_code == 404


def test_a_criterion_is_changed_and_removed(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    assert "Describe your clinical model." in client.get(f"{url}/criteria/clinical").text
    data = {"title": "Care model", "weight_percent": "60", "question": "How?", "minimum": "2", "is_down_select": "y"}
    assert client.post(f"{url}/criteria/clinical", data=data).status_code == 302
    with database.reading() as session:
        row = get_criterion(session, world.procurement_id, "clinical")
        assert (row.title, int(row.minimum or 0), row.is_down_select, row.word_limit) == ("Care model", 2, True, None)
    assert client.post(f"{url}/criteria/quality/remove").status_code == 409
    assert client.post(f"{url}/criteria/clinical/remove").status_code == 302
    assert codes(database, world) == ["quality", "workforce", "price", "registered"]
    assert client.get(f"{url}/criteria/clinical").status_code == 404


def test_a_scale_starts_from_a_published_one(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    assert "Unacceptable" in client.get(f"{url}/scale?top=4").text
    data = {f"label_{mark}": f"L{mark}" for mark in range(5)} | {f"text_{mark}": f"T{mark}" for mark in range(5)}
    refused = client.post(f"{url}/scale?top=4", data={**data, "label_3": ""})
    assert refused.status_code == 422
    assert "Enter a label for mark 3" in refused.text
    assert client.post(f"{url}/scale?top=4", data=data).status_code == 302
    with database.reading() as session:
        assert [row.label for row in list_descriptors(session, world.procurement_id)] == ["L0", "L1", "L2", "L3", "L4"]


def test_tie_break_rules_are_set_in_order(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    with database.reading() as session:
        version = session.get_one(Procurement, world.procurement_id).version
    data = {"rule_0": "quality", "rule_1": "lowest-price", "rule_2": "", "rule_3": "", "version": str(version)}
    twice = client.post(f"{url}/tie-break", data={**data, "rule_2": "quality"})
    assert twice.status_code == 422
    assert "Name each rule once" in twice.text
    assert client.post(f"{url}/tie-break", data=data).status_code == 302
    page = client.get(f"{url}/criteria").text.partition("Equal totals are separated by")[2]
    assert page.index("Higher on “Quality”") < page.index("Lowest price")


def test_frozen_criteria_are_read_not_changed(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    with database.transaction() as session:
        row = session.get_one(Procurement, world.procurement_id)
        row.criteria_frozen_at, row.criteria_digest = NOW, get_publication(session, row).digest()
        digest = row.criteria_digest
    client = sign_in("officer")
    page = client.get(f"{url}/criteria").text
    assert "Frozen on Monday 6 January 2025 at 9am" in page
    assert digest in page
    assert "Add a criterion" not in page
    assert f'href="{url}/wind-tunnel"' in page, "what was tried before stays to be read"
    assert "Save the criterion" not in client.get(f"{url}/criteria/clinical").text
    for path, data in (
        ("criteria/new/scored", SCORED),
        ("criteria/price", {"title": "Cost", "weight_percent": "20", "price_formula": "lowest-over-price"}),
        ("criteria/clinical/remove", {}),
    ):
        assert client.post(f"{url}/{path}", data=data).status_code == 409
    with database.reading() as session:
        assert get_publication(session, world.procurement(session)).digest() == digest


def test_only_planners_write_and_outsiders_see_nothing(sign_in: SignIn, url: str) -> None:
    evaluator, outsider = sign_in("nurse"), sign_in("outsider")
    for path in ("criteria/new/scored", "scale", "tie-break"):
        assert evaluator.get(f"{url}/{path}").status_code == 403
        assert outsider.get(f"{url}/{path}").status_code == 404
    for path in ("criteria/clinical", "criteria/clinical/remove"):
        assert evaluator.post(f"{url}/{path}", data={}).status_code == 403
    assert evaluator.get(f"{url}/criteria/clinical").status_code == 200


def test_a_longer_tree_asks_the_database_no_more(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")

    def asked() -> int:
        statements: list[str] = []
        event.listen(database.engine, "before_cursor_execute", note := lambda *args: statements.append(args[2]))
        assert client.get(f"{url}/criteria").status_code == 200
        event.remove(database.engine, "before_cursor_execute", note)
        return len(statements)

    before = asked()
    with database.transaction() as session:
        common = {"procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": NOW}
        for number in range(20):
            tendering.add_criterion(
                session, code=f"c{number}", title="T", kind=Kind.SCORED, parent_code="quality", sub_criteria=["A", "B"],
                **common,
            )  # fmt: skip
    assert asked() == before
