"""Signs that a database or a template would act on, typed into every field of every form of a procurement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select

from assurance.domain.stages import Stage
from assurance.persistence.base import Base
from assurance.persistence.models import Procurement, User
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.journeys.by_hand.page import Page
from tests.web.addresses import filled

SignIn = Callable[[str], FlaskClient]
HOSTILE = (
    "'; DROP TABLE \"user\"; --", "1 OR 1=1", '" OR ""="', "') UNION SELECT password_hash FROM \"user\" --",
    "%s%n%(x)s", "{{ 7 * 7 }}", "\\'; DELETE FROM bid; --", "1); SELECT pg_sleep(10); --", ":bid_id", "$1",
)  # fmt: skip
TYPED = {"text", "search", "email", "number", "tel", "url", "hidden", None}
REFUSED = {400, 403, 404, 409, 413, 422}
ANSWERED = {200, 302} | REFUSED


def pages(app: Flask, reference: str) -> list[str]:
    """Every address within a procurement that needs nothing else named."""
    with app.test_request_context():
        return [
            filled(app, rule, ref=reference)
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.arguments <= {"ref"} and rule.endpoint.startswith("staff.")
        ]


def fields(form: Element, hostile: Iterator[str]) -> dict[str, str]:
    """Fill in a form: what can be typed, or is hidden, with one of the hostile values; the rest as it stands."""
    given = {}
    for each in (*form.iter("input"), *form.iter("textarea"), *form.iter("select")):
        name, kind = each.get("name"), each.get("type")
        if not name or name == "csrf_token" or kind in {"file", "submit"}:
            continue
        if each.tag == "textarea" or (each.tag == "input" and kind in TYPED):
            given[name] = next(hostile)
        elif each.tag == "select":
            given[name] = next((option.get("value", "") for option in each.iter("option") if option.get("value")), "")
        else:
            given[name] = each.get("value", "y")
    return given


@pytest.mark.parametrize("stage", [Stage.PLANNING, Stage.SCORING])
def test_no_field_lets_anything_through_to_the_database(
    app: Flask, database: Database, world: World, sign_in: SignIn, stage: Stage
) -> None:
    with database.transaction() as session:
        world.at(session, stage)
    client, hostile, odd, sent = sign_in("officer"), cycle(HOSTILE), {}, 0
    for address in pages(app, world.reference):
        answer = client.get(address)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        for form in Page(address, 200, answer.text, checked=False).tree.iter("form"):
            action = form.get("action") or address
            if "sign-out" in action:
                continue
            send = client.get if form.get("method", "get").lower() == "get" else client.post
            how = "query_string" if send == client.get else "data"
            status = send(action, **{how: fields(form, hostile)}).status_code
            sent += 1
            if status not in ANSWERED:
                odd[action] = status
    assert odd == {}
    assert sent >= 40
    assert set(inspect(database.engine).get_table_names()) >= set(Base.metadata.tables)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(User)) == len(world.users)
        assert session.scalars(select(Procurement.stage)).all() == [stage]
