"""What anybody finds leads to a page that opens for them; any search is answered, without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from html5lib import parse

from assurance.persistence.session import Database
from tests.factories.cast import STAFF, World
from tests.factories.evaluation import Scene, make_scene

SignIn = Callable[[str], FlaskClient]
PAGE = "/staff/search/"


@pytest.fixture
def scene(database: Database, world: World) -> Scene:
    """Opened tenders at individual scoring, with the panel free to read."""
    with database.transaction() as session:
        made = make_scene(session, world)
        made.declare_all(session)
    return made


def _links(page: str) -> list[str]:
    tree = parse(page, namespaceHTMLElements=False)
    main = next(each for each in tree.iter("main"))
    return [str(each.get("href")) for each in main.iter("a")]


def test_what_anybody_finds_opens_for_them(sign_in: SignIn, scene: Scene) -> None:
    opened = 0
    for name in (*STAFF, "outsider"):
        client = sign_in(name)
        for typed in ("care", "lead"):
            for link in _links(client.get(PAGE, query_string={"q": typed}).text):
                assert client.get(link).status_code == 200, (name, link)
                opened += 1
    assert opened > 20


def test_the_header_searches_for_whoever_is_signed_in_and_for_nobody_else(sign_in: SignIn, scene: Scene) -> None:
    client = sign_in("officer")
    assert f'action="{PAGE}"' in client.get("/staff/").text
    assert 'action="/supplier/search/"' in sign_in("alder").get("/supplier/bids/").text
    nobody = client.application.test_client()
    assert "/search/" not in nobody.get("/notices/").text
    assert nobody.get(PAGE).status_code == 302
    assert sign_in("alder").get(PAGE).status_code == 403


@pytest.mark.parametrize("typed", ["x" * 10_000, "(a+)+$" * 100, "%" * 300])
def test_what_is_too_long_is_refused_with_a_reason(sign_in: SignIn, typed: str) -> None:
    for name, page in (("officer", PAGE), ("alder", "/supplier/search/")):
        answer = sign_in(name).get(page, query_string={"q": typed})
        assert answer.status_code == 422
        assert "Enter at most 100 characters" in answer.text
        assert typed[:100] in answer.text
        assert typed[:250] not in answer.text


@pytest.mark.parametrize("typed", ["", " ", "\x00", "<script>alert(1)</script>", "no such thing", "%", "_"])
def test_any_search_is_answered(sign_in: SignIn, typed: str) -> None:
    for name, page in (("officer", PAGE), ("alder", "/supplier/search/")):
        answer = sign_in(name).get(page, query_string={"q": typed})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert ("Nothing found" in answer.text) == bool(typed.strip(" \x00"))
