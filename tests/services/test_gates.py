"""Gate reviews: ratings with reasons, conditions under one reference, two signatures, a verdict that follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.models import Condition, GateReview
from assurance.persistence.queries.facts.award import gate_facts
from assurance.persistence.queries.gates import get_condition, get_last_review, list_conditions
from assurance.services import gate_conditions, gate_verdicts, gates
from tests.factories.cast import NOW, World, make_world

DUE = date(2025, 3, 1)


class Gate:
    """A review at checkpoint 1 and short words for what reviewers do to it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.world: World = make_world(session)
        self.procurement = self.world.at(session, Stage.CHECKPOINT_1)
        self.review = self.open()

    def actor(self, name: str = "reviewer") -> Any:
        return self.world.actor(self.session, name)

    def open(self) -> GateReview:
        return gates.open_review(
            self.session, procurement=self.procurement, gate_code="checkpoint_1", actor=self.actor("officer"), now=NOW
        )

    def rate(self, code: str, rating: str = "green", **more: Any) -> None:
        fields = {"reason": "Seen and sound", "evidence_seen": "Board paper 12", "actor": self.actor(), "now": NOW}
        gates.rate_line(self.session, review=self.review, line_code=code, rating=rating, **{**fields, **more})

    def rate_all(self) -> None:
        for line in self.review.lines:
            self.rate(line.code)

    def condition(self, code: str = "budget", **more: Any) -> Condition:
        fields = {
            "text": "Reconcile the budget", "owner": "Finance director", "evidence_required": "Signed reconciliation",
            "due_on": DUE, "blocks": "contract_signature", "actor": self.actor(), "now": NOW,
        }  # fmt: skip
        return gate_conditions.add_condition(self.session, review=self.review, line_code=code, **{**fields, **more})

    def sign(self, *names: str) -> None:
        for name in names or ("reviewer", "second_reviewer"):
            gates.sign(self.session, review=self.review, actor=self.actor(name), now=NOW)

    def conclude(self) -> str | None:
        return gates.conclude(self.session, review=self.review, actor=self.actor(), now=NOW).verdict


@pytest.fixture
def gate(session: Session) -> Gate:
    return Gate(session)


def test_a_sitting_copies_the_lines_of_the_catalogue(gate: Gate) -> None:
    codes = [line.code for line in gate.review.lines]
    assert codes[:2] == ["scope_and_outcomes", "budget"]
    assert len(codes) == 8
    assert gate.review.lines[1].title == "Population and budget"
    assert gate.review.lines[1].red_trigger


def test_all_green_and_signed_by_two_lets_on(gate: Gate) -> None:
    gate.rate_all()
    gate.sign()
    assert gate.conclude() == "proceed"
    assert gate_facts(gate.session, gate.procurement, NOW).verdicts == {"checkpoint_1": "proceed"}


def test_an_unrated_line_keeps_everyone_from_signing(gate: Gate) -> None:
    with pytest.raises(MoveRefused, match="is not rated"):
        gate.sign("reviewer")


def test_one_signature_is_not_enough_and_nobody_signs_twice(gate: Gate) -> None:
    gate.rate_all()
    gate.sign("reviewer")
    with pytest.raises(Conflict, match="already signed"):
        gate.sign("reviewer")
    with pytest.raises(MoveRefused, match="1 of the 2 reviewers needed"):
        gate.conclude()
    assert gate.review.verdict is None


@pytest.mark.parametrize("name", ["officer", "clinician", "approver", "auditor", "alder"])
def test_only_reviewers_rate_sign_and_conclude(gate: Gate, name: str) -> None:
    gate.rate_all()
    with pytest.raises(NotPermitted):
        gate.rate("budget", actor=gate.actor(name))
    with pytest.raises(NotPermitted):
        gate.sign(name)
    with pytest.raises(NotPermitted):
        gates.conclude(gate.session, review=gate.review, actor=gate.actor(name), now=NOW)


def test_an_amber_mandatory_line_needs_a_condition_and_makes_the_verdict_conditional(gate: Gate) -> None:
    gate.rate_all()
    gate.rate("budget", "amber")
    with pytest.raises(MoveRefused, match="set a condition on it"):
        gate.sign("reviewer")
    gate.condition()
    gate.sign()
    assert gate.conclude() == "proceed_with_conditions"
    assert "C-001" in gate.review.verdict_reason


def test_a_red_mandatory_line_stops_whatever_the_others_say(gate: Gate) -> None:
    gate.rate_all()
    gate.rate("budget", "red")
    gate.condition()
    gate.sign()
    assert gate.conclude() == "do_not_proceed"


def test_a_rating_or_a_condition_after_a_signature_clears_the_signatures(gate: Gate) -> None:
    gate.rate_all()
    gate.sign()
    gate.rate("budget", "amber")
    assert gate.review.signatures == []
    gate.condition()
    gate.sign("reviewer")
    condition = gate.condition("procedure")
    assert gate.review.signatures == []
    gate.sign("reviewer")
    gate_conditions.remove_condition(gate.session, condition=condition, actor=gate.actor(), now=NOW)
    assert gate.review.signatures == []


def test_a_signature_under_a_review_changed_since_is_refused(gate: Gate) -> None:
    gate.rate_all()
    seen = gate.review.version
    gate.rate("budget", "green", reason="Seen again")
    with pytest.raises(Conflict, match="was changed after"):
        gates.sign(gate.session, review=gate.review, actor=gate.actor(), now=NOW, version=seen)


