"""Every page that a link leads to, as each person of the demonstration: nothing is a dead end, nobody is kept out."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from assurance.app import create_app
from tests.journeys.access import site
from tests.journeys.access.scanning import Scanner
from tests.journeys.conftest import Demonstration
from tests.web.test_ui_kit_in_browser import CHROMIUM, FLAGS, NEEDS_BROWSER

pytestmark = [NEEDS_BROWSER, pytest.mark.xdist_group("demonstration")]


@pytest.fixture(scope="module")
def walked(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> site.Walked:
    """Walk a copy: that a page was read is on record, and other tests count records."""
    return site.walk_all(create_app(demonstration.copied(tmp_path_factory.mktemp("walked") / "demo")))


def test_no_link_leads_to_a_page_that_is_refused_or_missing(walked: site.Walked) -> None:
    assert walked.dead == []
    assert {each.who for each in walked.places} == set(site.everybody())


def test_every_file_is_given_out_under_a_plain_name_to_be_saved(walked: site.Walked) -> None:
    assert [each for each in walked.files if ": " in each] == []
    assert len(walked.files) >= 40


def test_each_page_is_open_to_everyone_and_reflows(walked: site.Walked) -> None:
    """Each page the walk by hand does not see: axe at full width; at 320 px, which is 400% zoom, it fits."""
    first = {each.endpoint: each for each in reversed(walked.places)}
    new = [each for each in walked.places if first[each.endpoint] is each and each.endpoint not in site.SEEN_BY_HAND]
    with sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        with Scanner.serving(walked.app, browser) as scanner:
            faults = [fault for each in new for fault in scanner.scan(each)]
        browser.close()
    assert faults == []
    assert len(first.keys() | site.SEEN_BY_HAND) >= 250
