"""Notices say what the schedules ask for, by role and count, and never a person's name or a loser's text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assurance.persistence.models import ConflictDeclaration
from assurance.services import letters, notices
from tests.factories.award import Award
from tests.factories.cast import NOW, STAFF, make_world


@pytest.fixture
def award(session: Session) -> Award:
    return Award(session, make_world(session))


def no_names(sections: dict[str, str]) -> bool:
    text = " ".join(sections.values())
    return not any(name.replace("_", " ").title() in text.split("\n") for name in STAFF) and "@" not in text


def test_the_notice_inviting_offers_publishes_criteria_weights_and_the_deadline(award: Award) -> None:
    award.rank()
    procurement = award.procurement
    procurement.notice_text, procurement.requests_due_at = "Providers may ask to take part.", NOW + timedelta(days=30)
    procurement.tie_break = ["workforce", "lowest-price"]
    title, content = notices.compose(award.session, procurement=procurement, kind="notice_inviting_offers", now=NOW)
    sections = {each["heading"]: each["text"] for each in content["sections"]}
    assert title == "Notice inviting offers: Musculoskeletal lead provider"
    assert sections["Award criteria and weights"].splitlines() == [
        "Quality: 60% of the whole",
        "– Clinical model: 42% of the whole, minimum 3 marks of 5",
        "– Workforce: 18% of the whole",
        "Price: 40% of the whole",
    ]
    assert "before 09:00 on 5 February 2025" in sections["How to take part"]
    assert "assessed on: Clinical model." in sections["How offers are assessed"]
    assert "the higher result on Workforce, then the lower price" in sections["How offers are assessed"]
    assert "Hip: Assessment, Surgery." in sections["What is bought"]
    assert "Mobility regained: target 80%, weight 60%" in sections["Outcomes on which payment depends"]
    assert "Approver (Test post): approves the recommendation." in sections["Who decides"]
    assert no_names(sections)


def test_a_section_without_content_is_left_out(award: Award) -> None:
    _, content = notices.compose(award.session, procurement=award.procurement, kind="notice_inviting_offers", now=NOW)
    assert "Outcomes on which payment depends" not in [each["heading"] for each in content["sections"]]


def test_the_intention_names_the_provider_reasons_standstill_and_conflicts(award: Award) -> None:
    award.to_intention()
    award.session.add_all(
        [
            ConflictDeclaration(
                bid_id=award.bid("alder").id,
                user_id=award.world.users["clinician"],
                has_conflict=True,
                detail="Sister works there",
                declared_at=NOW,
                decision="recused",
                decision_reason="Close family",
                decided_by_id=award.world.users["officer"],
                decided_at=NOW,
            ),
            ConflictDeclaration(
                bid_id=award.bid("birch").id,
                user_id=award.world.users["clinician"],
                has_conflict=False,
                declared_at=NOW,
            ),
        ]  # fmt: skip
    )
    letters.prepare_all(award.session, procurement=award.procurement, actor=award.actor("officer"), now=award.now)
    award.move("start_standstill")
    sections = award.published("intention_to_award")
    assert "Alder Care" in sections["Provider to whom the contract is to be awarded"]
    assert "Lifetime value: £10,000,000." in sections["Value and term"]
    assert sections["Why this provider"].splitlines() == [
        "Alder Care has 88.4 points of 100, the highest total of 2 tenders ranked.",
        "Quality: 56.4 of 60 points",
        "Price: 32 of 40 points",
    ]
    assert "begins on Tuesday 7 January 2025" in sections["Standstill and representations"]
    assert "end of Friday 17 January 2025" in sections["Standstill and representations"]
    assert "1 conflict was declared: in 1 the person took no part" in sections["Conflicts of interest"]
    assert "Sister" not in str(sections)
    assert all(loser not in str(sections) for loser in ("Birch", "Cedar", "Dogwood"))
    assert no_names(sections)


def test_an_abandonment_is_published_with_its_reason(award: Award) -> None:
    award.rank()
    award.move("abandon", "owner", "The budget was withdrawn")
    sections = award.published("abandonment")
    assert sections["Reason"] == "The budget was withdrawn"
    assert "4 providers had asked to take part" in sections["Decision"]
