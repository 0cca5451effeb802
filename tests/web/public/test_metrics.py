"""Figures are for who shows the token and tell nothing of tenders; every request has a name that leads to its trace."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.adapters.clock import system_clock
from assurance.adapters.log import REQUESTS, JsonLines
from assurance.persistence.models import AuditEvent
from assurance.persistence.session import Database
from assurance.services import worker_beats
from assurance.web import measuring
from tests.factories.cast import World

TOKEN = "a token of twenty characters"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}


def change(app: Flask, **settings: object) -> FlaskClient:
    app.extensions["assurance_settings"] = replace(app.extensions["assurance_settings"], **settings)
    return app.test_client()


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What is logged of requests meanwhile."""
    kept: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(JsonLines().format(record))

    handler, before = Keep(), (REQUESTS.level, REQUESTS.disabled, logging.root.manager.disable)
    REQUESTS.addHandler(handler)
    REQUESTS.setLevel(logging.INFO)
    REQUESTS.disabled = False  # whatever another test has set up
    logging.disable(logging.NOTSET)
    yield kept
    REQUESTS.removeHandler(handler)
    REQUESTS.setLevel(before[0])
    REQUESTS.disabled = before[1]
    logging.disable(before[2])


def test_without_the_token_there_is_no_such_page(app: Flask) -> None:
    assert app.test_client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    client = change(app, metrics_token=TOKEN)
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
    assert client.get(f"/metrics?token={TOKEN}").status_code == 404
    assert client.get("/metrics", headers=SHOWN).status_code == 200


def test_figures_tell_of_the_service_and_of_no_tender(app: Flask, database: Database, sign_in: Callable) -> None:
    with database.transaction() as session:
        worker_beats.beat(session, slot=1, now=system_clock() - timedelta(seconds=90))
    assert sign_in("officer").get("/staff/procurements/").status_code == 200
    page = change(app, metrics_token=TOKEN).get("/metrics", headers=SHOWN)
    figures = dict(re.findall(r"^(assurance_\w+) ([\d.e+-]+)$", page.text, re.M))
    assert 90 <= float(figures["assurance_worker_heartbeat_age_seconds"]) < 600
    assert (figures["assurance_jobs_waiting"], figures["assurance_outbox_waiting"]) == ("0.0", "0.0")
    assert 0 <= float(figures["assurance_disk_free_ratio"]) <= 1
    assert re.search(r'^assurance_answers_total\{[^}]*part="signed_in"', page.text, re.M)
    parts = set(re.findall(r'part="(\w+)"', page.text))
    assert parts <= {"signed_in", "sign_in", "public", "static", "other"}
    assert not re.search("bid|tender|upload|supplier|submi", page.text, re.I)


def test_an_answer_is_counted_by_part_and_outcome() -> None:
    def counted(part: str, outcome: str) -> float:
        return measuring.REGISTRY.get_sample_value("assurance_answers_total", {"part": part, "outcome": outcome}) or 0

    before = counted("signed_in", "refused"), counted("other", "failed")
    measuring.note("supplier.bids", "supplier.bids.show", 404, 0.1)
    measuring.note(None, None, 500, 0.1)
    assert (counted("signed_in", "refused"), counted("other", "failed")) == (before[0] + 1, before[1] + 1)


def test_a_request_is_one_line_with_its_name_and_without_its_address(app: Flask, lines: list[str]) -> None:
    odd = {"User-Agent": "x\x1b[31m", "X-Request-Id": "abcdefgh%0a{}", "Referer": "secret\u2028\x1b[31m"}
    before = len(lines)
    answer = app.test_client().get("/notices/?q=secret@example.org%0d%0aforged", headers=odd)
    assert len(lines) == before + 1
    line = json.loads(lines[-1])
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["endpoint"], line["status"]) == ("GET", "public.notices.index", 200)
    assert line["duration_ms"] >= 0
    assert not re.search("secret|example|31m|notices/|forged|abcdefgh", lines[-1])


def test_a_name_from_outside_is_believed_only_behind_a_proxy(app: Flask) -> None:
    given = {"X-Request-Id": "from-the-proxy-1"}
    assert app.test_client().get("/health", headers=given).headers["X-Request-Id"] != "from-the-proxy-1"
    behind = change(app, proxies=1)
    assert behind.get("/health", headers=given).headers["X-Request-Id"] == "from-the-proxy-1"
    for odd in ("short", "x" * 65, "a space in it", "<b>bold</b>"):
        assert behind.get("/health", headers={"X-Request-Id": odd}).headers["X-Request-Id"] != odd


def test_a_refusal_on_record_and_a_fault_on_screen_carry_the_name(
    app: Flask, database: Database, sign_in: Callable[[str], FlaskClient], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = sign_in("alder").get(f"/staff/procurements/{world.reference}/")
    with database.reading() as session:
        entry = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).one()
    assert entry.body["data"]["request_id"] == refused.headers["X-Request-Id"]

    def broken() -> None:
        raise ZeroDivisionError

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "public.home", broken)
    broken.access = app.view_functions["public.health"].access  # type: ignore[attr-defined]  # reason: the tag of a public page
    failed = app.test_client().get("/")
    assert (failed.status_code, failed.headers["X-Request-Id"] in failed.text) == (500, True)
    assert not re.search("ZeroDivision|Traceback|SELECT|/assurance/|\\.py|Werkzeug|Python", failed.text)
    assert not re.search("Werkzeug|Python|gunicorn", str(failed.headers))
