"""A published notice stays as it is; its correction is another person's to publish, beside it and as open data."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.persistence.models import Notice, NoticeCorrection, OcdsRelease, Pack
from assurance.persistence.queries.corrections import list_versions
from assurance.services import corrections
from tests.factories.award import Award
from tests.factories.cast import make_world
from tests.factories.open_data import call_published, intention_published

WHY = "The value left out the extension"


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def newest(award: Award) -> Notice:
    return award.session.scalars(select(Notice).order_by(Notice.id.desc())).first()  # type: ignore[return-value]  # reason: one is published


def texts(notice: Notice, **changed: str) -> list[str]:
    """Give the text of every section, with those of some headings changed."""
    return [changed.get(each["heading"].split()[0].lower(), each["text"]) for each in notice.content["sections"]]


def write(award: Award, notice: Notice, name: str = "officer", version: int = 0, why: str = WHY, **changed: str):  # type: ignore[no-untyped-def]  # reason: a row
    return corrections.write(
        award.session, procurement=award.procurement, notice=notice, texts=texts(notice, **changed), reason=why,
        version=version, actor=award.actor(name), now=award.now,
    )  # fmt: skip


def publish(award: Award, row: NoticeCorrection, name: str = "approver", version: int | None = None) -> Notice:
    award.now += timedelta(hours=1)
    return corrections.publish(
        award.session, procurement=award.procurement, correction=row,
        version=row.version if version is None else version, actor=award.actor(name), now=award.now,
    )  # fmt: skip


def test_a_correction_is_a_new_version_and_the_notice_stays_as_it_was(award: Award) -> None:
    intention_published(award)
    first = newest(award)
    said = json.dumps(first.content)
    second = publish(award, write(award, first, value="Lifetime value: £12,000,000."))
    assert json.dumps(first.content) == said
    assert (second.kind, second.corrects_id, second.correction_reason) == (first.kind, first.id, WHY)
    told = {each["heading"]: each["text"] for each in second.content["sections"]}
    assert told["Value and term"] == "Lifetime value: £12,000,000."
    third = publish(award, write(award, second, value="Lifetime value: £13,000,000."))
    assert [each.id for each in list_versions(award.session, second)] == [first.id, second.id, third.id]
    printed = award.session.scalars(select(Pack.subject).where(Pack.kind == "notice")).all()
    assert {first.public_id, second.public_id, third.public_id} <= set(printed)


def test_its_release_amends_and_moves_no_day_of_the_award(award: Award) -> None:
    intention_published(award)
    first = newest(award)
    second = publish(award, write(award, first, value="Lifetime value: £12,000,000."))
    award.session.flush()
    releases = {each.notice_id: json.loads(each.document) for each in award.session.scalars(select(OcdsRelease))}
    before, after = releases[first.id], releases[second.id]
    assert (before["tag"], after["tag"]) == (["award"], ["awardUpdate"])
    assert after["awards"][0]["date"] == before["awards"][0]["date"]
    assert after["date"] != before["date"]
    assert "Lifetime value: £12,000,000." in after["description"]


def test_a_corrected_call_gives_the_reason_as_an_amendment(award: Award) -> None:
    call_published(award)
    second = publish(award, write(award, newest(award), value="Term of the contract: six years."))
    award.session.flush()
    query = select(OcdsRelease.document).where(OcdsRelease.notice_id == second.id)
    release = json.loads(award.session.scalars(query).one())
    assert release["tag"] == ["tenderUpdate"]
    assert [each["rationale"] for each in release["tender"]["amendments"]] == [WHY]


def test_who_may_not_write_and_who_may_not_decide(award: Award) -> None:
    call_published(award)
    notice = newest(award)
    for name in ("owner", "approver", "contracts", "clinician"):
        with pytest.raises(NotPermitted):
            write(award, notice, name, value="Another")
    row = write(award, notice, value="Another")
    for name in ("officer", "contracts", "clinician"):
        with pytest.raises(NotPermitted):
            publish(award, row, name)
    row.written_by_id = award.world.users["owner"]
    with pytest.raises(NotPermitted, match="You wrote this correction"):
        publish(award, row, "owner")


def test_what_is_no_correction_is_refused_at_its_field(award: Award) -> None:
    call_published(award)
    notice = newest(award)
    for changed, why, field in (({}, WHY, "reason"), ({"value": "Six"}, " ", "reason"), ({"value": " "}, WHY, "")):
        with pytest.raises(InvalidInput) as refused:
            write(award, notice, why=why, **changed)
        assert refused.value.field.startswith(field or "section_")
    assert award.session.scalars(select(NoticeCorrection)).all() == []


def test_a_stale_page_and_a_version_corrected_already_are_refused(award: Award) -> None:
    call_published(award)
    first = newest(award)
    row = write(award, first, value="Six")
    with pytest.raises(Conflict, match="Read it again"):
        write(award, first, value="Seven")
    read = row.version
    write(award, first, version=read, value="Seven")
    with pytest.raises(Conflict, match="Read it again"):
        publish(award, row, version=read)
    publish(award, row)
    with pytest.raises(Conflict, match="Read it again"):
        publish(award, row)
    with pytest.raises(Conflict, match="Correct the newest one"):
        write(award, first, value="Eight")


def test_a_refused_correction_leaves_the_notice_and_the_way_to_another(award: Award) -> None:
    call_published(award)
    notice = newest(award)
    row = write(award, notice, value="Six")
    for reason, error in ((" ", InvalidInput), ("It is right as it is", None)):
        said = {"correction": row, "version": row.version, "reason": reason, "actor": award.actor("owner")}
        if error is not None:
            with pytest.raises(error):
                corrections.refuse(award.session, procurement=award.procurement, now=award.now, **said)
        else:
            corrections.refuse(award.session, procurement=award.procurement, now=award.now, **said)
    award.session.flush()
    assert (row.decided_by_id, row.refusal) == (award.world.users["owner"], "It is right as it is")
    assert newest(award).id == notice.id
    assert write(award, notice, value="Seven").id != row.id
