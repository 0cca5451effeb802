"""The guides say what the pages say: each step's links lead on, each heading and each bold word stands there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from assurance.app import create_app
from docs.making import readme
from docs.making.guide import Guide, Picture
from docs.making.preparing import prepare
from docs.making.roles import GUIDES
from docs.making.walking import headings, reader_of
from docs.making.writing import write, write_list
from tests.journeys.by_hand.page import said
from tests.journeys.conftest import Demonstration

pytestmark = pytest.mark.xdist_group("demonstration")

DOCS = Path(__file__).parents[2] / "docs"
SMALL, ALL_SMALL = 100_000, 2_500_000
"""Bytes of one picture, and of all: they are kept with the source."""


@pytest.fixture(scope="module")
def site(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A copy of the demonstration, in which what the pictures need is done."""
    app = create_app(demonstration.copied(tmp_path_factory.mktemp("guides") / "demo"))
    prepare(app)
    yield app
    reader_of.cache_clear()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_words_of_a_guide_stand_on_the_pages_it_leads_to(site: Flask, guide: Guide) -> None:
    missing = []
    for step in guide.steps:
        pages = reader_of(site, step.who or guide.who).follow(step.links)
        read = " ".join(said(page.tree) for page in pages)
        missing += [f"{step.title}: {words}" for words in step.bold if words not in read]
    assert missing == []


def test_every_picture_begins_at_a_heading_of_its_page(site: Flask) -> None:
    missing = [picture.name for picture in _pictures() if not _stands(site, picture)]
    assert missing == []


def _stands(site: Flask, picture: Picture) -> bool:
    page = reader_of(site, picture.who).follow(picture.links)[-1]
    return any(picture.shown.heading in heading for heading in headings(page))


def _pictures() -> list[Picture]:
    return [*readme.PICTURES, *(picture for guide in GUIDES for picture in guide.pictures())]


def test_the_guides_are_as_they_were_written() -> None:
    """Renew them by `make pictures`."""
    written = {f"{guide.name}.md": write(guide) for guide in GUIDES} | {"README.md": write_list(GUIDES)}
    kept = {path.name: path.read_text() for path in (DOCS / "guides").glob("*.md")}
    assert kept == written


def test_each_guide_has_its_pictures_and_they_are_small() -> None:
    for guide in GUIDES:
        assert 2 <= len(list(guide.pictures())) <= 4, guide.name
    named = {f"{picture.name}.png" for guide in GUIDES for picture in guide.pictures()}
    kept = {path.name: path.stat().st_size for path in (DOCS / "guides" / "pictures").iterdir()}
    assert kept.keys() == named
    assert [name for name, size in kept.items() if size > SMALL] == []
    assert sum(kept.values()) <= ALL_SMALL


def test_what_the_readme_tells_one_to_try_is_there(site: Flask) -> None:
    readme_says = " ".join((DOCS.parent / "README.md").read_text().split())
    missing = [step.title for step in readme.TRIED if f"{step.title}. {step.text}" not in readme_says]
    for step in readme.TRIED:
        read = " ".join(said(page.tree) for page in reader_of(site, step.who).follow(step.links))
        missing += [f"{step.title}: {words}" for words in step.bold if words not in read]
    assert missing == []
