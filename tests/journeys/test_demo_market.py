"""The market of the demonstration: its providers kept house, answered, and were told; what changed is public."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.suppliers.duplicates import findings
from assurance.persistence.models import (
    Engagement,
    EngagementResponse,
    EngagementTheme,
    Interest,
    MailMessage,
    Notice,
    Organisation,
    Procurement,
    SavedSearch,
    StandingAnswer,
    User,
)
from assurance.persistence.queries.suppliers import list_named

pytestmark = pytest.mark.xdist_group("demonstration")  # built once, not once for each process


def test_every_provider_has_colleagues_and_standing_answers_by_one_of_them(session: Session) -> None:
    people = session.execute(
        select(Organisation.name, User.is_organisation_lead, User.is_organisation_viewer)
        .join(User, User.organisation_id == Organisation.id)
        .where(Organisation.audience == "supplier")
    ).all()
    parts = Counter((lead, viewer) for _, lead, viewer in people)
    assert parts == {(True, False): 4, (False, False): 4, (False, True): 4}
    answers = session.scalars(select(StandingAnswer)).all()
    assert sorted(Counter(each.organisation_id for each in answers).values()) == [4, 4, 4, 4]
    assert all(each.author.name.endswith("Bid Writer") and each.is_confirmed for each in answers)
    assert findings(list_named(session)) == []


def test_all_four_answered_the_questionnaire_and_the_summary_is_the_plans(session: Session) -> None:
    asked = session.scalars(select(Engagement)).one()
    responses = session.scalars(select(EngagementResponse)).all()
    assert len(responses) == 4
    assert asked.closes_at
    assert all(each.submitted_at and each.submitted_at < asked.closes_at for each in responses)
    assert all(len(each.readiness) == len(asked.elements) == 17 for each in responses)
    themes = session.scalars(select(EngagementTheme)).all()
    msk = session.get_one(Procurement, asked.procurement_id)
    assert [each.title in msk.engagement_summary for each in themes] == [True] * 5
    assert len(session.scalars(select(Interest)).all()) == 2


def test_the_one_subscriber_was_told_once_of_each_notice_of_the_programme(session: Session) -> None:
    saved = session.scalars(select(SavedSearch)).one()
    programme = session.scalars(select(Engagement.procurement_id)).one()
    notices = session.scalars(select(Notice).where(Notice.procurement_id == programme).order_by(Notice.id)).all()
    mail = select(MailMessage).where(MailMessage.recipient == saved.user.email, MailMessage.key.startswith("alert:"))
    told = session.scalars(mail).all()
    assert [each.kind for each in notices][:3] == ["market_engagement", "engagement_summary", "notice_inviting_offers"]
    assert sorted(each.key for each in told) == sorted(f"alert:{each.public_id}:{saved.user_id}" for each in notices)
    assert all(each.sent_at and each.body is None for each in told)
