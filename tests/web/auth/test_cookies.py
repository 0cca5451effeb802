"""Whoever visits can read what is kept in their browser, and nothing else is."""

from __future__ import annotations

from flask import Flask

from tests.factories.cast import PASSWORD, email


def test_every_cookie_that_a_sign_in_sets_is_named_on_the_page_about_them(app: Flask) -> None:
    client = app.test_client()
    client.post("/sign-in", data={"email": email("officer"), "password": PASSWORD})
    names = {name for _, _, name in client._cookies}
    assert len(names) == 2
    page = client.get("/cookies/").text
    assert all(name in page for name in names), names
    assert "180 days" in page


def test_the_foot_of_each_page_leads_there(app: Flask) -> None:
    for address in ("/notices/", "/sign-in"):
        assert 'href="/cookies/"' in app.test_client().get(address).text, address
