"""What tests do at an identity provider: set out, sign in there, come back, and look at what was refused."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from assurance.persistence.models import AuditEvent, UserSession
from assurance.persistence.session import Database
from tests.identity_provider import Provider

START, RETURN = "/sign-in/provider", "/sign-in/provider/return"


def sent(client: FlaskClient, path: str = START) -> str:
    answer = client.get(path)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def signed_in(client: FlaskClient, provider: Provider, subject: str, path: str = START) -> TestResponse:
    return client.get(provider.sign_in(sent(client, path), subject))


def last(database: Database) -> tuple[str, str, dict[str, str]]:
    """Return the tag, the subject and the data of the newest entry on record."""
    with database.reading() as session:
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
        assert event is not None
        return event.tag, event.subject, event.body["data"]


def refused(answer: TestResponse, database: Database, code: str, words: str, status: int = 401) -> None:
    """Nobody was signed in, it was said why, and it is on record."""
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert (last(database)[0], last(database)[2]["code"]) == ("auth:refused-at-provider", code)
    with database.reading() as session:
        assert session.scalar(select(func.count(UserSession.id))) == 0
