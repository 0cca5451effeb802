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
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_options_header
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from assurance.cli.demo.people import PASSWORD, email
from assurance.cli.demo.texts import load
from assurance.persistence.models import User, UserSession

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
        _give_second_factor(app, who)
    return client


def _give_second_factor(app: Flask, who: str) -> None:
    """Let a person have given one just now, as signing in at a press does: files ask for it."""
    with app.extensions["assurance_database"].transaction() as session:
        for row in session.scalars(select(UserSession).join(User).where(User.email == email(who))):
            row.stepped_up_at = app.extensions["assurance_clock"]()


@dataclass
class Walk:
    """A person following every link, and the links that led nowhere."""

    app: Flask
    who: str
    dead: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Addresses of files to be saved, each with what is wrong with the way it is given out, or nothing."""

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
            elif "Content-Disposition" in answer.headers:
                self.files.append(f"{address}{badly_given(answer)}")
            elif answer.mimetype == "text/html" and not found:
                yield Place(self.who, endpoint, address)
                found += map(unescape, _LINK.findall(answer.text))
            todo.extend((each, address) for each in found if each not in known)
            known.update(found)


def badly_given(answer: TestResponse) -> str:
    """Say what is wrong with the header under which a file is saved, or nothing (RFC 6266)."""
    said = answer.headers.getlist("Content-Disposition")
    kind, named = parse_options_header(said[0])
    name = named.get("filename", "")
    wrong = {
        "not one header": len(said) != 1,
        "not to be saved": kind != "attachment",
        "a name that leads elsewhere or has no kind": not re.fullmatch(r"[^/\\\x00-\x1f\x7f]+\.[a-z0-9]+", name),
        "a name beyond plain letters": not said[0].isascii(),
        "a kind for the browser to guess": answer.headers.get("X-Content-Type-Options") != "nosniff",
    }
    return "".join(f": {each}" for each, is_so in wrong.items() if is_so)


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
    files: list[str]


def walk_all(app: Flask) -> Walked:
    """Let everybody follow every link."""
    walks = [Walk(app, who) for who in everybody()]
    places = [place for walk in walks for place in walk.places()]
    dead = [each for walk in walks for each in walk.dead]
    return Walked(app, places, dead, [each for walk in walks for each in walk.files])
