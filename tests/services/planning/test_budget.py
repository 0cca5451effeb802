"""The budget is taken whole or not at all, and the envelope is what was chosen in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput
from assurance.persistence.models import AuditEvent
from assurance.persistence.queries.planning import get_contract_value, get_envelope, list_budget_lines
from assurance.services import planning
from tests.factories.cast import NOW, World
from tests.factories.plans import TABLE


def test_a_table_is_kept_in_pounds_for_every_year(session: Session, world: World, common: dict[str, Any]) -> None:
    planning.import_budget(session, text=TABLE, **common)
    lines = list_budget_lines(session, world.procurement_id)
    assert [(each.code, each.latest_year, each.latest_amount, each.is_chosen) for each in lines] == [
        ("05", "2008/09", Decimal(131_622_000), False),
        ("15", "2008/09", Decimal(50_717_000), False),
        ("23", "2008/09", Decimal(144_078_000), False),
    ]
    assert lines[1].amounts == {"2007/08": "50287000.00", "2008/09": "50717000.00"}


def test_the_envelope_is_the_sum_of_the_chosen_categories(session: Session, common: dict[str, Any]) -> None:
    planning.import_budget(session, text=TABLE, **common)
    planning.choose_budget_lines(session, codes=["15", "23"], **common)
    assert get_envelope(session, common["procurement"].id) == Decimal(194_795_000)
    value = get_contract_value(session, common["procurement"])
    assert (value.total, value.on_outcomes, value.paid_anyway) == (
        Decimal(973_975_000),
        Decimal("292192500.00"),
        Decimal("681782500.00"),
    )
    tags = session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq)).all()
    assert tags[-2:] == ["budget:imported", "budget:chosen"]


def test_a_faulty_table_changes_nothing_and_names_row_and_column(session: Session, common: dict[str, Any]) -> None:
    planning.import_budget(session, text=TABLE, **common)
    faulty = "code,programme,gbp_thousand_2008_09\n15,Musculo Skeletal,fifty\n16,,12\n"
    with pytest.raises(InvalidInput) as refused:
        planning.import_budget(session, text=faulty, **common)
    assert refused.value.field == "table"
    assert "Row 2, gbp_thousand_2008_09" in refused.value.message
    assert "Row 3, programme" in refused.value.message
    assert len(list_budget_lines(session, common["procurement"].id)) == 3


def test_a_new_table_replaces_the_old_one_and_its_choice(session: Session, common: dict[str, Any]) -> None:
    planning.import_budget(session, text=TABLE, **common)
    planning.choose_budget_lines(session, codes=["15"], **common)
    planning.import_budget(session, text="code,programme,2009/10\n15,MSK,7\n", **common)
    lines = list_budget_lines(session, common["procurement"].id)
    assert [(each.code, each.latest_amount, each.is_chosen) for each in lines] == [("15", Decimal(7), False)]


@pytest.mark.parametrize(("codes", "words"), [([], "at least one"), (["15", "99"], "99")])
def test_a_choice_is_of_categories_in_the_table(
    session: Session, common: dict[str, Any], codes: list[str], words: str
) -> None:
    planning.import_budget(session, text=TABLE, **common)
    with pytest.raises(InvalidInput, match=words):
        planning.choose_budget_lines(session, codes=codes, **common)
    assert get_envelope(session, common["procurement"].id) == 0


def test_nothing_of_the_plan_changes_after_publication(session: Session, common: dict[str, Any]) -> None:
    planning.import_budget(session, text=TABLE, **common)
    common["procurement"].criteria_frozen_at, common["procurement"].criteria_digest = NOW, "d" * 64
    with pytest.raises(Conflict, match="published on Monday 6 January 2025"):
        planning.choose_budget_lines(session, codes=["15"], **common)
    with pytest.raises(Conflict):
        planning.import_budget(session, text=TABLE, **common)
