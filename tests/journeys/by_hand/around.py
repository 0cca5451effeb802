"""Everyone looks around: whatever link a page of theirs shows, it leads to a page that they may read."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from tests.journeys.by_hand.journey import Journey
from tests.journeys.by_hand.page import Page
from tests.journeys.by_hand.person import Person


def look_around(journey: Journey, *, staff: Iterable[str], suppliers: Iterable[str] = ()) -> None:
    """Open every link of one's first pages not opened before; the pages behind them are checked like any other."""
    for who in staff:
        person = journey.staff[who]
        _open_links(person, person.open(journey.hub_path), person.follow("My work"))
    for who in suppliers:
        person = journey.workspace(who)
        _open_links(person, person.page, person.follow("Opportunities"))


def _open_links(person: Person, *pages: Page) -> None:
    links = {urljoin(page.url, href) for page in pages for _, href in page.links() if not href.startswith("#")}
    for url in sorted(each for each in links if urlsplit(each).path not in person.seen):
        if urlsplit(url).path.endswith((".atom", ".json", ".csv", ".xlsx", "/download")):
            assert person.browser.get(url).status_code == 200, f"{person.name} cannot fetch {url}"
        else:
            person.open(url)
