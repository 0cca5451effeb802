"""Addresses made to break something: each is plainly refused, no fault of the program, and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.web.addresses import filled
from tests.web.test_foreign_objects import state

SignIn = Callable[[str], FlaskClient]
HOSTILE = ("0", "-1", str(2**63), str(2**70), "1 OR 1=1", "\0", "'\"--", "x" * 10_000, "١٢", "%s%n", "..%2f..")

REFUSED = (302, 403, 404, 409)
"""Sent on to where it begins, not for this role, not there, or not at this stage: each said by the service itself."""


def open_to_any(rule: Rule) -> set[str]:
    """The parts of an address that take more than a few values."""
    return {name for name in rule.arguments if not isinstance(rule._converters[name], AnyConverter)}


def named(rule: Rule, reference: str, values: Iterator[str]) -> dict[str, str]:
    """Give every part a hostile value, but lead to a procurement that is there where more follows."""
    numbers = {name for name in rule.arguments if isinstance(rule._converters[name], IntegerConverter)}
    given = {name: str(2**63) if name in numbers else next(values) for name in sorted(open_to_any(rule))}
    return given | ({"ref": reference} if "ref" in given and len(given) > 1 else {})


def test_hostile_parts_of_an_address_find_nothing(
    app: Flask, database: Database, world: World, sign_in: SignIn
) -> None:
    """Every page that names a thing, asked by the officer for a thing whose name is one of the hostile ones."""
    client, before, values, odd = sign_in("officer"), state(database), cycle(HOSTILE), {}
    with app.test_request_context():
        asked = {
            rule.endpoint: filled(app, rule, **named(rule, world.reference, values))
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and open_to_any(rule) - {"filename"}
        }
    for endpoint, address in asked.items():
        status = client.get(address).status_code
        if status not in REFUSED:
            odd[endpoint] = (status, address[:100])
    assert odd == {}
    assert state(database) == before


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "DELETE"])
def test_methods_and_paths_that_mean_nothing_are_refused(sign_in: SignIn, world: World, method: str) -> None:
    client = sign_in("officer")
    page = f"/staff/procurements/{world.reference}/"
    assert client.open(page, method=method).status_code == 405
    assert client.post(page, headers={"X-HTTP-Method-Override": "GET"}).status_code == 405
    assert [client.get(each).status_code for each in (f"{page};x", f"{page}%2e%2e/x", f"{page[:-1]}%00/")] == [404] * 3


@pytest.mark.parametrize("typed", ["%", "_", "%%__" * 50, "x" * 10_000, "(a+)+$" * 20, "'; DROP TABLE bid; --", "\0"])
def test_searching_for_signs_with_a_meaning_is_answered(sign_in: SignIn, database: Database, typed: str) -> None:
    before = state(database)
    answer = sign_in("officer").get("/staff/search/", query_string={"q": typed})
    assert answer.status_code in (200, 400, 422)
    assert state(database) == before


@pytest.mark.parametrize(
    "address",
    ["/debug", "/console", "/.git/config", "/.env", "/static/../app.py", "/static/%2e%2e/config.py", "/server-status"],
)
def test_what_servers_often_leave_open_is_not_there(app: Flask, address: str) -> None:
    assert app.test_client().get(address).status_code == 404
