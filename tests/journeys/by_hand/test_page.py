"""The eye that checks every page of the walk sees what it should."""

from __future__ import annotations

import pytest

from tests.journeys.by_hand.page import Page

GOOD = '<!doctype html><html lang="en"><head><title>T</title></head><body><main><h1>H</h1>{}</main></body></html>'
FAULTS = {
    "two headings": "<h1>Again</h1>",
    "an unclosed element": "<div><p>Text</div></section>",
    "an id twice": '<p id="a">1</p><p id="a">2</p>',
    "a field without a label": '<input type="text" name="n" id="n">',
    "a radio without a legend": '<input type="radio" name="n" id="n"><label for="n">N</label>',
    "a form without a token": '<form method="post" action="/x"><button>Go</button></form>',
    "an inline style": '<p style="color: red">Red</p>',
    "an inline script": "<script>go()</script>",
    "a handler": '<p onclick="go()">Go</p>',
    "a link without words": '<a href="/x"></a>',
    "a link to nowhere on the page": '<a href="#gone">Down</a>',
    "a label of nothing": '<label for="gone">Name</label>',
}


def test_a_good_page_is_read() -> None:
    page = Page("/x", 200, GOOD.format('<p>Some <a href="/y">way</a>\n on</p>'))
    assert "Some way on" in page
    assert page.link("way") == "/y"


@pytest.mark.parametrize("body", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_seen(body: str) -> None:
    with pytest.raises(AssertionError, match="badly made"):
        Page("/x", 200, GOOD.format(body))
