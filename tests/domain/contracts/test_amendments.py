from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.contracts.amendments import Change, Judgement, Original, judge, notice_needed
from assurance.domain.contracts.grounds import GROUNDS, Ground, find_ground, grounds_of
from assurance.domain.procedures.regimes import Regime

ORIGINAL = Original(Decimal(10_000_000), 84)


def ground(regime: Regime, code: str) -> Ground:
    found = find_ground(regime, code)
    assert found is not None
    return found


def judged(regime: Regime, code: str, value: object, *earlier: object, months: int = 0) -> Judgement:
    before = [Change(code, Decimal(str(each))) for each in earlier]
    return judge(ORIGINAL, before, Change(code, Decimal(str(value)), months), ground(regime, code))


@pytest.mark.parametrize(
    ("regime", "code", "value", "earlier", "is_refused"),
    [
        # PSR reg 13(2)(b): less than 25 per cent, cumulative, or below £500,000
        (Regime.PSR, "own_decision", 2_499_999, (), False),
        (Regime.PSR, "own_decision", 2_500_000, (), True),
        (Regime.PSR, "own_decision", 1_000_000, (1_500_000,), True),
        (Regime.PSR, "own_decision", 1_000_000, (2_000_000, -600_000), False),
        (Regime.PSR, "own_decision", -2_500_000, (), True),
        (Regime.PSR, "external", 9_000_000, (), False),
        # PA 2023 Sch 8: not more than 50 per cent, each by itself, and only what is added
        (Regime.PA23, "unforeseeable", 5_000_000, (4_000_000,), False),
        (Regime.PA23, "unforeseeable", "5000000.01", (), True),
        (Regime.PA23, "unforeseeable", -6_000_000, (), False),
        (Regime.PA23, "below_threshold", 1_000_000, (), False),
        (Regime.PA23, "below_threshold", -1_000_001, (), True),
        # PCR reg 72(5): below 10 per cent, net of successive changes on the same ground
        (Regime.PCR15, "below_threshold", 999_999, (), False),
        (Regime.PCR15, "below_threshold", 1_000_000, (), True),
        (Regime.PCR15, "below_threshold", 600_000, (400_000,), True),
        (Regime.PCR15, "additional", 5_000_000, (5_000_000,), False),
        (Regime.PCR15, "additional", "5000000.01", (), True),
    ],
)
def test_each_law_refuses_above_its_own_limit(
    regime: Regime, code: str, value: object, earlier: tuple[int, ...], is_refused: bool
) -> None:
    found = judged(regime, code, value, *earlier)
    assert bool(found.refusals) is is_refused
    if is_refused:
        assert ground(regime, code).limit.provision in found.refusals[0]  # type: ignore[union-attr]  # reason: it has one


def test_below_half_a_million_the_percentage_does_not_matter() -> None:
    small = Original(Decimal(1_000_000), 60)
    own = ground(Regime.PSR, "own_decision")
    assert judge(small, [], Change("own_decision", Decimal("499999.99")), own).refusals == ()
    assert judge(small, [], Change("own_decision", Decimal(500_000)), own).refusals != ()


def test_a_limit_is_warned_of_from_four_fifths_on_and_the_words_carry_the_figures() -> None:
    assert len(judged(Regime.PSR, "own_decision", 1_999_999).warnings) == 1
    near = judged(Regime.PSR, "own_decision", 1_000_000, 1_000_000)
    assert near.warnings[0] == (
        "With the changes so far, the value changes by £2,000,000, 20% of the original value, near the limit: less "
        "than 25% or below £500,000 is allowed on this ground (PSR 2023 reg 13(2)(b))."
    )
    assert near.percent == 10
    assert near.cumulative == 2_000_000


def test_of_other_grounds_only_some_limits_count_the_value() -> None:
    earlier = [Change("external", Decimal(2_000_000))]
    own = judge(ORIGINAL, earlier, Change("own_decision", Decimal(600_000)), ground(Regime.PSR, "own_decision"))
    assert own.refusals != ()
    below = judge(
        ORIGINAL, earlier, Change("below_threshold", Decimal(900_000)), ground(Regime.PCR15, "below_threshold")
    )
    assert below.refusals == ()


def test_a_term_may_change_by_a_tenth_of_the_longest_term() -> None:
    assert judged(Regime.PA23, "not_substantial", 0, months=8).refusals == ()
    refused = judged(Regime.PA23, "not_substantial", 0, months=9).refusals
    assert "10.71%" in refused[0]
    assert judged(Regime.PA23, "not_substantial", 0, months=-9).refusals != ()


@pytest.mark.parametrize(
    ("regime", "change", "own", "light", "expected"),
    [
        (Regime.PSR, Change("own_decision", Decimal(500_000)), True, False, "reg 13(4)"),
        (Regime.PSR, Change("own_decision", Decimal(499_999)), True, False, ""),
        (Regime.PSR, Change("external", Decimal(900_000)), False, False, ""),
        (Regime.PSR, Change("urgent", Decimal(1)), False, False, "reg 14(4)"),
        (Regime.PA23, Change("unforeseeable", Decimal(1_000_001)), False, False, "s75(1)"),
        (Regime.PA23, Change("unforeseeable", Decimal(1_000_000)), False, False, ""),
        (Regime.PA23, Change("unforeseeable", Decimal(4_000_000)), False, True, ""),
        (Regime.PA23, Change("restructuring", Decimal(0)), False, False, "s75(1)"),
        (Regime.PA23, Change("provided_for", Decimal(0), 9), False, False, "s75(1)"),
        (Regime.PA23, Change("provided_for", Decimal(0), 8), False, False, ""),
        (Regime.PCR15, Change("additional", Decimal(1)), False, False, "reg 72(3)"),
        (Regime.PCR15, Change("not_substantial", Decimal(1)), False, False, ""),
    ],
)
def test_which_notice_follows(regime: Regime, change: Change, own: bool, light: bool, expected: str) -> None:
    found = judge(ORIGINAL, [], change, ground(regime, change.ground))
    said = notice_needed(regime, found, change, is_own_decision=own, is_light_touch=light, months=84)
    assert expected in said
    assert bool(said) is bool(expected)


def test_the_ground_of_light_touch_contracts_is_offered_only_for_one() -> None:
    assert "light_touch" not in {each.code for each in grounds_of(Regime.PA23)}
    assert "light_touch" in {each.code for each in grounds_of(Regime.PA23, is_light_touch=True)}
    assert find_ground(Regime.PSR, "light_touch") is None
    for regime, grounds in GROUNDS.items():
        assert len({each.code for each in grounds}) == len(grounds)
        assert all(each.provision.startswith(regime.short) for each in grounds)


VALUES = st.decimals(-(10**7), 10**7, places=2)


@given(st.lists(VALUES, max_size=5), VALUES)
def test_the_percentages_are_exact_and_net(earlier: list[Decimal], value: Decimal) -> None:
    found = judged(Regime.PSR, "own_decision", value, *earlier)
    assert found.cumulative == sum(earlier) + value
    assert found.cumulative_percent == Fraction(found.cumulative) / 100_000
    is_over = abs(found.cumulative) >= Decimal(2_500_000)
    assert bool(found.refusals) is is_over
