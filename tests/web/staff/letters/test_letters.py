"""Invitations and de-briefs on the pages of both sides: read before they go, kept as PDF, closed to everybody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.session import Database
from assurance.services import correspondence
from tests.factories.award import Award
from tests.factories.cast import World

SignIn = Callable[[str], FlaskClient]
BIRCH, ALDER = "/supplier/bids/bid-of-birch/", "/supplier/bids/bid-of-alder/"


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/letters/"


def selected(database: Database, world: World) -> None:
    with database.transaction() as session:
        award = Award(session, world).rank()
        world.at(session, Stage.SELECTION)
        for name in ("alder", "birch"):
            award.bid(name).stage = BidStage.SELECTED


def test_an_invitation_is_read_and_completed_before_it_goes_and_reaches_the_bidder(
    sign_in: SignIn, url: str, database: Database, world: World
) -> None:
    officer = sign_in("officer")
    assert "Nobody is there to be invited yet" in officer.get(f"{url}invitation").text
    selected(database, world)
    page = officer.get(f"{url}invitation").text
    assert "to Alder Care, Birch Care, each in the same words" in page
    refused = officer.post(f"{url}invitation", data={"version": "0", "text": "x" * 4001})
    assert refused.status_code == 422
    assert "x" * 4001 in refused.text
    assert officer.post(f"{url}invitation", data={"version": "0", "text": "Monday 3 March, room 2"}).status_code == 302
    assert officer.post(f"{url}invitation", data={"version": "0", "text": "Another"}).status_code == 409
    assert "Monday 3 March, room 2" in sign_in("owner").get(f"{url}invitation").text
    assert sign_in("alder").get(f"{ALDER}letters/invitation").status_code == 404
    with database.transaction() as session:
        award = Award(session, world)
        for name in ("alder", "birch"):
            award.bid(name).stage = BidStage.IN_DIALOGUE
        world.at(session, Stage.DIALOGUE_1)
        correspondence.invite_all(session, award.procurement, "invitation", award.actor("officer"), award.now)
    alder = sign_in("alder")
    assert f'href="{ALDER}letters/invitation"' in alder.get(ALDER).text
    letter = alder.get(f"{ALDER}letters/invitation").text
    assert "Monday 3 March, room 2" in letter
    assert "Monday 6 January 2025" in letter
    printed = alder.get(f"{ALDER}letters/invitation.pdf")
    assert (printed.mimetype, printed.data[:5]) == ("application/pdf", b"%PDF-")
    for address in ("letters/invitation", "letters/invitation.pdf", "letter.pdf", "de-brief"):
        assert sign_in("birch").get(f"{ALDER}{address}").status_code == 404


def test_who_may_not_write_in_an_invitation(sign_in: SignIn, url: str, database: Database, world: World) -> None:
    selected(database, world)
    for name, status in (("owner", 403), ("clinician", 403), ("outsider", 404)):
        assert sign_in(name).post(f"{url}invitation", data={"version": "0", "text": "Mine"}).status_code == status
    assert sign_in("clinician").get(url).status_code == 403
    assert sign_in("officer").get(f"{url}outcome").status_code == 404


def test_a_debrief_is_asked_for_written_read_and_issued(
    sign_in: SignIn, url: str, database: Database, world: World
) -> None:
    with database.transaction() as session:
        Award(session, world).to_standstill()
    birch, officer, address = sign_in("birch"), sign_in("officer"), f"{url}de-briefs/bid-of-birch"
    assert "Ask for a de-brief" in birch.get(BIRCH).text
    assert "Ask for a de-brief" not in sign_in("alder").get(ALDER).text
    outcome = birch.get(f"{BIRCH}letter.pdf")
    assert outcome.data.startswith(b"%PDF-")
    assert birch.post(f"{BIRCH}de-brief", data={"text": ""}).status_code == 422
    assert birch.post(f"{BIRCH}de-brief", data={"text": "Where did we lose marks?"}).status_code == 302
    assert "you are told when it is here" in birch.get(f"{BIRCH}de-brief").text
    assert "Answer by Tuesday 21 January 2025" in officer.get(address).text
    assert officer.post(address, data={"answer": ""}).status_code == 422
    assert officer.post(f"{address}/issue").status_code == 409
    assert officer.post(address, data={"answer": "In the pathway."}).status_code == 302
    assert "Reason of alder for clinical" in officer.get(address).text
    assert birch.get(f"{BIRCH}letters/debrief").status_code == 404
    assert officer.post(f"{address}/issue").status_code == 302
    assert "In the pathway." in birch.get(f"{BIRCH}letters/debrief").text
    assert birch.get(f"{BIRCH}letters/debrief.pdf").data.startswith(b"%PDF-")
    for name, status in (("clinician", 403), ("contracts", 403), ("outsider", 404)):
        assert sign_in(name).get(address).status_code == status
    assert sign_in("approver").post(address, data={"answer": "Mine"}).status_code == 403
