"""The register of definitions: a change is a new version, and no outcome is measured by nobody’s meaning."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.provision.definitions import STARTING_LIST
from assurance.persistence.models import Procurement
from assurance.persistence.queries.facts.plan import plan_facts
from assurance.persistence.queries.planning import list_outcomes
from assurance.persistence.queries.programme import list_undefined, list_versions_of_definitions
from assurance.services import planning
from assurance.services.planning import definitions
from tests.factories.cast import NOW, World
from tests.factories.plans import make_plan

WORDS = {"term": "Day case", "meaning": "In and out on one day", "source": "Dictionary"}


def terms_of(session: Session, common: dict[str, Any]) -> dict[str, tuple[int, str]]:
    rows = definitions.current(session, procurement_id=common["procurement"].id)
    return {each.term: (each.number, each.meaning) for each in rows}


def test_a_change_is_a_new_version_and_the_old_one_stays(session: Session, common: dict[str, Any]) -> None:
    first = planning.define(session, **WORDS, **common)
    planning.redefine(session, definition=first, meaning="No midnight in hospital", source="Dictionary", **common)
    assert terms_of(session, common) == {"Day case": (2, "No midnight in hospital")}
    every = list_versions_of_definitions(session, common["procurement"].id)
    assert [(each.number, each.superseded_at is None) for each in every] == [(2, True), (1, False)]
    with pytest.raises(Conflict):
        planning.redefine(session, definition=first, meaning="Another", source="Dictionary", **common)


@pytest.mark.parametrize(
    ("changes", "field"), [({"term": " "}, "term"), ({"meaning": ""}, "meaning"), ({"source": "x" * 301}, "source")]
)
def test_a_definition_says_term_meaning_and_source(
    session: Session, common: dict[str, Any], changes: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        planning.define(session, **{**WORDS, **changes}, **common)
    assert refused.value.field == field


def test_a_term_is_defined_once_whatever_its_capitals(session: Session, common: dict[str, Any]) -> None:
    row = planning.define(session, **WORDS, **common)
    with pytest.raises(InvalidInput, match="defined already"):
        planning.define(session, **{**WORDS, "term": "day  CASE"}, **common)
    with pytest.raises(InvalidInput, match="says already"):
        planning.redefine(session, definition=row, meaning=row.meaning, source=row.source, **common)
    planning.retire(session, definition=row, **common)
    planning.define(session, **WORDS, **common)
    assert terms_of(session, common) == {"Day case": (2, "In and out on one day")}, "its versions go on"


def test_the_starting_list_offers_what_is_not_there_yet(session: Session, common: dict[str, Any]) -> None:
    planning.define(session, **WORDS, **common)
    offered = planning.offered(session, procurement_id=common["procurement"].id)
    assert len(offered) == len(STARTING_LIST) - 1
    planning.take_over(session, terms=["Referral", "Care plan"], **common)
    assert list(terms_of(session, common)) == ["Care plan", "Day case", "Referral"]
    for nothing in ([], ["Referral"], ["Weather"]):
        with pytest.raises(InvalidInput, match="at least one"):
            planning.take_over(session, terms=nothing, **common)


def test_an_outcome_is_bound_to_a_version_that_stands(session: Session, world: World, common: dict[str, Any]) -> None:
    make_plan(session, world)
    (outcome,) = list_outcomes(session, world.procurement_id)
    assert list_undefined(session, world.procurement_id) == []
    newer = planning.redefine(session, definition=outcome.definition, meaning="Five points", source="Test", **common)
    session.flush()
    assert list_undefined(session, world.procurement_id) == [
        "Patients whose knee is better (Better knee, version 1, which does not stand any more)"
    ]
    bind(session, common, outcome, outcome.definition)
    bind(session, common, outcome, newer)
    assert plan_facts(session, common["procurement"]).outcomes_undefined == ()
    bind(session, common, outcome, None)
    assert plan_facts(session, common["procurement"]).outcomes_undefined == ("Patients whose knee is better",)


def bind(session: Session, common: dict[str, Any], outcome: Any, definition: Any) -> None:
    names = ("code", "name", "unit", "weight_percent", "rule", "baseline", "threshold", "target")
    terms = {name: getattr(outcome, name) for name in names}
    planning.edit_outcome(session, **terms, definition=definition, **common)
    session.flush()


def test_a_superseded_or_foreign_definition_is_not_bound(
    session: Session, world: World, common: dict[str, Any]
) -> None:
    make_plan(session, world)
    (outcome,) = list_outcomes(session, world.procurement_id)
    old = planning.define(session, **WORDS, **common)
    planning.redefine(session, definition=old, meaning="Another", source="Test", **common)
    with pytest.raises(InvalidInput, match="does not stand any more"):
        bind(session, common, outcome, old)
    old.superseded_at = None
    old.procurement_id = 0
    with session.no_autoflush, pytest.raises(InvalidInput, match="of this programme"):
        planning.edit_outcome(
            session, code=outcome.code, name="n", weight_percent=outcome.weight_percent, rule="linear",
            target=outcome.target, threshold=outcome.threshold, definition=old, **common,
        )  # fmt: skip


def test_what_measures_an_outcome_is_not_taken_out(session: Session, world: World, common: dict[str, Any]) -> None:
    make_plan(session, world)
    (outcome,) = list_outcomes(session, world.procurement_id)
    with pytest.raises(Conflict, match="bind it to another first"):
        planning.retire(session, definition=outcome.definition, **common)


def test_nothing_is_defined_anew_once_the_call_is_published(session: Session, common: dict[str, Any]) -> None:
    row = planning.define(session, **WORDS, **common)
    procurement: Procurement = common["procurement"]
    procurement.criteria_frozen_at, procurement.criteria_digest = NOW, "d" * 64
    for act in (
        lambda: planning.define(session, **{**WORDS, "term": "Referral"}, **common),
        lambda: planning.redefine(session, definition=row, meaning="Another", source="Test", **common),
        lambda: planning.retire(session, definition=row, **common),
    ):
        with pytest.raises(Conflict, match="published"):
            act()
