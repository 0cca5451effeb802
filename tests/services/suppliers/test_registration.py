"""Registering twice is asked about, never told about; the profile is the lead's."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.suppliers.duplicates import SAME_NAME, findings
from assurance.persistence.models import AuditEvent, Organisation, User
from assurance.persistence.queries.suppliers import get_profile, list_named
from assurance.services import suppliers
from tests.factories.cast import NOW, PASSWORD, World

AsOne = Callable[[str], Actor]
PROFILE: dict[str, Any] = {
    "company_number": "1234567", "charity_number": "1098765", "ods_code": "rns01", "address": "1 Test Street",
    "is_sme": True, "is_vcse": False, "annual_turnover_amount": Decimal("1200000.50"),
}  # fmt: skip


def register(session: Session, name: str, **more: Any) -> User:
    """Register an organisation of this name."""
    given = {"name": "Test Newcomer", "email": "newcomer@example.org", "password": PASSWORD, "now": NOW, **more}
    return suppliers.register(session, organisation_name=name, **given)


@pytest.mark.parametrize(
    "name", ["ALDER CARE", "Alder\u200b Care", "Alder\u00a0Care Ltd", "Ａlder Care", "\u0410lder Care"]
)
def test_a_name_like_another_is_asked_about_then_taken_and_flagged(session: Session, world: World, name: str) -> None:
    savepoint = session.begin_nested()
    with pytest.raises(InvalidInput, match="tick the box") as refused:
        register(session, name)
    savepoint.rollback()
    assert refused.value.field == "is_different"
    user = register(session, name, is_different=True)
    assert session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq.desc())).first() == (
        "organisation:confirmed-different"
    )
    assert user.organisation_id in {each.key for each in findings(list_named(session))}


def test_the_same_name_is_refused_and_a_new_one_is_nobodys_concern(session: Session, world: World) -> None:
    with pytest.raises(InvalidInput, match="already registered"):
        register(session, "Alder  Care", is_different=True)
    assert register(session, "Elm Care").is_organisation_lead
    assert findings(list_named(session)) == []


def test_a_company_number_known_already_is_asked_about(session: Session, world: World) -> None:
    get_profile(session, world.organisations["alder"]).company_number = "01234567"
    session.flush()
    savepoint = session.begin_nested()
    with pytest.raises(InvalidInput, match="company number") as refused:
        register(session, "Elm Care", company_number="123 4567")
    savepoint.rollback()
    assert "Alder" not in str(refused.value)
    with pytest.raises(InvalidInput, match="as on the register"):
        register(session, "Oak Care", company_number="a number")


def test_staff_see_the_pair(session: Session, world: World) -> None:
    register(session, "Alder Care Limited", is_different=True)
    pairs = {(each.key, each.other) for each in findings(list_named(session)) if each.message == SAME_NAME}
    new = session.scalars(select(Organisation.id).where(Organisation.name == "Alder Care Limited")).one()
    assert pairs == {(world.organisations["alder"], new), (new, world.organisations["alder"])}


def test_the_profile_is_kept_by_the_lead_with_what_it_was_before(session: Session, world: World, as_one: AsOne) -> None:
    profile = suppliers.update_profile(session, **PROFILE, actor=as_one("alder"), now=NOW, version=1)
    session.flush()
    assert (profile.company_number, profile.ods_code) == ("01234567", "RNS01")
    assert profile.annual_turnover_amount == Decimal("1200000.50")
    with pytest.raises(Conflict):
        suppliers.update_profile(session, **PROFILE, actor=as_one("alder"), now=NOW, version=1)
    entry = session.scalars(select(AuditEvent).where(AuditEvent.tag == "organisation:profile-changed")).one()
    assert entry.body["data"]["old"]["company_number"] == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("company_number", "x"), ("charity_number", "12"), ("ods_code", "a-b"), ("annual_turnover_amount", Decimal(-1)),
     ("annual_turnover_amount", Decimal("0.001"))],
)  # fmt: skip
def test_a_bad_fact_is_refused_at_its_field(session: Session, as_one: AsOne, field: str, value: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        suppliers.update_profile(session, **{**PROFILE, field: value}, actor=as_one("alder"), now=NOW)
    assert refused.value.field == field


@pytest.mark.parametrize("name", ["colleague", "viewer", "officer"])
def test_nobody_else_keeps_the_profile(session: Session, as_one: AsOne, name: str) -> None:
    with pytest.raises(NotPermitted):
        suppliers.update_profile(session, **PROFILE, actor=as_one(name), now=NOW)
