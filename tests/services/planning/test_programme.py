"""Who of those who use the care was involved, and how the envelope of each year follows from the budget."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput
from assurance.persistence.queries.facts.plan import plan_facts
from assurance.persistence.queries.planning import get_contract_value
from assurance.persistence.queries.programme import list_involvement
from assurance.services import planning
from assurance.services.planning.budget import envelope_by_year
from tests.factories.cast import NOW, World
from tests.factories.plans import TABLE, involve

INVOLVED = {
    "who": "Eight people with knee pain", "how": "An evening", "said": "Somebody who answers keeps us well",
    "changed": "Care co-ordination is paid for now",
}  # fmt: skip


def test_people_who_use_the_care_are_on_record(session: Session, world: World, common: dict[str, Any]) -> None:
    assert not plan_facts(session, common["procurement"]).users_involved
    row = planning.record_involvement(session, **INVOLVED, **common)
    session.flush()
    assert plan_facts(session, common["procurement"]).users_involved
    planning.change_involvement(session, row=row, **{**INVOLVED, "who": "Nine people"}, version=row.version, **common)
    session.flush()
    assert [each.who for each in list_involvement(session, world.procurement_id)] == ["Nine people"]
    with pytest.raises(Conflict, match="A colleague"):
        planning.change_involvement(session, row=row, **INVOLVED, version=1, **common)
    planning.remove_involvement(session, row=row, **common)
    session.flush()
    assert list_involvement(session, world.procurement_id) == []


@pytest.mark.parametrize(
    ("field", "text"), [("who", ""), ("how", "x" * 201), ("said", "Fine"), ("changed", "x" * 4001), ("changed", "No")]
)
def test_a_record_says_who_how_what_and_what_changed(
    session: Session, common: dict[str, Any], field: str, text: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        planning.record_involvement(session, **{**INVOLVED, field: text}, **common)
    assert refused.value.field == field


def test_a_published_programme_keeps_its_record(session: Session, world: World, common: dict[str, Any]) -> None:
    involve(session, world)
    common["procurement"].criteria_frozen_at, common["procurement"].criteria_digest = NOW, "d" * 64
    with pytest.raises(Conflict, match="published"):
        planning.record_involvement(session, **INVOLVED, **common)


def test_the_envelope_of_each_year_follows_from_budget_growth_and_pooling(
    session: Session, common: dict[str, Any]
) -> None:
    assert envelope_by_year(session, common["procurement"]) == []
    planning.import_budget(session, text=TABLE, **common)
    planning.choose_budget_lines(session, codes=["15"], **common)
    assert envelope_by_year(session, common["procurement"]) == [Decimal(50_717_000)] * 5
    terms = {"social_amount": Decimal(1_000_000), "rate_per_head": None}
    planning.set_envelope_terms(session, growth=[Decimal(-2), Decimal(1)], **terms, **common)
    years = envelope_by_year(session, common["procurement"])
    assert years[:2] == [Decimal("50682660.00"), Decimal("51189486.60")]
    assert get_contract_value(session, common["procurement"]).total == sum(years)


def test_a_rate_by_head_needs_a_population(session: Session, common: dict[str, Any]) -> None:
    planning.import_budget(session, text=TABLE, **common)
    planning.choose_budget_lines(session, codes=["15"], **common)
    terms = {"growth": [], "social_amount": Decimal(0), "rate_per_head": Decimal("72.50")}
    common["procurement"].population = None
    with pytest.raises(InvalidInput, match="how many people"):
        planning.set_envelope_terms(session, **terms, **common)
    common["procurement"].population = 700_000
    planning.set_envelope_terms(session, **terms, **common)
    assert envelope_by_year(session, common["procurement"])[0] == Decimal(50_750_000)


def test_the_envelope_is_fixed_with_the_call_and_a_colleague_is_not_overwritten(
    session: Session, common: dict[str, Any]
) -> None:
    terms = {"growth": [], "social_amount": Decimal(0), "rate_per_head": None}
    with pytest.raises(Conflict, match="someone else"):
        planning.set_envelope_terms(session, **terms, version=0, **common)
    common["procurement"].criteria_frozen_at, common["procurement"].criteria_digest = NOW, "d" * 64
    with pytest.raises(Conflict, match="published"):
        planning.set_envelope_terms(session, **terms, **common)
