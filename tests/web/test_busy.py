"""A database that does not answer is told in words that say what to do, also while a refusal is written out."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError, TimeoutError

from assurance.persistence.session import Database
from assurance.services import audit
from assurance.web.supplier.bids import submission
from tests.factories.cast import World

LOCKED = OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))


@pytest.mark.parametrize("failure", [LOCKED, TimeoutError("QueuePool limit reached")])
def test_a_refusal_that_cannot_be_put_on_record_is_a_busy_system_and_no_fault(
    app: Flask, sign_in: Callable[[str], FlaskClient], world: World, monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
) -> None:  # fmt: skip
    clinician = sign_in("clinician")
    app.testing = False

    def fails(*given: object, **named: object) -> None:
        raise failure

    monkeypatch.setattr(audit, "record_apart", fails)
    answer = clinician.get(f"/staff/procurements/{world.reference}/timeline")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Nothing was stored" in answer.text


@pytest.mark.parametrize(
    ("number", "status"),
    [(errno.ENOSPC, 507), (errno.EDQUOT, 507), (errno.EIO, 503), (errno.EROFS, 503), (errno.EACCES, 500)],
)
def test_a_disk_that_keeps_nothing_is_told_and_another_fault_of_the_system_is_a_fault(
    app: Flask, monkeypatch: pytest.MonkeyPatch, number: int, status: int
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fails() -> None:
        raise OSError(number, "what the system says", "/a/path")

    fails.access = app.view_functions["public.health"].access  # type: ignore[attr-defined]  # reason: the tag of a public page
    monkeypatch.setitem(app.view_functions, "public.home", fails)
    answer = app.test_client().get("/")
    assert (answer.status_code, "Nothing was stored" in answer.text) == (status, status != 500)
    assert "a/path" not in answer.text


def test_a_tender_that_is_in_stays_in_where_the_log_cannot_be_emptied(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Database, "wipe_log", fails)
    answer = Response("the receipt")
    with app.test_request_context():
        assert submission._wipe_log(answer) is answer


def test_whoever_reads_gives_its_connection_back_before_the_reading_is_put_on_record(
    sign_in: Callable[[str], FlaskClient], database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor, record_apart = sign_in("auditor"), audit.record_apart
    held: list[str] = []

    def counting(*given: Any, **named: Any) -> None:
        held.append(database.engine.pool.status())
        record_apart(*given, **named)

    monkeypatch.setattr(audit, "record_apart", counting)
    assert auditor.get(f"/staff/procurements/{world.reference}/timeline").status_code == 200
    assert len(held) == 1
    assert held[0].endswith("Current Checked out connections: 0")
