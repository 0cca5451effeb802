"""What the words mean is at the foot of every page, and pages that use one lead to it."""

from __future__ import annotations

import re

from flask import Flask

from assurance.domain.glossary import TERMS


def test_every_page_leads_to_the_words_and_each_has_a_place_of_its_own(app: Flask) -> None:
    client = app.test_client()
    for address in ("/notices/", "/sign-in", "/words/", "/no-such-page"):
        assert 'href="/words/"' in client.get(address).text, address
    page = client.get("/words/").text
    places = re.findall(r'<div class="nhsuk-summary-list__row" id="([a-z0-9-]+)">', page)
    assert places == [each.anchor for each in TERMS]
    assert len(set(places)) == len(places)


def test_the_words_of_an_evaluation_are_among_them_in_the_order_of_the_alphabet() -> None:
    words = [each.word for each in TERMS]
    assert words == sorted(words, key=str.casefold)
    assert {"Conflict of interest", "Lock", "Moderation", "Agreed mark", "Standstill", "Down-select"} <= set(words)
    assert all(each.meaning.endswith(".") and len(each.meaning.split()) <= 40 for each in TERMS)
