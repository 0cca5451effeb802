"""A notice and its release are made together; what is published never changes and gives nothing away."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.packs.open_data import ocds_files
from assurance.persistence.models import AuditEvent, OcdsRelease, SupplierProfile
from assurance.persistence.queries.open_data import list_releases_of
from assurance.services.open_data.exporting import export
from assurance.services.public_site import PublicSite, use_site
from tests.factories.award import Award
from tests.factories.cast import make_world
from tests.factories.open_data import award_published, call_published, intention_published, publish


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def releases(award: Award) -> list[dict[str, Any]]:
    rows = list_releases_of(award.session, award.world.procurement_id)
    assert all(hashlib.sha256(each.document.encode()).hexdigest() == each.digest for each in rows)
    return [json.loads(each.document) for each in rows]


def test_each_notice_has_a_release_of_its_own_under_one_ocid(award: Award) -> None:
    award_published(award)
    found = releases(award)
    assert [each["tag"] for each in found] == [["tender"], ["award"], ["awardUpdate", "contract"]]
    assert [each["id"] for each in found] == ["PR-2025-0001-01", "PR-2025-0001-02", "PR-2025-0001-03"]
    assert {each["ocid"] for each in found} == {"ocds-213czf-PR-2025-0001"}
    assert found[0]["tender"]["documents"][0]["url"].startswith("http://127.0.0.1:8000/notices/")


def test_before_the_award_nobody_who_bids_is_named_or_counted(award: Award) -> None:
    found = releases(call_published(award))
    names = ("Alder", "Birch", "Cedar", "Dogwood")
    assert [len(found), "bids" in found[0], any(name in str(found) for name in names)] == [1, False, False]


def test_the_intention_names_the_winner_alone(award: Award) -> None:
    intention = releases(intention_published(award))[1]
    assert [each["name"] for each in intention["awards"][0]["suppliers"]] == ["Alder Care"]
    assert all(loser not in str(intention) for loser in ("Birch", "Cedar", "Dogwood"))
    assert intention["bids"]["statistics"][0] == {
        "id": "validBids", "measure": "validBids", "relatedLot": "1", "value": 2,
    }  # fmt: skip
    assert intention["awards"][0]["standstillPeriod"]["startDate"] == "2025-01-07T00:00:00Z"


def test_a_registered_number_tells_the_supplier_apart(award: Award) -> None:
    profile = award.session.scalar(
        select(SupplierProfile).where(SupplierProfile.organisation_id == award.world.organisations["alder"])
    )
    if profile is None:
        profile = SupplierProfile(
            organisation_id=award.world.organisations["alder"], name_skeleton="alder care", updated_at=award.now
        )
        award.session.add(profile)
    profile.company_number = "01234567"
    award.session.flush()
    assert releases(intention_published(award))[1]["parties"][1]["id"] == "GB-COH-01234567"


def test_abandoning_after_the_intention_takes_the_award_back(award: Award) -> None:
    intention_published(award)
    award.move("abandon", "owner", "The budget was withdrawn")
    last = releases(award)[-1]
    assert last["awards"] == [{"id": "1", "status": "cancelled", "statusDetails": "The budget was withdrawn"}]
    assert last["tender"]["status"] == "cancelled"


def test_a_release_is_refused_any_change_by_the_database(award: Award) -> None:
    call_published(award)
    award.session.flush()
    for statement in (update(OcdsRelease).values(document="{}"), delete(OcdsRelease)):
        with pytest.raises(DBAPIError, match="never changes"), award.session.begin_nested():
            award.session.execute(statement)
    assert len(releases(award)) == 1


def test_the_ocid_stays_when_the_prefix_is_registered_later(award: Award) -> None:
    call_published(award)
    use_site(PublicSite(ocid_prefix="ocds-abc123"))
    try:
        publish(award, "abandonment", "No budget")
    finally:
        use_site(PublicSite())
    assert {each["ocid"] for each in releases(award)} == {"ocds-213czf-PR-2025-0001"}


def test_the_record_says_what_the_releases_come_to(award: Award) -> None:
    award_published(award)
    package = export(award.session, reference="PR-2025-0001", as_record=True)
    record = package["records"][0]
    compiled = record["compiledRelease"]
    assert record["releases"] == releases(award)
    assert (compiled["tag"], compiled["tender"]["status"]) == (["compiled"], "complete")
    assert (compiled["awards"][0]["status"], compiled["contracts"][0]["awardID"]) == ("active", "1")
    assert compiled["tender"]["lots"][0]["awardCriteria"]["criteria"][0]["name"] == "Clinical model"
    listed = [each["id"] for each in compiled["awards"][0]["documents"]]
    assert listed == ["PR-2025-0001-02", "conflicts", "PR-2025-0001-03"]
    assert package["publishedDate"] == compiled["date"]


def test_a_pack_carries_the_same_package(award: Award) -> None:
    assert ocds_files(award.session, award.procurement) == ()
    award_published(award)
    (file,) = ocds_files(award.session, award.procurement)
    assert (file.name, json.loads(file.content)) == ("ocds.json", export(award.session, reference="PR-2025-0001"))


def test_the_audit_trail_has_the_digest_of_what_was_published(award: Award) -> None:
    call_published(award)
    event = award.session.scalars(select(AuditEvent).where(AuditEvent.tag == "notice:published")).one()
    row = list_releases_of(award.session, award.world.procurement_id)[0]
    assert (event.body["data"]["release"], event.body["data"]["sha256"]) == (row.release_id, row.digest)


def test_what_is_not_published_cannot_be_taken_out(award: Award) -> None:
    with pytest.raises(NotFound, match="Nothing is published"):
        export(award.session, reference="PR-2025-0001")
    with pytest.raises(NotFound, match="no procurement PR-1999-0001"):
        export(award.session, reference="PR-1999-0001")
