"""What is computed about a bid at a gate: the tests that UnitingCare, Coastal West Sussex and Staffordshire failed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.gates import affordability as money
from assurance.domain.gates import findings
from assurance.domain.gates.definition import Rating, Track
from assurance.domain.gates.findings import Finding, RiskCapacity
from assurance.domain.gates.tracks import track_objection
from assurance.domain.provision.coverage import Finding as CoverFinding
from assurance.domain.provision.coverage import Trouble
from assurance.domain.provision.system_impact import Effect, Flow, Incumbent

LOSS = Decimal(1_400_000)  # the corridor of £40m with 2 and 5 per cent
TRUST = Incumbent("I-1", "Westmere Trust", Decimal(20_000_000), Decimal(1_000_000))


def ratings(found: object) -> list[Rating | None]:
    return [each.rating for each in found]  # type: ignore[attr-defined]  # reason: any iterable of findings


@pytest.mark.parametrize(
    ("reserves", "guarantee", "expected"),
    [
        (None, None, [Rating.RED]),
        (Decimal(0), None, [Rating.RED]),
        (Decimal(1_399_999), None, [Rating.RED]),
        (Decimal(1_400_000), None, []),
        (Decimal(400_000), Decimal(1_000_000), []),
        (None, Decimal(999_999), [Rating.RED]),
    ],
)
def test_the_largest_loss_is_covered_by_reserves_and_guarantee_together(
    reserves: Decimal | None, guarantee: Decimal | None, expected: list[Rating]
) -> None:
    assert ratings(findings.risk_capacity(RiskCapacity(LOSS, reserves, guarantee))) == expected


def test_how_much_is_missing_is_said_in_pounds() -> None:
    (found,) = findings.risk_capacity(RiskCapacity(LOSS, Decimal(900_000), Decimal(100_000)))
    assert "£1,400,000" in found.message
    assert "£400,000" in found.message
    assert found.line_code == "financial_standing"


def test_a_loss_that_nobody_has_worked_out_is_noted_and_judged_by_people() -> None:
    (found,) = findings.risk_capacity(RiskCapacity(None))
    assert found.rating is None
    assert not list(findings.risk_capacity(RiskCapacity(Decimal(0))))


@pytest.mark.parametrize(
    ("trouble", "rating"),
    [
        (Trouble.GAP, Rating.RED),
        (Trouble.DOUBLE, Rating.RED),
        (Trouble.UNOWNED, Rating.AMBER),
        (Trouble.UNPAID, Rating.AMBER),
    ],
)
def test_care_that_nobody_answers_for_is_red(trouble: Trouble, rating: Rating) -> None:
    (found,) = findings.coverage([CoverFinding(trouble, "1", "In words")])
    assert (found.rating, found.message, found.line_code) == (rating, "In words", "clinical_governance")


def test_a_question_of_the_legal_form_is_red_without_an_owner_and_amber_without_an_answer() -> None:
    found = list(findings.legal_form(["VAT recovery"], ["VAT recovery", "Pensions"]))
    assert [(each.rating, each.message) for each in found] == [
        (Rating.RED, "Nobody owns this question: VAT recovery"),
        (Rating.AMBER, "This question has no answer: Pensions"),
    ]


@pytest.mark.parametrize(
    ("stranded", "mitigation", "expected"),
    [(0, 0, []), (1_000_000, 0, [Rating.AMBER]), (1_000_001, 0, [Rating.RED]), (1_000_001, 1_000_001, [])],
)
def test_an_incumbent_driven_into_deficit_is_red(stranded: int, mitigation: int, expected: list[Rating]) -> None:
    effect = Effect(TRUST, Flow("I-1", Decimal(5_000_000), Decimal(stranded), Decimal(mitigation), "Agreed"))
    assert ratings(findings.system_impact([effect])) == expected


@pytest.mark.parametrize(
    ("left", "is_decided", "expected"),
    [(3, False, []), (2, False, []), (1, False, [Rating.RED]), (1, True, [Rating.AMBER]), (0, False, [])],
)
def test_one_bidder_alone_is_red_until_somebody_has_decided(
    left: int, is_decided: bool, expected: list[Rating]
) -> None:
    assert ratings(findings.competition(left, is_decided)) == expected


@pytest.mark.parametrize(
    ("years", "expected"),
    [((10, 10), []), ((9, 11), [Rating.AMBER]), ((10, 11), [Rating.RED]), ((12, 1), [Rating.AMBER])],
)
def test_a_price_above_the_envelope_is_red_over_the_term_and_amber_in_a_year(
    years: tuple[int, int], expected: list[Rating]
) -> None:
    price = money.Price("Alder Care", tuple(map(Decimal, years)))
    assert ratings(findings.affordability([Decimal(10), Decimal(10)], price)) == expected


def test_a_price_for_another_term_is_not_compared() -> None:
    with pytest.raises(ValueError, match="longer"):
        money.excess_by_year([Decimal(10)], [Decimal(10), Decimal(10)])


def test_the_alarm_rings_only_when_nobody_is_within_the_envelope() -> None:
    envelope = [Decimal(10), Decimal(10)]
    dear, cheap = money.Price("Dear", (Decimal(11), Decimal(12))), money.Price("Cheap", (Decimal(10), Decimal(10)))
    assert money.all_above(money.beside(envelope, [dear]))
    assert not money.all_above(money.beside(envelope, [dear, cheap]))
    assert not money.all_above(())
    assert money.beside(envelope, [dear, cheap])[0].price is cheap


def test_a_decision_on_a_narrow_gap_does_not_answer_a_wider_one() -> None:
    above = money.beside([Decimal(10)], [money.Price("Dear", (Decimal(13),))])
    assert not money.is_decided(above, [])
    assert not money.is_decided(above, [Decimal(2)])
    assert money.is_decided(above, [Decimal(2), Decimal(3)])
    assert money.is_decided((), [])


@given(st.lists(st.integers(0, 10**6).map(Decimal), min_size=1, max_size=8), st.integers(0, 10**6).map(Decimal))
def test_a_dearer_price_is_never_judged_better(envelope: list[Decimal], more: Decimal) -> None:
    same = money.Price("A", tuple(envelope))
    dearer = money.Price("A", tuple(each + more for each in envelope))
    assert not list(findings.affordability(envelope, same))
    assert bool(list(findings.affordability(envelope, dearer))) is (more > 0)


def test_a_partner_with_nothing_signed_needs_a_condition() -> None:
    (found,) = findings.subcontracts(["Birch Therapy"])
    assert (found.rating, found.message) == (Rating.AMBER, "Nothing is signed with Birch Therapy")


def test_findings_of_a_line_come_worst_first_and_the_worst_counts() -> None:
    noted = Finding("a", "x", None, "Noted")
    amber, red = Finding("b", "x", Rating.AMBER, "Amber"), Finding("c", "x", Rating.RED, "Red")
    assert findings.of_line([noted, amber, red, Finding("d", "y", Rating.RED, "Other")], "x") == (red, amber, noted)
    assert findings.worst([noted, amber]) is Rating.AMBER
    assert findings.worst([noted]) is None
    assert findings.is_critical([amber, red])
    assert not findings.is_critical([amber, noted])


def test_checkpoint_2_is_not_hurried_past_a_red_finding() -> None:
    red, amber = Finding("c", "x", Rating.RED, "Red"), Finding("b", "x", Rating.AMBER, "Amber")
    assert track_objection("checkpoint_2", Track.FAST, [red])
    assert track_objection("checkpoint_2", Track.FAST, [amber]) is None
    assert track_objection("checkpoint_2", Track.FULL, [red]) is None
    assert track_objection("checkpoint_3", Track.FAST, [red]) is None
