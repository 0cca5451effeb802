"""Every page of every role, found by following links as each person of the demonstration."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from assurance.cli.demo.people import PASSWORD, email
from assurance.cli.demo.texts import load

SEEN_BY_HAND = frozenset(Path(__file__).with_name("seen_by_hand.txt").read_text().split())
"""Pages that the walk by hand looks at in a browser, which holds that each of these is one; not looked at twice."""
NOBODY = ""
"""Who has not signed in."""
WITHIN = ("ref", "bid_id")
"""What an address is within: of each procurement, or of each bid for a bidder, every kind of page is read once."""
_LINK = re.compile(r'href="(/[^"#]*)')
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
COOKIE = "assurance_session"


@dataclass(frozen=True)
class Place:
    """One page: whose, which endpoint, and where."""

    who: str
    endpoint: str
    address: str


def everybody() -> list[str]:
    """List one person for each set of duties, whoever has not signed in first; and three of the bidders."""
    alike: dict[str, str] = {}
    for each in load("people")["people"]:
        alike.setdefault(" ".join(sorted(each["roles"])), each["key"])
    return [NOBODY, *alike.values(), "birch", "cedar", "dogwood"]


def signed_in(app: Flask, who: str) -> FlaskClient:
    """Return a client in which a person has signed in through the page for it."""
    client = app.test_client()
    if who != NOBODY:
        token = _TOKEN.search(client.get("/sign-in").text)
        said = {"email": email(who), "password": PASSWORD, "csrf_token": token.group(1) if token else ""}
        answer = client.post("/sign-in", data=said)
        assert answer.status_code in {302, 303}, f"{who} could not sign in"
    return client


@dataclass
class Walk:
    """A person following every link, and the links that led nowhere."""

    app: Flask
    who: str
    dead: list[str] = field(default_factory=list)

    def places(self, start: str = "/") -> Iterator[Place]:
        """Give each page that is read on a screen as it is found."""
        client = signed_in(self.app, self.who)
        todo, followed, known = deque([(start, "the address bar")]), set[tuple[str, str]](), {start}
        while todo:
            address, source = todo.popleft()
            endpoint, within = _endpoint(self.app, address)
            if endpoint == "static" or (endpoint, within) in followed:
                continue
            followed.add((endpoint, within))
            answer = client.get(address)
            found = [answer.location] if answer.location else []
            if answer.status_code == 409:
                continue  # something comes first, and the page says what and where
            if answer.status_code >= 400:
                self.dead.append(f"{self.who or 'nobody'}: {address}, linked from {source}: {answer.status}")
            elif answer.mimetype == "text/html" and not found and "Content-Disposition" not in answer.headers:
                yield Place(self.who, endpoint, address)
                found += map(unescape, _LINK.findall(answer.text))
            todo.extend((each, address) for each in found if each not in known)
            known.update(found)


def _endpoint(app: Flask, address: str) -> tuple[str, str]:
    """Return which page an address is of, and of which procurement or bid."""
    try:
        endpoint, named = app.url_map.bind("127.0.0.1").match(address.split("?")[0], "GET")
    except (HTTPException, RequestRedirect):
        return "static", ""
    return str(endpoint), next((named[each] for each in WITHIN if each in named), "")


@dataclass(frozen=True)
class Walked:
    """What everybody found in a site."""

    app: Flask
    places: list[Place]
    dead: list[str]


def walk_all(app: Flask) -> Walked:
    """Let everybody follow every link."""
    walks = [Walk(app, who) for who in everybody()]
    places = [place for walk in walks for place in walk.places()]
    return Walked(app, places, [each for walk in walks for each in walk.dead])
