"""The notices of a procurement: read before they are public, what is missing named with where, late ones in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assurance.domain.authority.roles import Role
from assurance.domain.procedures import PA23_FLEXIBLE
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Letter, Notice, NoticeApproval, RoleAssignment
from assurance.persistence.session import Database
from assurance.services import letters
from tests.factories.award import Award
from tests.factories.cast import NOW, World
from tests.web.conftest import SetClock

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/notices/"


def test_a_call_is_read_before_it_is_public_and_what_is_missing_is_named(sign_in: SignIn, url: str) -> None:
    officer = sign_in("officer")
    assert "Not published" in officer.get(url).text
    page = officer.get(f"{url}notice_inviting_offers").text
    assert "PSR 2023 reg 11(3) and Schedule 8" in page
    missing = page[page.index("What is missing") :]
    assert "Award criteria and weights: <a href=" in missing
    assert "/tender/criteria" in missing


def test_an_award_notice_is_read_with_the_dates_of_today_and_nothing_is_stored(
    sign_in: SignIn, url: str, database: Database, world: World
) -> None:
    with database.transaction() as session:
        award = Award(session, world)
        award.procurement.procedure_code, award.procurement.procedure_version = PA23_FLEXIBLE.code, "1"
        award.to_intention()
        letters.prepare_all(session, procurement=award.procurement, actor=award.actor("officer"), now=NOW)
    move = sign_in("officer").get(f"/staff/procurements/{world.reference}/move/start_standstill").text
    assert f'href="{url}uk6"' in move
    page = sign_in("officer").get(f"{url}uk6").text
    assert "The standstill period ends at midnight at the end of Wednesday 15 January 2025" in page
    assert "at the same time, on Monday 6 January 2025" in page
    assert "Nothing that its law asks for is missing" in page
    with database.reading() as session:
        assert world.procurement(session).intention_published_on is None
        assert session.scalar(select(func.count()).select_from(Letter).where(Letter.issued_at.is_not(None))) == 0
        assert session.scalar(select(func.count()).select_from(Notice)) == 0


def test_a_notice_without_a_preferred_bidder_says_why_it_cannot_be_written(sign_in: SignIn, url: str) -> None:
    page = sign_in("officer").get(f"{url}intention_to_award").text
    assert "There is no preferred bidder in this procurement" in page
    assert sign_in("officer").get(f"{url}uk6").status_code == 404  # another law's


def test_a_notice_that_is_late_is_called_overdue(
    sign_in: SignIn, url: str, database: Database, world: World, clock: SetClock
) -> None:
    with database.transaction() as session:
        Award(session, world).to_award()
    clock.now = NOW + timedelta(days=31)
    assert "Overdue" not in sign_in("officer").get(url).text
    assert "At the latest Friday 7 March 2025" in sign_in("officer").get(url).text
    clock.now = NOW + timedelta(days=70)
    assert "Overdue" in sign_in("officer").get(url).text


def test_who_may_not_see_the_ranking_does_not_read_notices_before_they_are_public(sign_in: SignIn, url: str) -> None:
    assert sign_in("clinician").get(url).status_code == 403
    assert sign_in("outsider").get(f"{url}uk6").status_code == 404


def ready(database: Database, world: World) -> None:
    """Write everything a notice inviting offers must say."""
    with database.transaction() as session:
        Award(session, world).rank()
        world.procurement(session).notice_text = "Providers may ask to take part."


def approve(client: FlaskClient, address: str, digest: str = "") -> int:
    page = client.get(address).text
    shown = re.search(r'name="digest"[^>]* value="([0-9a-f]{64})"', page)
    return client.post(f"{address}/approve", data={"digest": digest or (shown[1] if shown else "")}).status_code


def test_somebody_else_approves_the_text_and_a_change_undoes_it(
    sign_in: SignIn, url: str, database: Database, world: World
) -> None:
    ready(database, world)
    address, approver = f"{url}notice_inviting_offers", sign_in("approver")
    assert "Nobody has approved this text yet" in approver.get(address).text
    assert approve(approver, address) == 302
    page = approver.get(address).text
    assert "as it stands" in page
    with database.transaction() as session:
        world.at(session, Stage.CHECKPOINT_1)
    assert ">Approved<" in re.sub(r"\s+", "", approver.get(url).text)
    assert "Approve this text" not in page
    with database.transaction() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "notice:approved")).one()
        assert event.subject == "notice_inviting_offers"
        world.procurement(session).notice_text = "Providers may ask to take part, by letter."
    changed = approver.get(address).text
    assert "no longer counts" in changed
    assert "Approve this text" in changed
    with database.reading() as session:
        assert len(session.scalars(select(NoticeApproval)).all()) == 1


def test_an_approval_outlives_the_day_and_not_the_text_that_was_read(
    sign_in: SignIn, url: str, database: Database, world: World, clock: SetClock
) -> None:
    with database.transaction() as session:
        award = Award(session, world)
        award.to_intention()
    address, owner = f"{url}intention_to_award", sign_in("owner")
    assert approve(owner, address, digest="0" * 64) == 409
    assert approve(owner, address) == 302
    clock.now = NOW + timedelta(days=1)  # standstill would begin a day later: a date that only publication sets
    page = sign_in("owner").get(address).text
    assert "Standstill begins on Wednesday 8 January 2025" in page
    assert "no longer counts" not in page


def test_whoever_runs_it_and_whoever_has_no_part_do_not_approve(
    sign_in: SignIn, url: str, database: Database, world: World
) -> None:
    ready(database, world)
    address = f"{url}notice_inviting_offers"
    for name, status in (("officer", 403), ("clinician", 403), ("outsider", 404)):
        assert sign_in(name).post(f"{address}/approve", data={"digest": "0" * 64}).status_code == status
    with database.transaction() as session:
        session.add(
            RoleAssignment(
                procurement_id=world.procurement_id,
                user_id=world.users["approver"],
                role=Role.OFFICER,
                given_by_id=world.users["owner"],
                given_at=NOW,
            )  # fmt: skip
        )
    assert approve(sign_in("approver"), address, digest="0" * 64) == 403
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(NoticeApproval)) == 0


def test_a_notice_with_a_gap_is_not_approved(sign_in: SignIn, url: str, database: Database, world: World) -> None:
    ready(database, world)
    with database.transaction() as session:
        world.procurement(session).notice_text = ""
    answer = sign_in("owner").post(f"{url}notice_inviting_offers/approve", data={"digest": "0" * 64})
    assert answer.status_code == 409
    assert "“How to take part” is missing from the notice" in answer.text


def test_the_reason_of_an_abandonment_is_written_in_its_notice_and_approved_by_somebody_else(
    sign_in: SignIn, url: str, database: Database, world: World
) -> None:
    address, move = f"{url}abandonment", f"/staff/procurements/{world.reference}/move/abandon"
    owner = sign_in("owner")
    assert f'href="{address}"' in owner.get(move).text
    assert "Approve this text" not in owner.get(address).text
    too_long = owner.post(f"{address}/reason", data={"version": "0", "text": "x" * 4001})
    assert too_long.status_code == 422
    assert "x" * 4001 in too_long.text
    assert owner.post(f"{address}/reason", data={"version": "0", "text": "No budget."}).status_code == 302
    assert owner.post(f"{address}/reason", data={"version": "0", "text": "Older"}).status_code == 409
    assert "You wrote the reason that this notice gives" in owner.get(address).text
    assert approve(owner, address, digest="0" * 64) == 403
    assert approve(sign_in("approver"), address) == 302
    assert "No budget." in owner.get(move).text
    for name, status in (("clinician", 403), ("approver", 403), ("outsider", 404)):
        assert sign_in(name).post(f"{address}/reason", data={"version": "1", "text": "Mine"}).status_code == status
