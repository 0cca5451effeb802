"""What the words mean: at the foot of every page all of them, and at the foot of a page those that it uses."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from flask import Flask, render_template_string

from assurance.config import resource_folder
from assurance.domain.glossary import TERMS, term_of
from assurance.domain.procedures.regimes import Regime
from assurance.web import word_links

TEMPLATES = resource_folder("templates")
_USED = re.compile(r'\bterm\("([^"]+)"')


def test_every_page_leads_to_the_words_and_each_has_a_place_of_its_own(app: Flask) -> None:
    client = app.test_client()
    for address in ("/notices/", "/sign-in", "/words/", "/no-such-page"):
        assert 'href="/words/"' in client.get(address).text, address
    page = client.get("/words/").text
    places = re.findall(r'<div class="nhsuk-summary-list__row" id="([a-z0-9-]+)">', page)
    assert places == [each.anchor for each in TERMS]
    assert len(set(places)) == len(places)


def test_the_words_of_an_evaluation_are_among_them_in_the_order_of_the_alphabet() -> None:
    words = [each.word.casefold() for each in TERMS]
    assert all(one < other for one, other in pairwise(words))
    assert {"conflict of interest", "lock", "moderation", "agreed mark", "standstill", "down-selection"} <= set(words)
    assert all(each.meaning.endswith(".") and len(each.meaning.split()) <= 40 for each in TERMS)


def test_every_word_that_a_page_explains_is_in_the_glossary_and_every_word_of_it_is_explained_somewhere() -> None:
    used = {word for path in TEMPLATES.rglob("*.html") for word in _USED.findall(path.read_text())}
    by_rules = {word_links.NAMED.get(word, word) for word in word_links.OF_THE_LAW} | {each.short for each in Regime}
    assert {term_of(word) for word in used | by_rules} == set(TERMS)


def test_a_word_is_a_link_where_a_page_first_uses_it_and_its_meaning_stands_once_at_the_foot(app: Flask) -> None:
    with app.test_request_context():
        page = render_template_string(
            '{{ term("standstill", "Standstill") }}, {{ term("standstill") }}, {{ term("lot", "lots") }}'
            '{% include "_words.html" %}'
        )
    assert page.startswith(
        '<a class="app-term" href="#word-standstill">Standstill</a>, standstill, '
        '<a class="app-term" href="#word-lot">lots</a>'
    )
    assert re.findall(r'id="(word-[a-z-]+)"', page) == ["word-standstill", "word-lot"]
    assert term_of("standstill").meaning in page


def test_a_page_without_such_words_has_nothing_at_its_foot(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string('{% include "_words.html" %}').strip() == ""


def test_words_of_the_law_are_links_within_a_text_of_the_rules_which_stays_text(app: Flask) -> None:
    with app.test_request_context():
        said = word_links.explained(
            "While <b>two representations</b> wait, no checkpoint ends standstill or standstills"
        )
    assert said == (
        'While &lt;b&gt;two <a class="app-term" href="#word-representation">representations</a>&lt;/b&gt; wait, no '
        '<a class="app-term" href="#word-checkpoint">checkpoint</a> ends '
        '<a class="app-term" href="#word-standstill">standstill</a> or standstills'
    )


def test_a_word_that_nobody_explained_is_a_fault(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(LookupError):
        word_links.term("gubbins")
