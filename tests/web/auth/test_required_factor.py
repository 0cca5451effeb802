"""Who holds a power is led to a second factor right after the password, and does nothing else before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.config import Settings
from assurance.persistence.models import AuditEvent, SecondFactor
from assurance.persistence.session import Database
from assurance.services import accounts
from tests.factories.cast import NOW, World, email
from tests.factories.sealing import give_key

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def asks(app: Flask) -> Callable[[str], None]:
    """Let the installation ask for a second factor as a setting says."""

    def set_to(setting: str) -> None:
        app.extensions["assurance_settings"] = replace(app.extensions["assurance_settings"], second_factor=setting)

    return set_to


@pytest.mark.parametrize("name", ["officer", "owner", "approver", "finance"])
def test_the_powerful_set_one_up_and_get_nowhere_before(
    with_password: SignIn, database: Database, world: World, asks: Callable[[str], None], name: str
) -> None:
    asks("powerful")
    client, hub = with_password(name), f"/staff/procurements/{world.reference}/"
    for page in ("/staff/", hub):
        answer = client.get(page)
        assert (answer.status_code, answer.location) == (302, f"/second-factor?next={page}")
    sent = client.post("/staff/procurements/new", data={"title": "Kept as typed"})
    assert sent.status_code == 403
    assert "Kept as typed" in sent.text
    assert "You have no second factor yet" in sent.text
    assert client.get("/second-factor", follow_redirects=True).status_code == 200
    with database.reading() as session:
        secret = session.scalars(select(SecondFactor)).one().secret
        assert "access:denied" in session.scalars(select(AuditEvent.tag)).all()
    done = client.post(f"/second-factor/set-up?next={hub}", data={"one_time_passcode": pyotp.TOTP(secret).at(NOW)})
    assert f'href="{hub}"' in done.text
    assert client.get(hub).status_code == 200


def test_a_board_secretary_and_a_holder_of_a_key_are_powerful(
    with_password: SignIn, database: Database, world: World, asks: Callable[[str], None]
) -> None:
    asks("powerful")
    for name in ("outsider", "clinician"):
        assert with_password(name).get("/staff/").status_code == 200
    with database.transaction() as session:
        accounts.set_board_secretary(session, email=email("outsider"), is_secretary=True, now=NOW)
        give_key(session, world, "clinician")
    for name in ("outsider", "clinician"):
        assert with_password(name).get("/staff/").location == "/second-factor?next=/staff/"


def test_everybody_of_an_authority_may_be_asked_and_no_provider_is(
    with_password: SignIn, asks: Callable[[str], None]
) -> None:
    asks("everyone")
    assert with_password("auditor").get("/staff/").location == "/second-factor?next=/staff/"
    assert with_password("alder").get("/supplier/bids/").status_code == 200
    auditor = with_password("auditor")
    assert auditor.get("/notices/").status_code == 200
    assert auditor.post("/sign-out").status_code == 302
    asks("acts")
    assert with_password("officer").get("/staff/").status_code == 200


@pytest.mark.parametrize(
    ("environ", "setting"),
    [({}, "powerful"), ({"ASSURANCE_DEMONSTRATION": "1"}, "acts"),
     ({"ASSURANCE_SECOND_FACTOR": "everyone"}, "everyone"),
     ({"ASSURANCE_DEMONSTRATION": "1", "ASSURANCE_SECOND_FACTOR": "powerful"}, "powerful")],
)  # fmt: skip
def test_a_demonstration_asks_for_none_unless_it_is_wished(
    tmp_path: object, environ: dict[str, str], setting: str
) -> None:
    assert Settings.from_environ({"ASSURANCE_INSTANCE": str(tmp_path), **environ}).second_factor == setting


def test_a_setting_that_does_not_exist_is_named(tmp_path: object) -> None:
    with pytest.raises(ValueError, match="ASSURANCE_SECOND_FACTOR"):
        Settings.from_environ({"ASSURANCE_INSTANCE": str(tmp_path), "ASSURANCE_SECOND_FACTOR": "sometimes"})
