"""Which roles two people give, and that nobody is either of them for themselves nor both."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.authority.powers import is_powerful, needs_second, why_not_confirm, why_not_propose
from assurance.domain.authority.roles import Role

PEOPLE = st.integers(1, 4)


def test_roles_that_run_decide_or_open_need_a_second_person() -> None:
    assert {role for role in Role if needs_second(role)} == {Role.OFFICER, Role.OWNER, Role.APPROVER, Role.OPENER}
    assert is_powerful([Role.AUDITOR, Role.OPENER])
    assert not is_powerful([Role.AUDITOR, Role.EVALUATOR])
    assert not is_powerful([])


@given(confirmer=PEOPLE, proposer=PEOPLE, person=PEOPLE)
def test_a_power_takes_three_people(confirmer: int, proposer: int, person: int) -> None:
    possible = not why_not_propose(proposer=proposer, person=person) and not why_not_confirm(
        confirmer=confirmer, proposer=proposer, person=person
    )
    assert possible is (len({confirmer, proposer, person}) == 3)
