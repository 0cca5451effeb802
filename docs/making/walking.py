"""Follows links by their words as one person of the demonstration, from that person's first page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient

from tests.journeys.access.site import signed_in
from tests.journeys.by_hand.page import Page, said

BIDDERS = frozenset({"alder", "birch", "cedar", "dogwood"})
HEADINGS = ("h1", "h2", "h3", "caption", "legend")


@dataclass
class Reader:
    """A person who has signed in, and the pages they have read so far."""

    app: Flask
    who: str
    client: FlaskClient = field(init=False)
    read: dict[str, Page] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = signed_in(self.app, self.who)

    def follow(self, links: tuple[str, ...]) -> list[Page]:
        """Read the first page and each page that the links lead to, in turn."""
        pages = [self.open("/supplier/bids/" if self.who in BIDDERS else "/staff/")]
        for words in links:
            pages.append(self.open(urljoin(pages[-1].url, pages[-1].link(words))))
        return pages

    def open(self, address: str) -> Page:
        """Read a page, once."""
        if address not in self.read:
            answer = self.client.get(address, follow_redirects=True)
            assert answer.status_code == 200, f"{self.who} was answered {answer.status} at {address}"
            self.read[address] = Page(answer.request.full_path.rstrip("?"), 200, answer.text, checked=False)
        return self.read[address]


def headings(page: Page) -> list[str]:
    """List what stands over something on a page."""
    return [said(each) for each in page.tree.iter() if each.tag in HEADINGS]


@cache
def reader_of(app: Flask, who: str) -> Reader:
    """Sign a person in once."""
    return Reader(app, who)
