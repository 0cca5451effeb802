"""The call of each law says which turnover is asked for, and why where it is more than twice the yearly value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from assurance.domain.procedures import PA23_FLEXIBLE, PCR15_DIALOGUE, PSR_COMPETITIVE
from assurance.domain.procedures.definition import Procedure
from assurance.services import notices, selection
from tests.factories.cast import NOW, World, make_world
from tests.factories.plans import make_plan

REASONS = "The provider bears a risk of twelve months of cost before the first outcome is paid."
ALL = [
    (PSR_COMPETITIVE, "notice_inviting_offers", "Financial standing"),
    (PA23_FLEXIBLE, "uk4", "Conditions of participation"),
    (PCR15_DIALOGUE, "contract_notice", "Conditions for participation"),
]


@pytest.fixture
def world(session: Session) -> World:
    """A planned procurement before its call, of 50,717,000 pounds a year."""
    world = make_world(session)
    make_plan(session, world)
    return world


def written(session: Session, world: World, procedure: Procedure, kind: str) -> dict[str, str]:
    procurement = world.procurement(session)
    procurement.procedure_code, procurement.procedure_version = procedure.code, procedure.version
    _, content = notices.compose(session, procurement=procurement, kind=kind, now=NOW)
    return {each["heading"]: each["text"] for each in content["sections"]}


@pytest.mark.parametrize(("procedure", "kind", "heading"), ALL)
def test_a_multiple_above_two_states_its_reasons(
    session: Session, world: World, procedure: Procedure, kind: str, heading: str
) -> None:
    usual = written(session, world, procedure, kind)[heading]
    assert "A yearly turnover of £101,434,000 is asked for: 2 times" in usual
    assert "Why more than twice" not in usual
    selection.set_rule(
        session, procurement=world.procurement(session), multiple=Fraction(5, 2), reasons=REASONS, at_most=None,
        actor=world.actor(session, "officer"), now=NOW,
    )  # fmt: skip
    more = written(session, world, procedure, kind)[heading]
    assert "A yearly turnover of £126,792,500 is asked for: 2.5 times" in more
    assert f"Why more than twice the yearly value is asked for: {REASONS}" in more


def test_nothing_is_said_of_a_turnover_that_is_not_asked_for(session: Session, world: World) -> None:
    procurement, officer = world.procurement(session), world.actor(session, "officer")
    selection.remove_question(session, code="standing", procurement=procurement, actor=officer, now=NOW)
    assert "Financial standing" not in written(session, world, PSR_COMPETITIVE, "notice_inviting_offers")
    assert "turnover of" not in written(session, world, PA23_FLEXIBLE, "uk4")["Conditions of participation"]
