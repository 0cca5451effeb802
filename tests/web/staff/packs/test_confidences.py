"""A pack that holds confidences is there for those who may read them, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Pack
from assurance.persistence.session import Database
from assurance.services import dialogue, packs
from tests.factories.cast import NOW, World
from tests.factories.plans import make_bid


def test_what_one_bidder_is_shown_of_the_marks_exists_for_those_who_keep_the_records_alone(
    sign_in: Callable[[str], FlaskClient], world: World, database: Database
) -> None:
    with database.transaction() as session:
        made = Pack(
            public_id="0" * 36, procurement_id=world.procurement_id, kind="redacted", subject="x",
            title="Evaluation of the bid of Alder Care", requested_by_id=world.users["officer"], requested_at=NOW,
        )  # fmt: skip
        session.add(made)
    url = f"/staff/procurements/{world.reference}/packs/"
    for who, may in (("officer", True), ("owner", True), ("auditor", True), ("representations", True),
                     ("approver", False), ("reviewer", False), ("contracts", False)):  # fmt: skip
        client = sign_in(who)
        assert client.get(f"{url}{'0' * 36}").status_code == (200 if may else 404)
        assert ("Evaluation of the bid of Alder Care" in client.get(url).text) is may
    for who in ("clinician", "moderator", "alder"):
        assert sign_in(who).get(f"{url}{'0' * 36}").status_code in (403, 404)


def test_the_dialogue_record_does_not_exist_for_who_may_not_read_confidences(
    sign_in: Callable[[str], FlaskClient], world: World, database: Database
) -> None:
    with database.transaction() as session:
        procurement = world.at(session, Stage.DIALOGUE_1)
        dialogue.hold_session(
            session, bid=make_bid(session, world, "alder", BidStage.IN_DIALOGUE), round=1, held_at=NOW, place="Room 2",
            agenda="Pathways", attendance="The lead", actor=world.actor(session, "lead"), now=NOW,
        )  # fmt: skip
        session.flush()
        made = packs.request_pack(
            session, procurement=procurement, kind="dialogue", actor=world.actor(session, "officer"), now=NOW
        )
        url, key = f"/staff/procurements/{world.reference}/packs/", made.public_id
    for who, may in (("officer", True), ("owner", True), ("auditor", True), ("approver", False), ("reviewer", False),
                     ("contracts", False)):  # fmt: skip
        client = sign_in(who)
        assert client.get(f"{url}{key}").status_code == (200 if may else 404)
        assert client.get(f"{url}{key}/download").status_code == (409 if may else 404)
        assert ("Dialogue record" in client.get(url).text) is may
    for who in ("approver", "reviewer"):
        assert sign_in(who).post(f"{url}{key}/cancel", data={}).status_code == 404
        assert sign_in(who).post(url, data={"choice": "dialogue:"}).status_code == 422
