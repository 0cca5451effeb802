"""A database that does not answer is told in words that say what to do, also while a refusal is written out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError, TimeoutError

from assurance.services import audit
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
