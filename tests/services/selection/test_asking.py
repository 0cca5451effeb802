"""The questionnaire: a template at first, written until the call, then fixed with its digest."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.selection.questionnaire import Asks
from assurance.domain.selection.template import template
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent
from assurance.persistence.queries.facts.plan import call_facts
from assurance.persistence.queries.selection import find_questionnaire, get_questionnaire
from assurance.services import selection
from tests.factories.cast import NOW, World, make_world
from tests.factories.plans import make_plan
from tests.factories.requests import MARKED


@pytest.fixture
def world(session: Session) -> World:
    """A planned procurement before its call."""
    world = make_world(session)
    make_plan(session, world)
    return world


def who(session: Session, world: World, name: str = "officer") -> dict[str, Any]:
    return {"procurement": world.procurement(session), "actor": world.actor(session, name), "now": NOW}


def test_the_template_stands_until_something_is_written(session: Session, world: World) -> None:
    asked = get_questionnaire(session, world.procurement(session))
    assert asked == template(Decimal(50_717_000))
    assert asked.faults() == ()
    assert find_questionnaire(session, world.procurement_id) is None


def test_what_is_written_is_kept_and_put_in_the_same_place(session: Session, world: World) -> None:
    selection.save_question(session, question=MARKED, **who(session, world))
    selection.save_question(session, question=replace(MARKED, text="How do you settle things?"), **who(session, world))
    questions = get_questionnaire(session, world.procurement(session)).questions
    assert [each.code for each in questions] == ["standing", "contracts", "experience", "together"]
    assert questions[3].text == "How do you settle things?"
    selection.remove_question(session, code="contracts", **who(session, world))
    left = get_questionnaire(session, world.procurement(session)).questions
    assert [each.code for each in left] == ["standing", "experience", "together"]


def test_more_than_twice_the_yearly_value_needs_reasons_and_fewer_than_three_are_refused(
    session: Session, world: World
) -> None:
    def rule(multiple: int, reasons: str, at_most: int | None) -> None:
        selection.set_rule(
            session, multiple=Fraction(multiple), reasons=reasons, at_most=at_most, **who(session, world)
        )

    with pytest.raises(InvalidInput) as refused:
        rule(3, "Size matters", None)
    assert refused.value.field == "reasons"
    assert "PSR 2023 Schedule 16" in refused.value.message
    with pytest.raises(InvalidInput) as refused:
        rule(2, "", 2)
    assert refused.value.field == "at_most"
    assert "regulation 65" in refused.value.message
    rule(3, "The lead carries the whole budget of four hospitals from the first day.", 3)
    asked = get_questionnaire(session, world.procurement(session))
    assert asked.requirement.least == Decimal(152_151_000)
    assert (
        "A number can only be let through by marks; add a marked question or no number"
        in call_facts(session, world.procurement(session)).questionnaire_faults
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": " "}, "text"),
        ({"weight": Fraction(0)}, "weight"),
        ({"asks": Asks.TURNOVER}, "asks"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    session: Session, world: World, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        selection.save_question(session, question=replace(MARKED, **change), **who(session, world))
    assert refused.value.field == field
    assert find_questionnaire(session, world.procurement_id) is None


def test_what_is_published_is_fixed_with_its_digest_and_its_budget(session: Session, world: World) -> None:
    selection.save_question(session, question=MARKED, **who(session, world))
    row = selection.freeze(session, **who(session, world))
    session.flush()
    asked = get_questionnaire(session, world.procurement(session))
    assert row.digest == asked.digest()
    assert asked.requirement.annual_value == Decimal(50_717_000)
    event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "questionnaire:published")).one()
    assert event.body["data"]["digest"] == row.digest
    world.at(session, Stage.CALL)
    with pytest.raises(Conflict, match="was published with the call"):
        selection.remove_question(session, code="experience", **who(session, world))
    assert get_questionnaire(session, world.procurement(session)) == asked


def test_two_people_do_not_overwrite_each_other(session: Session, world: World) -> None:
    selection.save_question(session, question=MARKED, version=0, **who(session, world))
    with pytest.raises(Conflict, match="someone else"):
        selection.remove_question(session, code="together", version=0, **who(session, world))


@pytest.mark.parametrize("name", ["lead", "auditor", "clinician", "outsider", "alder"])
def test_only_the_officer_writes_it(session: Session, world: World, name: str) -> None:
    with pytest.raises(NotPermitted):
        selection.save_question(session, question=MARKED, **who(session, world, name))


def test_a_code_is_made_once() -> None:
    asked = template(Decimal(0))
    made = selection.new_code(asked, "Standing!")
    assert made == "standing-2"
    assert selection.new_code(asked, "Add") == "add-2"
    assert selection.new_code(asked, "…") == "question"
