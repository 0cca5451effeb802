"""What blocks the next step of each procurement, in one line: the same that its own page says, for a few queries."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assurance.domain.case import Case
from assurance.domain.procedures import CURRENT
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import PATH, Stage
from assurance.persistence.queries.procurements import list_of_person
from assurance.services import next_steps
from assurance.services.cases import READERS, CaseOnDemand, build_case
from assurance.services.next_steps import AT_MOST, list_next_steps
from tests.factories.cast import NOW, make_world
from tests.factories.procurements import make_many
from tests.statements import asked, listened


@pytest.mark.parametrize("regime", Regime)
def test_the_step_that_leads_on_is_the_first_of_the_table_that_needs_no_reason(regime: Regime) -> None:
    lifecycle = CURRENT[regime].lifecycle
    for here, then in zip(PATH, PATH[1:], strict=False):
        moves = [each for each in lifecycle.open_moves(here) if not each.needs_reason]
        assert moves[0].dest is then, here


def test_it_says_the_first_objection_of_the_page_and_how_many_more_there_are(session: Session) -> None:
    world, said = make_world(session), 0
    for stage in PATH[:-1]:
        procurement = world.at(session, stage)
        lifecycle = procurement.procedure.lifecycle
        move = lifecycle.open_moves(stage)[0]
        found = [each.message for each in lifecycle.objections(move.trigger, build_case(session, procurement, NOW))]
        step = list_next_steps(session, procurements=[procurement], now=NOW)[procurement.id]
        assert (step.label, step.objection, step.more) == (move.label, [*found, ""][0], max(0, len(found) - 1)), stage
        said += len(found)
    assert said > len(PATH)


def test_nothing_leads_on_from_an_end(session: Session) -> None:
    world = make_world(session)
    for stage in (Stage.LIVE, Stage.ABANDONED):
        assert list_next_steps(session, procurements=[world.at(session, stage)], now=NOW) == {}


def test_a_long_list_asks_no_more_than_a_short_one(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world(session)
    make_many(session, world, AT_MOST + 3)
    mine = [each for each, _ in list_of_person(session, world.users["officer"])]
    ended, going = world.at(session, Stage.LIVE), [each for each in mine if each.id != world.procurement_id]
    asked_of: list[str] = []
    kept = next_steps.case_on_demand
    monkeypatch.setattr(
        next_steps, "case_on_demand", lambda *given: asked_of.append(given[1].reference) or kept(*given)
    )
    found = list_next_steps(session, procurements=[ended, *going], now=NOW)
    assert list(found) == [each.id for each in going[:AT_MOST]]
    assert asked_of == [each.reference for each in going[:AT_MOST]]


def test_only_what_the_rules_of_the_move_ask_for_is_read(session: Session) -> None:
    procurement = make_world(session).at(session, Stage.FINAL_TENDERS)
    procurement.tenders_due_at = NOW + timedelta(days=1)
    session.flush()
    with listened(session.get_bind()) as whole:
        build_case(session, procurement, NOW)
    with listened(session.get_bind()) as part:
        step = list_next_steps(session, procurements=[procurement], now=NOW)[procurement.id]
    assert "has not passed" in step.objection
    assert len(asked(part)) * 3 < len(asked(whole))


def test_a_case_on_demand_has_every_group_of_a_whole_one_and_nothing_else(session: Session) -> None:
    procurement = make_world(session).procurement(session)
    whole, part = build_case(session, procurement, NOW), CaseOnDemand(session, procurement, NOW)
    assert {each.name for each in fields(Case)} == {"stage", "now", *READERS}
    assert [getattr(part, each.name) for each in fields(Case)] == [getattr(whole, each.name) for each in fields(Case)]
    assert part.plan is part.plan
    with pytest.raises(AttributeError):
        _ = part.weather
