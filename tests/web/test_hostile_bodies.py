"""Bodies that are no form of ours: each is refused as such, and nothing is changed."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from assurance.persistence.session import Database
from tests.web.test_foreign_objects import state

FORM = "application/x-www-form-urlencoded"
BODIES = {
    "json": (b'{"email": "a@example.org", "password": "x"}', "application/json", {}),
    "the same name twice": (b'{"email": 1, "email": 2}', "application/json", {}),
    "deep": (b"[" * 10_000 + b"]" * 10_000, "application/json", {}),
    "packed": (gzip.compress(b"email=a%40example.org&password=x"), FORM, {"Content-Encoding": "gzip"}),
    "no boundary": (b"--x\r\n", "multipart/form-data", {}),
    "bytes that are no text": (b"email=%ff%fe&password=%00", FORM, {}),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_form_signs_nobody_in(app: Flask, database: Database, name: str) -> None:
    before, (body, kind, more) = state(database), BODIES[name]
    answer = app.test_client().post("/sign-in", data=body, content_type=kind, headers=more)
    assert answer.status_code in (400, 415, 422)
    assert state(database) == before


def test_a_form_of_too_many_parts_or_with_too_long_a_field_is_too_large(app: Flask) -> None:
    client = app.test_client()
    part = '--x\r\nContent-Disposition: form-data; name="n{}"\r\n\r\n1\r\n'
    many = "".join(part.format(number) for number in range(1_001)) + "--x--\r\n"
    long = f'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n{"x" * 501_000}\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x"
    assert [client.post("/sign-in", data=each, content_type=kind).status_code for each in (many, long)] == [413, 413]
