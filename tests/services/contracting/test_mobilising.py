from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.models import MobilisationTask
from assurance.services.contracting import mobilising
from tests.factories.cast import make_world
from tests.factories.running import Running, condition

AUTUMN = datetime(2025, 9, 10, 9, tzinfo=UTC)
GO_LIVE = datetime(2025, 10, 1, 9, tzinfo=UTC)


@pytest.fixture
def award(session: Session) -> Running:
    made = Running(session, make_world(session)).sign_and_go(Stage.CHECKPOINT_3)
    made.now = AUTUMN
    return made


def add(award: Running, first: int, last: int, *after: int, by: str = "contracts", **fields: Any) -> MobilisationTask:
    terms = mobilising.TaskTerms(
        **{
            "title": "Move the records", "owner": "Chief information officer", "starts_on": date(2025, 9, first),
            "due_on": date(2025, 9, last), "after": after, **fields,
        }
    )  # fmt: skip
    return mobilising.add_task(
        award.session, procurement=award.procurement, terms=terms, actor=award.actor(by), now=award.now
    )


def test_the_plan_knows_its_critical_path_and_its_margin(award: Running) -> None:
    condition(award)
    add(award, 1, 5)
    add(award, 8, 25, 1, condition_reference="C-001")
    add(award, 8, 9, 1)
    found = mobilising.readiness(award.session, award.procurement, award.now)
    assert found.plan is not None
    assert found.plan.critical == {1, 2}
    assert found.plan.margin(date(2025, 10, 1)) == 5
    assert found.clashes == ("“Move the records” is late", "“Move the records” is late")
    assert [each.reference for each in found.open_conditions] == ["C-001"]
    assert found.warning == ""


def test_less_than_all_conditions_on_the_day_is_told(award: Running) -> None:
    row = condition(award)
    told = mobilising.readiness(award.session, award.procurement, GO_LIVE).warning
    assert "only 0 of 1 conditions precedent are met (0%)" in told
    row.met_at, row.met_by_id, row.met_evidence = award.now, award.world.users["contracts"], "Signed map, file 3"
    assert mobilising.readiness(award.session, award.procurement, GO_LIVE).warning == ""


def test_a_condition_due_only_when_the_service_has_started_is_told_before(award: Running) -> None:
    condition(award, date(2025, 10, 1))
    assert "Due only on or after" in mobilising.readiness(award.session, award.procurement, AUTUMN).warning


def test_done_says_what_shows_it_and_a_stale_page_is_refused(award: Running) -> None:
    task = add(award, 1, 5)
    seen = task.version
    act: dict[str, Any] = {"task": task, "actor": award.actor("contracts"), "now": award.now}
    with pytest.raises(InvalidInput) as refusal:
        mobilising.say_state(award.session, state="done", evidence="", version=seen, **act)
    assert refusal.value.field == "evidence"
    mobilising.say_state(award.session, state="done", evidence="Test report, 8 September", version=seen, **act)
    award.session.flush()
    with pytest.raises(Conflict, match="changed by someone else"):
        mobilising.say_state(award.session, state="in_progress", evidence="", version=seen, **act)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"), ({"owner": ""}, "owner"), ({"due_on": date(2025, 8, 1)}, "due_on"),
        ({"after": (9,)}, "after"), ({"condition_reference": "C-999"}, "condition_reference"),
    ],
)  # fmt: skip
def test_a_task_is_refused_at_the_field_at_fault(award: Running, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        add(award, 1, 5, **fields)
    assert refusal.value.field == field


def test_tasks_never_wait_for_each_other_in_a_ring(award: Running) -> None:
    first = add(award, 1, 5)
    second = add(award, 8, 9, first.number)
    terms = mobilising.TaskTerms("First", "Owner", first.starts_on, first.due_on, (second.number,))
    with pytest.raises(InvalidInput, match="in a ring"):
        mobilising.change_task(
            award.session, task=first, terms=terms, version=first.version, actor=award.actor("contracts"), now=award.now
        )


@pytest.mark.parametrize("name", ["officer", "owner", "auditor", "clinician", "alder"])
def test_only_the_contract_manager_keeps_the_plan(award: Running, name: str) -> None:
    with pytest.raises(NotPermitted):
        add(award, 1, 5, by=name)


def test_the_plan_is_kept_until_the_service_is_live(award: Running) -> None:
    award.world.at(award.session, Stage.LIVE)
    with pytest.raises(MoveRefused):
        add(award, 1, 5)