def test_two_reviewers_rate_different_lines_but_not_the_same_one_unseen(gate: Gate) -> None:
    seen = {line.code: line.version for line in gate.review.lines}
    gate.rate("budget", version=seen["budget"])
    gate.rate("procedure", version=seen["procedure"])
    with pytest.raises(Conflict, match="Another reviewer rated"):
        gate.rate("budget", "red", version=seen["budget"])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"rating": "purple"}, "rating"),
        ({"reason": "  "}, "reason"),
        ({"evidence_seen": " "}, "evidence_seen"),
    ],
)
def test_a_rating_is_refused_at_the_field_at_fault(gate: Gate, fields: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        gate.rate("budget", **{"rating": "green", **fields})
    assert refusal.value.field == field
    assert gate.review.lines[1].rating is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": " "}, "text"),
        ({"owner": ""}, "owner"),
        ({"evidence_required": ""}, "evidence_required"),
        ({"due_on": NOW.date()}, "due_on"),
        ({"blocks": "everything"}, "blocks"),
    ],
)
def test_a_condition_is_refused_at_the_field_at_fault(gate: Gate, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        gate.condition(**fields)
    assert refusal.value.field == field
    assert list_conditions(gate.session, gate.procurement.id) == []


def test_a_line_the_gate_does_not_have_is_not_found(gate: Gate) -> None:
    with pytest.raises(NotFound):
        gate.condition("astrology")


def test_a_reference_is_never_given_twice(gate: Gate) -> None:
    first = gate.condition()
    gate_conditions.remove_condition(gate.session, condition=first, actor=gate.actor(), now=NOW)
    assert gate.condition().reference == "C-002"


def test_a_concluded_sitting_does_not_change(gate: Gate) -> None:
    gate.rate_all()
    gate.rate("budget", "amber")
    condition = gate.condition()
    gate.sign()
    gate.conclude()
    for act in (
        lambda: gate.rate("budget"),
        lambda: gate.condition("procedure"),
        lambda: gate.sign("reviewer"),
        lambda: gate.conclude(),
        lambda: gate_conditions.remove_condition(gate.session, condition=condition, actor=gate.actor(), now=NOW),
    ):
        with pytest.raises(Conflict, match="concluded"):
            act()


def test_after_do_not_proceed_a_new_sitting_is_held(gate: Gate) -> None:
    gate.rate_all()
    gate.rate("budget", "red")
    gate.sign()
    gate.conclude()
    gate.review = gates.reopen(
        gate.session, procurement=gate.procurement, gate_code="checkpoint_1", reason="The budget is reconciled",
        actor=gate.actor(), now=NOW,
    )  # fmt: skip
    assert gate.review.sitting == 2
    assert {line.rating for line in gate.review.lines} == {None}
    assert gate_facts(gate.session, gate.procurement, NOW).verdicts == {}
    gate.rate_all()
    gate.sign()
    assert gate.conclude() == "proceed"


def test_a_gate_that_proceeds_is_not_opened_again_without_an_overdue_condition(gate: Gate) -> None:
    gate.rate_all()
    gate.rate("budget", "amber")
    condition = gate.condition()
    gate.sign()
    gate.conclude()
    late = NOW + timedelta(days=90)

    def again(now: Any) -> GateReview:
        return gates.reopen(
            gate.session, procurement=gate.procurement, gate_code="checkpoint_1", reason="Overdue",
            actor=gate.actor(), now=now,
        )  # fmt: skip

    with pytest.raises(MoveRefused, match="stands and no condition is overdue"):
        again(NOW)
    gate.review = again(late)
    gate_conditions.redate_condition(
        gate.session, condition=condition, due_on=date(2025, 6, 1), reason="Audit delayed", actor=gate.actor(), now=late
    )
    assert gate_facts(gate.session, gate.procurement, late).overdue == ()
    gate.rate_all()
    assert str(gate_verdicts.verdict(gate.session, gate.review).verdict) == "proceed_with_conditions"


def test_an_open_review_is_not_opened_again(gate: Gate) -> None:
    with pytest.raises(Conflict, match="still open"):
        gate.open()
    with pytest.raises(MoveRefused, match="no concluded sitting"):
        gates.reopen(
            gate.session, procurement=gate.procurement, gate_code="checkpoint_1", reason="x", actor=gate.actor(),
            now=NOW,
        )  # fmt: skip


def test_a_condition_is_met_with_evidence_by_those_who_may_and_once(gate: Gate) -> None:
    gate.rate_all()
    gate.rate("budget", "amber")
    gate.condition()
    condition = get_condition(gate.session, gate.procurement.id, "C-001")

    def meet(name: str = "contracts", evidence: str = "Reconciliation signed on 3 February") -> None:
        gate_conditions.meet_condition(
            gate.session, condition=condition, evidence=evidence, actor=gate.actor(name), now=NOW
        )

    with pytest.raises(Conflict, match="no verdict yet"):
        meet()
    gate.sign()
    gate.conclude()
    assert gate_facts(gate.session, gate.procurement, NOW).blocking_contract == ("C-001",)
    with pytest.raises(NotPermitted):
        meet("reviewer")
    with pytest.raises(InvalidInput):
        meet(evidence="done")
    meet()
    assert gate_facts(gate.session, gate.procurement, NOW).blocking_contract == ()
    with pytest.raises(Conflict, match="already met"):
        meet()
    assert get_last_review(gate.session, gate.procurement.id, "checkpoint_1").verdict == "proceed_with_conditions"
