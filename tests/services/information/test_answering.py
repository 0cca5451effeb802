"""A request is registered with its clock, answered with picked records less what is withheld, by two people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.retention.schedule import Open
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, InformationRequest, Pack, User
from assurance.persistence.queries.retention import open_matters
from assurance.services import information
from tests.factories.award import Award
from tests.factories.cast import make_world

WEIGHED = "Rivals could price against it, which weighs more here than what the public would learn."


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session)).to_standstill()


def register(award: Award, **more: Any) -> InformationRequest:
    fields: dict[str, Any] = {
        "procurement": award.procurement, "requester": "A. Reporter", "contact": "news@example.org",
        "asked": "Why Alder Care was chosen.", "received_on": award.now.date(), "actor": award.actor("officer"),
        "now": award.now, **more,
    }  # fmt: skip
    row = information.register(award.session, **fields)
    award.session.flush()
    return row


def keys(award: Award, beginning: str) -> list[str]:
    found = [each.key for each in information.items_of(award.session, award.procurement)]
    return [key for key in found if key.startswith(beginning)]


def choose(award: Award, row: InformationRequest, *picked: str, name: str = "officer", version: int = 0) -> None:
    information.choose(
        award.session, request=row, keys=picked, version=version or row.version, actor=award.actor(name),
        now=award.now,
    )  # fmt: skip
    award.session.flush()


def withhold(award: Award, row: InformationRequest, item: str, passage: str = "", **more: Any) -> None:
    fields: dict[str, Any] = {"exemption": "s43_2", "reason": WEIGHED, "actor": award.actor("officer"), **more}
    information.withhold(award.session, request=row, item=item, passage=passage, now=award.now, **fields)
    award.session.flush()
    award.session.refresh(row)


def release(award: Award, row: InformationRequest, name: str = "owner", digest: str = "", knows: bool = True) -> None:
    seen = digest or information.current(award.session, row).digest
    information.release(
        award.session, request=row, digest=seen, knows_names=knows, actor=award.actor(name), now=award.now
    )
    award.session.flush()


def test_it_is_registered_with_the_day_to_answer_by_and_why(award: Award) -> None:
    row = register(award)
    assert row.due_on == date(2025, 2, 3)
    assert "section 10(1)" in row.why
    event = award.session.scalars(select(AuditEvent).where(AuditEvent.tag == "information-request:registered")).one()
    assert "Reporter" not in str(event.body), "who asks is personal data"


@pytest.mark.parametrize(
    ("field", "value"),
    [("requester", " "), ("contact", ""), ("asked", ""), ("received_on", date(2025, 1, 7))],
)
def test_what_is_missing_or_yet_to_come_is_refused(award: Award, field: str, value: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        register(award, **{field: value})
    assert refused.value.field == field


def test_marks_cannot_be_picked_before_every_bidder_was_told(award: Award) -> None:
    assert keys(award, "agreed:")
    award.world.at(award.session, Stage.INTENTION)
    assert not keys(award, "agreed:") and not keys(award, "mark:")
    assert keys(award, "kept:")


def test_the_answer_is_what_was_picked_less_what_is_withheld(award: Award) -> None:
    row, picked = register(award), keys(award, "agreed:")[:2]
    choose(award, row, *picked)
    text = information.current(award.session, row).items[0].text
    assert "Reason of alder for clinical" in text
    withhold(award, row, picked[0], "Reason of alder")
    withhold(award, row, picked[1])
    release(award, row)
    first, second = row.content["items"]
    assert "[removed] for clinical" in first["text"] and second["text"] == ""
    assert "Reason of alder" not in str(row.content)
    assert [each["provision"] for each in row.content["register"]] == [
        "Freedom of Information Act 2000, section 43(2)"
    ] * 2
    assert award.session.scalars(select(Pack.kind).where(Pack.subject == row.public_id)).all() == ["information"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"exemption": "s99"}, "exemption"),
        ({"reason": "  "}, "reason"),
        ({"reason": "Rivals"}, "reason"),
        ({"passage": "no such words"}, "passage"),
        ({"item": "kept:value"}, "item"),
    ],
)
def test_withholding_asks_for_section_and_reason(award: Award, more: dict[str, Any], field: str) -> None:
    row, picked = register(award), keys(award, "agreed:")[:1]
    choose(award, row, *picked)
    with pytest.raises(InvalidInput) as refused:
        withhold(award, row, **{"item": picked[0], **more})
    assert refused.value.field == field
    withhold(award, row, picked[0], exemption="s41", reason="Told in confidence")
    with pytest.raises(InvalidInput, match="withheld already"):
        withhold(award, row, picked[0])


def test_what_is_no_longer_picked_is_no_longer_withheld_and_can_be_put_back(award: Award) -> None:
    row, picked = register(award), keys(award, "agreed:")[:2]
    choose(award, row, *picked)
    for key in picked:
        withhold(award, row, key)
    choose(award, row, picked[0])
    award.session.refresh(row)
    (left,) = row.withheld
    assert left.item == picked[0]
    information.put_back(
        award.session, request=row, withheld_id=left.public_id, actor=award.actor("officer"), now=award.now
    )
    award.session.flush()
    award.session.refresh(row)
    assert row.withheld == []
    with pytest.raises(Conflict, match="Somebody else changed"):
        choose(award, row, *picked, version=row.version + 1)


def test_a_second_person_approves_exactly_what_they_read(award: Award) -> None:
    row, picked = register(award), keys(award, "agreed:")[:1]
    with pytest.raises(Conflict, match="nothing to approve"):
        release(award, row)
    choose(award, row, *picked)
    for name in ("officer", "approver", "auditor", "clinician", "birch"):
        with pytest.raises(NotPermitted):
            release(award, row, name)
    row.prepared_by_id = award.world.users["owner"]
    with pytest.raises(NotPermitted, match="neither prepared"):
        release(award, row)
    row.prepared_by_id = award.world.users["officer"]
    with pytest.raises(Conflict, match="have changed"):
        release(award, row, digest="0" * 64)
    release(award, row)
    for act in (lambda: release(award, row), lambda: choose(award, row), lambda: withhold(award, row, picked[0])):
        with pytest.raises(Conflict, match="is answered"):
            act()


def test_named_people_are_confirmed_or_cut(award: Award) -> None:
    award.session.get_one(User, award.world.users["officer"]).name = "Olive Officer"
    award.session.flush()
    row = register(award)
    choose(award, row, "kept:decision_makers")
    with pytest.raises(InvalidInput) as refused:
        release(award, row, knows=False)
    assert refused.value.field == "knows_names"
    release(award, row)


def test_a_request_is_closed_with_a_reason_and_while_open_keeps_the_records(award: Award) -> None:
    row = register(award)
    assert open_matters(award.session, award.world.procurement_id) == Open(requests=1)
    fields: dict[str, Any] = {"request": row, "now": award.now}
    with pytest.raises(NotPermitted):
        information.close(award.session, reason="It was withdrawn by letter.", actor=award.actor("officer"), **fields)
    with pytest.raises(InvalidInput):
        information.close(award.session, reason="Gone", actor=award.actor("owner"), **fields)
    information.close(award.session, reason="It was withdrawn by letter.", actor=award.actor("owner"), **fields)
    award.session.flush()
    assert open_matters(award.session, award.world.procurement_id) == Open()
    with pytest.raises(Conflict, match="is closed"):
        choose(award, row)


def test_nobody_else_registers_or_picks(award: Award) -> None:
    row = register(award)
    for name in ("owner", "approver", "auditor", "clinician"):
        with pytest.raises(NotPermitted):
            register(award, actor=award.actor(name))
        with pytest.raises(NotPermitted):
            choose(award, row, name=name)
