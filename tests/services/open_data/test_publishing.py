"""A notice and its release are made together; what is published never changes and gives nothing away."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.stages import Stage
from assurance.domain.timetable.direction import Direction
from assurance.packs.open_data import ocds_files
from assurance.persistence.models import AuditEvent, OcdsRelease, SupplierProfile, Timetable, TimetableStage
from assurance.persistence.queries.open_data import list_releases_of
from assurance.services.open_data.exporting import export
from assurance.services.public_site import PublicSite, use_site
from tests.factories.award import Award
from tests.factories.cast import NOW, make_world
from tests.factories.open_data import award_published, call_published, intention_published, publish


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def releases(award: Award) -> list[dict[str, Any]]:
    rows = list_releases_of(award.session, award.world.procurement_id)
    assert all(hashlib.sha256(each.document.encode()).hexdigest() == each.digest for each in rows)
    return [json.loads(each.document) for each in rows]


def test_a_whole_procurement_is_published_notice_by_notice_under_one_ocid(award: Award) -> None:
    assert ocds_files(award.session, award.procurement) == ()
    award_published(award)
    found = releases(award)
    assert [each["tag"] for each in found] == [["tender"], ["award"], ["awardUpdate", "contract"]]
    assert [each["id"] for each in found] == ["PR-2025-0001-01", "PR-2025-0001-02", "PR-2025-0001-03"]
    assert {each["ocid"] for each in found} == {"ocds-213czf-PR-2025-0001"}
    assert found[0]["tender"]["documents"][0]["url"].startswith("http://127.0.0.1:8000/notices/")

    package = export(award.session, reference="PR-2025-0001", as_record=True)
    record = package["records"][0]
    compiled = record["compiledRelease"]
    assert record["releases"] == found
    assert (compiled["tag"], compiled["tender"]["status"]) == (["compiled"], "complete")
    assert (compiled["awards"][0]["status"], compiled["contracts"][0]["awardID"]) == ("active", "1")
    assert compiled["tender"]["lots"][0]["awardCriteria"]["criteria"][0]["name"] == "Clinical model"
    listed = [each["id"] for each in compiled["awards"][0]["documents"]]
    assert listed == ["PR-2025-0001-02", "conflicts", "PR-2025-0001-03"]
    assert package["publishedDate"] == compiled["date"]

    (file,) = ocds_files(award.session, award.procurement)
    assert (file.name, json.loads(file.content)) == ("ocds.json", export(award.session, reference="PR-2025-0001"))


def test_before_the_award_nobody_who_bids_is_named_or_counted(award: Award) -> None:
    award.session.add(
        Timetable(
            procurement_id=award.world.procurement_id, direction=Direction.FORWARDS, anchor_on=NOW.date(),
            proposed_by_id=award.world.users["officer"], proposed_at=NOW, changed_at=NOW,
            stages=[TimetableStage(stage=Stage.DIALOGUE_1, starts_on=date(2025, 3, 3), ends_on=date(2025, 3, 31))],
        )
    )  # fmt: skip
    found = releases(call_published(award))
    assert [each["dueDate"] for each in found[0]["tender"]["milestones"]] == ["2025-03-31T22:59:59Z"]
    names = ("Alder", "Birch", "Cedar", "Dogwood")
    assert [len(found), "bids" in found[0], any(name in str(found) for name in names)] == [1, False, False]
    event = award.session.scalars(select(AuditEvent).where(AuditEvent.tag == "notice:published")).one()
    row = list_releases_of(award.session, award.world.procurement_id)[0]
    assert (event.body["data"]["release"], event.body["data"]["sha256"]) == (row.release_id, row.digest)


def test_the_intention_names_the_winner_alone_by_its_registered_number(award: Award) -> None:
    award.session.merge(
        SupplierProfile(
            id=award.session.scalar(
                select(SupplierProfile.id).where(
                    SupplierProfile.organisation_id == award.world.organisations["alder"]
                )
            ),
            organisation_id=award.world.organisations["alder"], name_skeleton="alder care", updated_at=award.now,
            company_number="01234567",
        )
    )  # fmt: skip
    intention = releases(intention_published(award))[1]
    assert intention["awards"][0]["suppliers"] == [{"id": "GB-COH-01234567", "name": "Alder Care"}]
    assert all(loser not in str(intention) for loser in ("Birch", "Cedar", "Dogwood"))
    assert intention["bids"]["statistics"][0] == {
        "id": "validBids", "measure": "validBids", "relatedLot": "1", "value": 2,
    }  # fmt: skip
    assert intention["awards"][0]["standstillPeriod"]["startDate"] == "2025-01-07T00:00:00Z"
    award.move("abandon", "owner", "The budget was withdrawn")
    last = releases(award)[-1]
    assert last["awards"] == [{"id": "1", "status": "cancelled", "statusDetails": "The budget was withdrawn"}]
    assert last["tender"]["status"] == "cancelled"


def test_what_is_published_stays_whoever_changes_the_row_or_the_prefix(award: Award) -> None:
    call_published(award)
    award.session.flush()
    for statement in (update(OcdsRelease).values(document="{}"), delete(OcdsRelease)):
        with pytest.raises(DBAPIError, match="never changes|permission denied for table"), award.session.begin_nested():
            award.session.execute(statement)
    use_site(PublicSite(ocid_prefix="ocds-abc123"))
    publish(award, "abandonment", "No budget")
    assert [each["ocid"] for each in releases(award)] == ["ocds-213czf-PR-2025-0001"] * 2


def test_what_is_not_published_cannot_be_taken_out(award: Award) -> None:
    with pytest.raises(NotFound, match="Nothing is published"):
        export(award.session, reference="PR-2025-0001")
    with pytest.raises(NotFound, match="no procurement PR-1999-0001"):
        export(award.session, reference="PR-1999-0001")
