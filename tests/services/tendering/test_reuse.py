"""Criteria are started from others: all that was written, no people, bids or marks, and only what one may see."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.errors import Conflict, InvalidInput, NotFound, NotPermitted
from assurance.domain.evaluation.templates import TEMPLATES
from assurance.persistence.models import CriterionAssignment, Procurement, User
from assurance.persistence.queries.criteria import get_criterion, get_publication, list_assignments, list_criteria
from assurance.persistence.queries.criteria_sources import list_earlier
from assurance.persistence.queries.facts.plan import criteria_faults
from assurance.services import accounts, procurements, tendering
from assurance.services.tendering import versions
from tests.factories.cast import NOW, World
from tests.factories.plans import make_criteria


@pytest.fixture
def earlier(session: Session, world: World) -> Procurement:
    """The procurement of the cast with written criteria, duties to mark and a method of its own."""
    make_criteria(session, world)
    common: dict[str, Any] = {
        "procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": NOW,
    }  # fmt: skip
    tendering.edit_criterion(
        session, code="clinical", title="Clinical model", weight_percent=Decimal(60), question="Describe it.",
        evaluator_guidance="Look for owners.", sub_criteria=["Access", "Discharge"], minimum=Decimal(2), **common,
    )  # fmt: skip
    tendering.set_tie_break(session, rules=["quality", "lowest-price"], **common)
    tendering.set_method(session, method="price-per-quality-point", price_opens_after_quality=True, **common)
    session.add(
        CriterionAssignment(
            criterion_id=get_criterion(session, world.procurement_id, "clinical").id, user_id=world.users["clinician"]
        )
    )
    session.flush()
    return world.procurement(session)


def start(session: Session, world: World, name: str = "officer") -> dict[str, Any]:
    """A new procurement of a person, who is its officer."""
    user = session.get_one(User, world.users[name])
    made = procurements.create_procurement(
        session, title="Another programme", summary="Care.", care_group="MSK", population=1, contract_years=5,
        outcome_share_percent=30, integration_forms=[], actor=accounts.actor_of(user), now=NOW,
    )  # fmt: skip
    roles = accounts.roles_in(session, user_id=user.id, procurement_id=made.id)
    return {"procurement": made, "actor": accounts.actor_of(user, roles), "now": NOW}


def test_all_that_was_written_is_copied_and_nobody_with_it(
    session: Session, world: World, earlier: Procurement
) -> None:
    new = start(session, world)
    tendering.reuse_criteria(session, code=earlier.reference, **new)
    made = new["procurement"]
    assert get_publication(session, made).as_data() == get_publication(session, earlier).as_data()
    clinical = get_criterion(session, made.id, "clinical")
    assert (clinical.evaluator_guidance, [each.title for each in clinical.sub_criteria]) == (
        "Look for owners.", ["Access", "Discharge"],
    )  # fmt: skip
    assert list_assignments(session, made.id) == []
    assert len(list_assignments(session, earlier.id)) == 1


def test_criteria_that_are_here_are_only_replaced_when_that_is_confirmed(
    session: Session, world: World, earlier: Procurement
) -> None:
    here: dict[str, Any] = {"procurement": earlier, "actor": world.actor(session, "officer"), "now": NOW}
    before = [row.code for row in list_criteria(session, earlier.id)]
    with pytest.raises(InvalidInput, match="There are 5 criteria here already") as refused:
        tendering.reuse_criteria(session, code="psr-five", **here)
    assert refused.value.field == "replaces"
    assert [row.code for row in list_criteria(session, earlier.id)] == before
    tendering.reuse_criteria(session, code="psr-five", replaces=True, **here)
    session.expire_all()
    template = TEMPLATES["psr-five"]
    assert [row.code for row in list_criteria(session, earlier.id)] == [each.code for each in template.draft.criteria]
    assert session.scalars(select(CriterionAssignment)).all() == []
    assert tuple(earlier.tie_break) == template.tie_break
    assert earlier.evaluation_method == {"name": "weighted-sum"}


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_a_template_can_be_published_as_it_is(session: Session, world: World, code: str) -> None:
    new = start(session, world)
    tendering.reuse_criteria(session, code=code, **new)
    assert criteria_faults(session, new["procurement"]) == ()


def test_only_what_is_published_or_ones_own_is_there_to_start_from(
    session: Session, world: World, earlier: Procurement
) -> None:
    mine, theirs = start(session, world), start(session, world, "outsider")

    def listed(new: dict[str, Any]) -> list[tuple[str, int]]:
        found = list_earlier(session, new["procurement"], new["actor"].user_id)
        return [(each.procurement.reference, each.criteria) for each in found]

    assert listed(mine) == [(earlier.reference, 5)], "one without criteria is nothing to start from"
    assert listed(theirs) == []
    with pytest.raises(NotFound):
        tendering.reuse_criteria(session, code=earlier.reference, **theirs)
    versions.publish_first(session, procurement=earlier, actor=world.actor(session, "officer"), now=NOW)
    session.flush()
    assert listed(theirs) == [(earlier.reference, 5)]
    tendering.reuse_criteria(session, code=earlier.reference, **theirs)
    copied = get_criterion(session, theirs["procurement"].id, "clinical")
    assert copied.evaluator_guidance == "", "what was never published is for those who took part"
    assert copied.question == "Describe it."


def test_another_authority_is_out_of_reach(session: Session, world: World, earlier: Procurement) -> None:
    versions.publish_first(session, procurement=earlier, actor=world.actor(session, "officer"), now=NOW)
    authority = accounts.create_organisation(session, name="Other Board", audience=Audience.STAFF, now=NOW)
    session.get_one(User, world.users["outsider"]).organisation_id = authority.id
    session.flush()
    with pytest.raises(NotFound):
        tendering.reuse_criteria(session, code=earlier.reference, **start(session, world, "outsider"))


def test_published_criteria_and_people_without_the_plan_are_refused(
    session: Session, world: World, earlier: Procurement
) -> None:
    here: dict[str, Any] = {"procurement": earlier, "now": NOW, "code": "psr-five", "replaces": True}
    reader: Actor = world.actor(session, "clinician")
    with pytest.raises(NotPermitted):
        tendering.reuse_criteria(session, actor=reader, **here)
    versions.publish_first(session, procurement=earlier, actor=world.actor(session, "officer"), now=NOW)
    with pytest.raises(Conflict, match="published"):
        tendering.reuse_criteria(session, actor=world.actor(session, "officer"), **here)
    assert get_criterion(session, earlier.id, "clinical")
