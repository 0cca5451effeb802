"""Market engagement: asked once of all, answered by each, summarised in public without a name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.models import Engagement, Notice, User
from assurance.persistence.queries.engagement import find_response, get_published, list_submitted
from assurance.persistence.queries.facts.plan import plan_facts
from assurance.services import engagement, suppliers
from tests.factories.cast import NOW, World
from tests.services.engagement.conftest import QUESTIONNAIRE

THEME: dict[str, Any] = {
    "title": "Length of the term", "heard": "Five years are too few to invest in theatres.", "is_changed": True,
    "outcome": "The term grew from five to seven years.",
}  # fmt: skip


@pytest.fixture
def published(session: Session, officer: dict[str, Any]) -> Engagement:
    """The questionnaire, published."""
    engagement.write(session, **QUESTIONNAIRE, **officer)
    return engagement.publish(session, **officer)


def answer(session: Session, world: World, asked: Engagement, name: str = "alder", now: datetime = NOW) -> Any:
    """Save a draft of answers."""
    return engagement.save(
        session, engagement=asked, answers={0: "Seven years", 1: ""}, readiness={0: "now", 1: "later"},
        actor=world.actor(session, name), now=now,
    )  # fmt: skip


def test_it_is_a_draft_until_published_and_then_fixed_with_the_elements(
    session: Session, officer: dict[str, Any]
) -> None:
    drafted = engagement.write(session, **QUESTIONNAIRE, **officer)
    session.flush()
    with pytest.raises(NotFound):
        get_published(session, drafted.public_id)
    with pytest.raises(Conflict, match="someone else"):
        engagement.write(session, **QUESTIONNAIRE, **officer, version=0)
    asked = engagement.publish(session, **officer)
    assert asked.questions == ["Which term lets you invest?", "Who would be your partners?"]
    assert asked.elements == [["Knee pain", "First contact"], ["Knee pain", "Surgery"]]
    assert [each.kind for each in session.scalars(select(Notice))] == ["market_engagement"]
    for act in (
        lambda: engagement.write(session, **QUESTIONNAIRE, **officer),
        lambda: engagement.publish(session, **officer),
    ):
        with pytest.raises(Conflict, match="published"):
            act()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"questions": [" "]}, "questions"), ({"questions": ["Why?", "Why?"]}, "questions"),
     ({"questions": [f"Why {n}?" for n in range(31)]}, "questions"), ({"questions": ["x" * 501]}, "questions"),
     ({"introduction": "Short"}, "introduction"), ({"closes_on": date(2025, 1, 6)}, "closes_on")],
)  # fmt: skip
def test_a_bad_questionnaire_is_refused_at_its_field(
    session: Session, officer: dict[str, Any], change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        engagement.write(session, **{**QUESTIONNAIRE, **change}, **officer)
    assert refused.value.field == field


@pytest.mark.parametrize("stage", [Stage.PLANNING, Stage.CHECKPOINT_1, Stage.CALL, Stage.ABANDONED])
def test_it_is_written_only_while_engagement_runs(
    session: Session, world: World, officer: dict[str, Any], stage: Stage
) -> None:
    world.at(session, stage)
    with pytest.raises(Conflict):
        engagement.write(session, **QUESTIONNAIRE, **officer)


def test_nothing_is_published_that_leaves_no_day_to_answer(session: Session, officer: dict[str, Any]) -> None:
    with pytest.raises(Conflict, match="write it first"):
        engagement.publish(session, **officer)
    engagement.write(session, **QUESTIONNAIRE, **officer)
    with pytest.raises(Conflict, match="less than a day"):
        engagement.publish(session, **{**officer, "now": datetime.fromisoformat("2025-01-19T12:00:01+00:00")})


def test_a_draft_is_nobody_elses_and_answers_count_once_submitted(
    session: Session, world: World, published: Engagement
) -> None:
    answer(session, world, published)
    assert list_submitted(session, published.id) == []
    alder = world.actor(session, "alder")
    engagement.submit(session, engagement=published, actor=alder, now=NOW)
    assert [each.answers for each in list_submitted(session, published.id)] == [{"0": "Seven years"}]
    for act in (lambda: answer(session, world, published),
                lambda: engagement.submit(session, engagement=published, actor=alder, now=NOW)):  # fmt: skip
        with pytest.raises(Conflict, match="submitted"):
            act()
    engagement.take_back(session, engagement=published, actor=alder, now=NOW)
    assert list_submitted(session, published.id) == []
    assert find_response(session, published.id, world.organisations["birch"]) is None


def test_the_closing_time_is_too_late_for_everything(session: Session, world: World, published: Engagement) -> None:
    answer(session, world, published)
    closes = published.closes_at
    assert closes
    alder = world.actor(session, "alder")
    answer(session, world, published, now=closes - timedelta(seconds=1))
    for act in (lambda: answer(session, world, published, now=closes),
                lambda: engagement.submit(session, engagement=published, actor=alder, now=closes),
                lambda: engagement.take_back(session, engagement=published, actor=alder, now=closes)):  # fmt: skip
        with pytest.raises(Conflict, match="closed"):
            act()


def test_what_is_no_answer_is_refused(session: Session, world: World, published: Engagement) -> None:
    alder = world.actor(session, "alder")
    with pytest.raises(Conflict, match="nothing to submit"):
        engagement.submit(session, engagement=published, actor=alder, now=NOW)
    for answers, readiness, kind in (
        ({0: "word " * 501}, {}, InvalidInput), ({2: "No such question"}, {}, Conflict),
        ({}, {0: "perhaps"}, InvalidInput), ({}, {2: "now"}, Conflict),
    ):  # fmt: skip
        with pytest.raises(kind):
            engagement.save(session, engagement=published, answers=answers, readiness=readiness, actor=alder, now=NOW)
    session.get_one(User, world.users["alder"]).is_organisation_lead = False
    session.get_one(User, world.users["alder"]).is_organisation_viewer = True
    for name in ("alder", "officer"):
        with pytest.raises(NotPermitted):
            answer(session, world, published, name)


def test_interest_can_be_said_from_the_questionnaire_on(session: Session, world: World, published: Engagement) -> None:
    said = suppliers.express(
        session, procurement=published.procurement, message="", actor=world.actor(session, "alder"), now=NOW
    )
    assert said.withdrawn_at is None


def test_the_summary_is_published_after_the_close_and_feeds_the_rule(
    session: Session, world: World, officer: dict[str, Any], published: Engagement
) -> None:
    answer(session, world, published)
    engagement.submit(session, engagement=published, actor=world.actor(session, "alder"), now=NOW)
    with pytest.raises(Conflict, match="at least one theme"):
        engagement.publish_summary(session, **officer)
    engagement.record_theme(session, **THEME, **officer)
    engagement.record_theme(
        session,
        **{**THEME, "title": "Lots", "is_changed": False, "outcome": "One provider must answer for all."},
        **officer,
    )
    with pytest.raises(Conflict, match="still open"):
        engagement.publish_summary(session, **officer)
    assert not plan_facts(session, officer["procurement"]).has_engagement_summary
    notice = engagement.publish_summary(session, **{**officer, "now": published.closes_at})
    texts = "\n".join(section["text"] for section in notice.content["sections"])
    for said in (
        "1 organisation answered",
        "What was changed: The term grew",
        "Nothing was changed, because: One provider",
    ):
        assert said in texts
    assert "Alder" not in texts
    assert plan_facts(session, officer["procurement"]).has_engagement_summary


def test_a_theme_names_nobody_who_answered_and_says_something(
    session: Session, world: World, officer: dict[str, Any], published: Engagement
) -> None:
    answer(session, world, published)
    engagement.submit(session, engagement=published, actor=world.actor(session, "alder"), now=NOW)
    for change, field in (
        ({"heard": "ALDER CARE wants seven years of term."}, "heard"), ({"outcome": "Longer."}, "outcome"),
        ({"title": " "}, "title"),
    ):  # fmt: skip
        with pytest.raises(InvalidInput) as refused:
            engagement.record_theme(session, **{**THEME, **change}, **officer)
        assert refused.value.field == field
    theme = engagement.record_theme(session, **THEME, **officer)
    with pytest.raises(InvalidInput, match="already"):
        engagement.record_theme(session, **THEME, **officer)
    engagement.remove_theme(session, theme_id=theme.id, **officer)
    world.at(session, Stage.CALL).criteria_frozen_at = NOW
    officer["procurement"].criteria_digest = "0" * 64
    session.flush()
    with pytest.raises(Conflict, match="published"):
        engagement.record_theme(session, **THEME, **officer)
