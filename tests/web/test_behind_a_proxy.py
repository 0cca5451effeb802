"""Who asked is taken from as many proxies as there are, and from nothing that a visitor claims."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, request

from assurance.config import Settings
from assurance.web.incoming import believe_proxies


@pytest.mark.parametrize(
    ("proxies", "claimed", "taken"),
    [
        (0, "203.0.113.5", "127.0.0.1 http"),
        (1, "203.0.113.5", "203.0.113.5 https"),
        (1, "198.51.100.9, 203.0.113.5", "203.0.113.5 https"),
        (2, "198.51.100.9, 203.0.113.5, 192.0.2.1", "203.0.113.5 http"),
    ],
)
def test_the_address_is_that_which_the_outermost_of_our_proxies_saw(proxies: int, claimed: str, taken: str) -> None:
    app = Flask("bare")
    believe_proxies(app, proxies)
    app.add_url_rule("/who", view_func=lambda: f"{request.remote_addr} {request.scheme}")
    headers = {"X-Forwarded-For": claimed, "X-Forwarded-Proto": "https", "X-Original-URL": "/other"}
    assert app.test_client().get("/who", headers=headers).text == taken


def test_the_number_of_proxies_is_a_setting_and_none_is_trusted_by_itself(tmp_path: Path) -> None:
    environ = {"ASSURANCE_INSTANCE": str(tmp_path)}
    assert Settings.from_environ(environ).proxies == 0
    assert Settings.from_environ({**environ, "ASSURANCE_PROXIES": "2"}).proxies == 2
