"""Setting up a second factor, a key of one's own and the key of the box, and what happens when it is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.stages import BidStage
from assurance.persistence.models import AuditEvent, Bid, SecondFactor, TenderKey
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.lost import lose
from tests.factories.sealing import give_key, give_second_factor
from tests.factories.tenders import OPENING, close, put_in_box, tenders_open

SignIn = Callable[[str], FlaskClient]
GOOD = "purple lanterns drift quietly"


@pytest.fixture
def box(world: World) -> str:
    return f"/staff/procurements/{world.reference}/tender-box"


def test_a_second_factor_is_set_up_and_asked_for(
    sign_in: SignIn, with_password: SignIn, database: Database, clock: Any
) -> None:
    finance = with_password("finance")
    page = finance.get("/second-factor", follow_redirects=True)
    assert "<svg" in page.text
    with database.reading() as session:
        secret = session.scalars(select(SecondFactor)).one().secret
    assert secret in page.text
    wrong = finance.post("/second-factor/set-up", data={"one_time_passcode": "123"})
    assert wrong.status_code == 422
    assert secret in wrong.text
    code = pyotp.TOTP(secret).at(clock.now)
    done = finance.post("/second-factor/set-up?next=https://evil.example/", data={"one_time_passcode": code})
    assert len(re.findall(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){5}", done.text)) == 8
    assert "evil.example" not in done.text
    assert finance.post("/second-factor", data={"one_time_passcode": code}).status_code == 422
    with database.reading() as session:
        assert session.scalars(select(SecondFactor)).one().failures == 1
        assert "factor:refused" in set(session.scalars(select(AuditEvent.tag)))
    assert finance.get("/second-factor/set-up").status_code == 302
    assert sign_in("alder").get("/second-factor").status_code == 403


def test_a_key_of_ones_own_is_set_up_changed_and_replaced(
    sign_in: SignIn, with_password: SignIn, database: Database, world: World
) -> None:
    finance = with_password("finance")
    assert "Give a code" in finance.get("/staff/my-key/").text
    typed = {"passphrase": GOOD, "passphrase_again": GOOD}
    assert finance.post("/staff/my-key/", data=typed).status_code == 403
    give_second_factor(database, world, "finance")
    weak = finance.post("/staff/my-key/", data={"passphrase": "weak", "passphrase_again": "weak"})
    assert (weak.status_code, "different words" in weak.text) == (422, True)
    mistyped = finance.post("/staff/my-key/", data={**typed, "passphrase_again": "x"})
    assert (mistyped.status_code, GOOD in mistyped.text) == (422, False)
    assert finance.post("/staff/my-key/", data=typed).status_code == 302
    other = {"passphrase": "amber bridges carry nobody home", "passphrase_again": "amber bridges carry nobody home"}
    wrong = finance.post("/staff/my-key/passphrase", data={**other, "old_passphrase": "x"})
    assert (wrong.status_code, "not the passphrase" in wrong.text) == (422, True)
    assert finance.post("/staff/my-key/passphrase", data={**other, "old_passphrase": GOOD}).status_code == 302
    assert finance.post("/staff/my-key/replace", data=typed).status_code == 422
    assert finance.post("/staff/my-key/replace", data={**typed, "understood": "y"}).status_code == 302
    assert sign_in("alder").get("/staff/my-key/").status_code == 403


def test_the_officer_makes_the_key_of_the_box(
    sign_in: SignIn, with_password: SignIn, database: Database, world: World, box: str
) -> None:
    with database.transaction() as session:
        for name in ("officer", "finance"):
            give_key(session, world, name)
    officer = with_password("officer")
    holders = {"holders": [world.users["officer"], world.users["finance"]], "needed": "2"}
    assert officer.post(f"{box}/key", data=holders).status_code == 403
    give_second_factor(database, world, "officer")
    refused = officer.post(f"{box}/key", data=holders)
    assert (refused.status_code, "nobody can open" in refused.text) == (422, True)
    assert officer.post(f"{box}/key", data={**holders, "reason": "Two are enough here"}).status_code == 302
    page = officer.get(f"{box}/").text
    assert "2 of 2" in page
    assert "Two are enough here" in page
    with database.reading() as session:
        assert len(session.scalars(select(TenderKey)).one().shares) == 2
    for name, status in (("finance", 403), ("owner", 403), ("outsider", 404), ("alder", 404)):
        assert sign_in(name).post(f"{box}/key", data=holders).status_code == status


def test_a_lost_key_is_declared_by_two_and_bidders_give_again(
    sign_in: SignIn, database: Database, world: World, clock: Any, box: str
) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        bid, accepted = put_in_box(session, world, "alder")
        close(session, world)
        bid_id = bid.public_id
    clock.now = OPENING
    owner, finance, alder = sign_in("owner"), sign_in("finance"), sign_in("alder")
    assert owner.post(f"{box}/lost", data={"reason": "Forgotten"}).status_code == 409
    with database.transaction() as session:
        lose(session, world)
    assert owner.post(f"{box}/lost", data={"reason": ""}).status_code == 422
    assert owner.post(f"{box}/lost", data={"reason": "Forgotten"}).status_code == 302
    assert "Give our tender again" not in alder.get(f"/supplier/bids/{bid_id}/").text
    assert finance.post(f"{box}/lost", data={"reason": "Burnt"}).status_code == 302
    assert "Give our tender again" in alder.get(f"/supplier/bids/{bid_id}/").text
    assert owner.post(f"{box}/lost/open").status_code == 409
    wrong = alder.post(f"/supplier/bids/{bid_id}/give-again", data={"secret_code": "0" * 30})
    assert wrong.status_code == 422
    given = {"secret_code": accepted.return_code}
    assert sign_in("birch").post(f"/supplier/bids/{bid_id}/give-again", data=given).status_code == 404
    assert alder.post(f"/supplier/bids/{bid_id}/give-again", data=given).status_code == 302
    assert sign_in("auditor").post(f"{box}/lost/open").status_code == 403
    assert owner.post(f"{box}/lost/open").status_code == 302
    with database.reading() as session:
        assert session.scalars(select(Bid.stage).where(Bid.public_id == bid_id)).one() is BidStage.OPENED
