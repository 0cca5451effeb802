"""The accessibility statement: there for everybody, named at the foot of every page, with what the regulations ask."""

from __future__ import annotations

from flask import Flask


def test_every_page_leads_to_the_statement(app: Flask) -> None:
    client = app.test_client()
    for address in ("/notices/", "/sign-in", "/accessibility/", "/no-such-page"):
        assert 'href="/accessibility/"' in client.get(address).text, address


def test_the_statement_says_what_the_regulations_of_2018_ask_for(app: Flask) -> None:
    page = app.test_client().get("/accessibility/")
    assert page.status_code == 200
    for words in (
        "partially compliant",
        "version 2.2, level AA",
        "What does not work well yet",
        "Accessibility Regulations 2018",
        "Equality Advisory and Support Service",
        "If something is in your way",
        "Prepared on",
    ):
        assert words in page.text, words
