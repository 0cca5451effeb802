"""Codes, place and number of the authority: who gives them, until when, and that notices and open data carry them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.ocds import facts
from assurance.domain.ocds.release import write_release
from assurance.persistence.models import AuditEvent
from assurance.persistence.queries.classification import find_classification, find_number
from assurance.services import lots, notice_content, planning, procurements
from assurance.services.open_data.gathering import gather
from tests.factories.cast import NOW, World

GIVEN: dict[str, Any] = {"codes": "85121283-0\n85142100", "region": "UKF2", "number": " qpm "}


def release_of(session: Session, world: World, kind: str = "notice_inviting_offers") -> dict[str, Any]:
    notice = facts.Notice("PR-2025-0001-01", kind, "Title", "Text", "http://127.0.0.1:8000/notices/1", NOW)
    return write_release(gather(session, world.procurement(session), notice, ocid="ocds-213czf-1", earlier=[]))


def test_what_is_given_is_in_the_notice_and_in_the_open_data(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    planning.classify(session, **GIVEN, **common)
    said = notice_content.description(session, world.procurement(session))
    assert "CPV: 85121283-0 Orthopaedic services; 85142100-7 Physiotherapy services." in said
    assert "Place of delivery: UKF2 Leicestershire, Rutland and Northamptonshire." in said
    release = release_of(session, world)
    (item,) = release["tender"]["items"]
    assert item["classification"] == {"scheme": "CPV", "id": "85121283", "description": "Orthopaedic services"}
    assert [each["id"] for each in item["additionalClassifications"]] == ["85142100"]
    assert [each["region"] for each in item["deliveryAddresses"]] == ["UKF2"]
    assert release["buyer"]["id"] == "GB-NHS-QPM"
    assert release["parties"][0]["identifier"]["id"] == "QPM"


def test_without_them_the_open_data_makes_nothing_up(session: Session, world: World) -> None:
    release = release_of(session, world)
    assert "items" not in release["tender"]
    assert release["buyer"]["id"].startswith("ORG-")


@pytest.mark.parametrize(
    ("field", "typed"), [("codes", "85999999"), ("region", "UKX9"), ("region", ""), ("number", "a number")]
)
def test_a_wrong_value_is_refused_at_its_field(
    session: Session, common: dict[str, Any], field: str, typed: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        planning.classify(session, **{**GIVEN, field: typed}, **common)
    assert refused.value.field == field


def test_they_are_rewritten_until_the_call_and_the_trail_keeps_both(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    authority = world.procurement(session).organisation_id
    planning.classify(session, **GIVEN, **common)
    planning.classify(session, **{**GIVEN, "codes": "85323000", "number": "PABC-1234-DEFG"}, **common)
    row, number = find_classification(session, world.procurement_id), find_number(session, authority)
    assert row is not None and row.cpv == [["85323000", "Community health services"]]
    assert number is not None and (number.scheme, number.number) == ("GB-PPON", "PABC-1234-DEFG")
    planning.classify(session, **{**GIVEN, "number": ""}, **common)
    assert find_number(session, authority) is None
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.tag == "classification:changed").order_by(AuditEvent.seq)
    ).all()
    assert events[1].body["data"]["old"]["cpv"][0] == ["85121283", "Orthopaedic services"]
    world.procurement(session).criteria_frozen_at = NOW
    with pytest.raises(Conflict, match="what was published can no longer be changed"):
        planning.classify(session, **GIVEN, **common)


def test_a_lot_is_published_under_its_number_beside_the_others(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    other = procurements.create_procurement(
        session, title="Respiratory", summary="All of it.", care_group="Respiratory", population=None,
        contract_years=5, outcome_share_percent=30, integration_forms=[], actor=common["actor"], now=NOW,
    )  # fmt: skip
    group = lots.start_group(session, title="Planned care", most_lots=1, rule=lots.LotRule.IN_ORDER, number=2, **common)
    lots.join(session, group=group, number=1, **{**common, "procurement": other})
    planning.classify(session, **GIVEN, **common)
    tender = release_of(session, world)["tender"]
    assert [(each["id"], each["title"]) for each in tender["lots"]] == [
        ("2", world.procurement(session).title), ("1", "Respiratory"),
    ]  # fmt: skip
    assert tender["lots"][1]["description"] == f"Bought in the procurement {other.reference}"
    assert tender["items"][0]["relatedLot"] == "2"
    assert tender["lotDetails"]["maximumLotsAwardedPerSupplier"] == 1
    assert tender["lotDetails"]["awardCriteriaDetails"].startswith("Lots in their published order")
