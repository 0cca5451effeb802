"""Who may do what: every permission against every role, written out where it matters most."""

from __future__ import annotations

import pytest

from assurance.domain.authority.duties import EXCLUDING_PAIRS, excluded_by
from assurance.domain.authority.permissions import Permission as P
from assurance.domain.authority.policy import PERMISSION_MAP, Actor, Audience, Reach, permits
from assurance.domain.authority.roles import Role

HERE = Reach(authority_id=1, bid_organisation_id=9)


def staff(*roles: Role, organisation_id: int = 1) -> Actor:
    """Return a person of the authority."""
    return Actor(5, "Test", Audience.STAFF, organisation_id, roles=frozenset(roles))


def bidder(organisation_id: int = 9, *, lead: bool = False) -> Actor:
    """Return a person of a provider."""
    return Actor(6, "Test", Audience.SUPPLIER, organisation_id, is_organisation_lead=lead)


def test_nobody_signed_in_may_do_anything() -> None:
    assert not any(permits(None, permission, HERE) for permission in P)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_in_another_authority_reaches_nothing_here(role: Role) -> None:
    actor = staff(role, organisation_id=2)
    assert [p for p in P if permits(actor, p, HERE)] == [
        P.ACCOUNT_OWN, P.DESK_VIEW, P.PROCUREMENT_CREATE, P.REFERENCE_VIEW, P.REFERENCE_IMPORT,
    ]  # fmt: skip


def test_a_colleague_without_a_role_cannot_even_see_it() -> None:
    assert not permits(staff(), P.PROCUREMENT_VIEW, HERE)


def test_an_officer_never_marks_and_never_approves() -> None:
    officer = staff(Role.OFFICER)
    assert not permits(officer, P.MARK_WRITE, HERE)
    assert not permits(officer, P.RECOMMENDATION_APPROVE, HERE)
    assert not permits(officer, P.TENDERS_OPEN, HERE)
    assert not permits(officer, P.GATE_REVIEW, HERE)


def test_an_evaluator_marks_and_sees_no_ranking_and_no_timeline() -> None:
    evaluator = staff(Role.EVALUATOR)
    assert permits(evaluator, P.MARK_WRITE, HERE)
    assert not permits(evaluator, P.RANKING_VIEW, HERE)
    assert not permits(evaluator, P.TIMELINE_VIEW, HERE)
    assert not permits(evaluator, P.PANEL_PROGRESS, HERE)


def test_an_auditor_changes_nothing() -> None:
    auditor = staff(Role.AUDITOR)
    writing = {p for p in P if permits(auditor, p, HERE)} - {P.PROCUREMENT_CREATE, P.REFERENCE_IMPORT, P.ACCOUNT_OWN}
    assert all(p.value.endswith((":view", ":progress")) for p in writing), writing


def test_a_rival_bidder_reaches_no_other_bid() -> None:
    rival = bidder(organisation_id=8, lead=True)
    assert [p for p in P if permits(rival, p, HERE)] == [
        P.ACCOUNT_OWN, P.SUPPLIER_DESK, P.ORGANISATION_WRITE, P.ORGANISATION_LEAD,
    ]  # fmt: skip


def test_only_the_lead_of_the_bidder_submits() -> None:
    assert permits(bidder(), P.BID_WRITE, HERE)
    assert not permits(bidder(), P.BID_SUBMIT, HERE)
    assert permits(bidder(lead=True), P.BID_SUBMIT, HERE)


def test_no_staff_role_reaches_a_bidders_workspace() -> None:
    everything = staff(*Role)
    assert not any(permits(everything, p, HERE) for p in (P.BID_VIEW, P.BID_WRITE, P.BID_SUBMIT, P.SUPPLIER_DESK))


def test_only_the_board_secretary_changes_what_gates_ask() -> None:
    secretary = Actor(7, "Test", Audience.STAFF, 1, is_organisation_lead=True)
    assert permits(secretary, P.GATE_TEMPLATE_EDIT, Reach())
    assert not permits(staff(*Role), P.GATE_TEMPLATE_EDIT, HERE)
    assert not permits(bidder(lead=True), P.GATE_TEMPLATE_EDIT, HERE)


@pytest.mark.parametrize("permission", [P.WORK_VIEW, P.WORK_MEND])
def test_only_a_board_secretary_looks_after_the_background_work(permission: P) -> None:
    assert permits(Actor(7, "Test", Audience.STAFF, 1, is_organisation_lead=True), permission, Reach())
    assert not permits(staff(*Role), permission, HERE)
    assert not permits(bidder(lead=True), permission, HERE)


def test_only_a_board_secretary_invites_people_to_an_authority() -> None:
    assert permits(Actor(7, "Test", Audience.STAFF, 1, is_organisation_lead=True), P.STAFF_INVITE, Reach())
    assert not permits(staff(*Role), P.STAFF_INVITE, HERE)
    assert not permits(bidder(lead=True), P.STAFF_INVITE, HERE)


def test_every_permission_can_be_had_by_somebody() -> None:
    secretary = Actor(7, "Test", Audience.STAFF, 1, is_organisation_lead=True)
    people = [staff(*Role), bidder(lead=True), secretary]
    assert set(PERMISSION_MAP) == set(P)
    assert [p for p in P if not any(permits(person, p, HERE) for person in people)] == []


@pytest.mark.parametrize("pair", list(EXCLUDING_PAIRS))
def test_duties_that_exclude_each_other_are_refused_either_way_round(pair: frozenset[Role]) -> None:
    first, second = sorted(pair)
    assert excluded_by([first], second)
    assert excluded_by([second], first)


def test_the_refusal_says_why() -> None:
    assert excluded_by([Role.OFFICER], Role.EVALUATOR) == (
        "Procurement officer and Evaluator exclude each other: who runs the procurement does not score it"
    )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUDITOR])
def test_an_auditor_holds_no_other_role(role: Role) -> None:
    assert excluded_by([Role.AUDITOR], role)
    assert excluded_by([role], Role.AUDITOR)


def test_duties_that_go_together_are_given() -> None:
    assert excluded_by([Role.OFFICER], Role.OPENER) is None
    assert excluded_by([], Role.EVALUATOR) is None


def test_a_viewer_reads_their_bid_and_works_on_nothing() -> None:
    viewer = Actor(6, "Test", Audience.SUPPLIER, 9, is_organisation_viewer=True)
    assert [p for p in P if permits(viewer, p, HERE)] == [P.ACCOUNT_OWN, P.SUPPLIER_DESK, P.BID_VIEW]


def test_what_the_market_answered_is_for_planners_owner_assurers_and_auditor() -> None:
    readers = {role for role in Role if permits(staff(role), P.ENGAGEMENT_VIEW, HERE)}
    assert readers == {
        Role.OFFICER, Role.OWNER, Role.FINANCE_OFFICER, Role.DIALOGUE_LEAD, Role.ASSURANCE_REVIEWER, Role.AUDITOR,
    }  # fmt: skip
    assert not permits(bidder(lead=True), P.ENGAGEMENT_VIEW, HERE)
