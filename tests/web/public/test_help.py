"""The guides as pages: each with its words and pictures, the same as those kept with the source, for everybody."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from markupsafe import Markup

from assurance.web.public.help.reading import FOLDER, list_guides, read_guide
from docs.making.roles import GUIDES


def test_every_guide_is_listed_as_it_was_written(app: Flask) -> None:
    assert [(each.name, each.title, each.brief) for each in list_guides()] == [
        (each.name, each.title, each.brief) for each in GUIDES
    ]
    page = app.test_client().get("/help/").text
    assert re.findall(r'<a href="/help/([a-z-]+)"><strong>', page) == [each.name for each in GUIDES]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_page_says_all_that_its_guide_says_and_leaves_no_mark_of_the_source(app: Flask, guide: object) -> None:
    assert isinstance(guide, type(GUIDES[0]))
    page = app.test_client().get(f"/help/{guide.name}").text
    words = " ".join(unescape(Markup(page).striptags()).split())
    said = [guide.title, guide.intro, *(text for step in guide.steps for text in (step.title, step.text))]
    said += [text for question in guide.questions for text in question]
    assert [each for each in said if each.replace("**", "").replace("`", "") not in words] == []
    assert "**" not in words and "](" not in words and "make pictures" not in words


def test_the_pictures_of_a_page_are_there_and_each_says_what_it_shows(app: Flask) -> None:
    client = app.test_client()
    pictures = re.findall(r'<img class="app-picture" src="([^"]+)" alt="([^"]+)"', client.get("/help/evaluator").text)
    assert len(pictures) == sum(bool(part.picture) for part in read_guide("evaluator").parts) > 1
    for address, _ in pictures:
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype, answer.data[:4]) == (200, "image/png", b"\x89PNG")
        answer.close()


@pytest.mark.parametrize(
    "address", ["/help/nobody", "/help/README", "/help/pictures/none.png", "/help/pictures/..%2fofficer.md"]
)
def test_nothing_else_of_the_folder_is_given_out(app: Flask, address: str) -> None:
    assert FOLDER.is_dir()
    assert app.test_client().get(address).status_code == 404


def test_help_is_at_the_foot_of_every_page(app: Flask) -> None:
    for address in ("/notices/", "/sign-in", "/no-such-page"):
        assert 'href="/help/"' in app.test_client().get(address).text, address
