from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.provision.cascade import Cascade, Link, Tier, findings

SOUND = Link("Birch", Decimal(20), "activity", 30, Decimal(10), True, True, True, True)
OTHER = replace(SOUND, name="Cedar", share=Decimal(15))
WHOLE = Cascade("Alder", (SOUND, OTHER), Decimal(30))


def test_a_sound_chain_has_no_findings_and_adds_up() -> None:
    assert findings(WHOLE) == []
    assert (WHOLE.kept, WHOLE.passed_risk, WHOLE.kept_risk) == (65, Decimal("3.5"), Decimal("26.5"))
    assert WHOLE.largest == ("Alder", 65)
    assert WHOLE.concentration == 65**2 + 20**2 + 15**2


def test_a_lead_alone_is_wholly_concentrated_and_nothing_is_remarked() -> None:
    alone = Cascade("Alder", (), Decimal(30))
    assert (alone.concentration, findings(alone)) == (10_000, [])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"payment_days": 31}, "Birch is paid within 31 days: 30 are the most"),
        ({"flows_down": False}, "do not flow down to Birch"),
        ({"has_no_exclusion_ground": False}, "Birch has not confirmed"),
        ({"is_not_debarred": False}, "debarment list"),
        ({"has_signed_terms": False}, "Birch has not signed heads of terms"),
        ({"basis": "population"}, "Birch holds a population budget too"),
        ({"basis": "own_contract"}, "10% of it cannot depend on the outcomes of this one"),
        ({"payment_days": None}, "The terms of Birch are not given"),
        ({"share": Decimal(60)}, "Birch has 60% of the money, more than the lead and all others together"),
    ],
)
def test_each_thing_that_is_remarkable_is_told_once(change: dict[str, object], words: str) -> None:
    told = findings(replace(WHOLE, links=(replace(SOUND, **change), OTHER)))
    assert len([each for each in told if words in each]) == 1
    assert len(told) == 1


def test_thirty_days_and_what_was_never_asked_are_not_remarked() -> None:
    before = replace(SOUND, is_not_debarred=None, has_signed_terms=None)
    assert findings(replace(WHOLE, links=(before, OTHER))) == []


def test_a_lead_that_delivers_nothing_is_told() -> None:
    passed_on = replace(WHOLE, links=(replace(SOUND, share=Decimal(50)), replace(OTHER, share=Decimal(50))))
    assert findings(passed_on) == [
        "Alder passes on all of the money and delivers nothing: a lead provides care and subcontracts"
    ]


def test_risk_that_is_passed_down_beyond_what_there_is_or_not_at_all_is_told() -> None:
    beyond = replace(WHOLE, outcome_share=Decimal(3))
    assert findings(beyond) == ["More outcome risk is passed down, 3.5% of the contract, than the contract has, 3%"]
    kept = replace(WHOLE, links=(replace(SOUND, outcome_share=Decimal(0)),))
    assert findings(kept) == ["No outcome risk is passed down: Alder bears all of it, whoever delivers the care"]
    assert findings(replace(kept, outcome_share=None)) == []


def test_tiers_follow_from_what_payment_follows() -> None:
    bases = ("population", "activity", "block", "own_contract", "written freely")
    assert [replace(SOUND, basis=each).tier for each in bases] == [
        Tier.BUDGET, Tier.ACTIVITY, Tier.ACTIVITY, Tier.OWN_CONTRACT, Tier.ACTIVITY,
    ]  # fmt: skip


@given(st.lists(st.decimals("0.01", 10, places=2), max_size=10))
def test_shares_make_a_whole_and_the_index_lies_within_its_bounds(shares: list[Decimal]) -> None:
    chain = Cascade("Alder", tuple(replace(SOUND, name=str(n), share=each) for n, each in enumerate(shares)), None)
    assert sum(share for _, share in chain.shares) == 100
    assert 10_000 / len(chain.shares) - 1 <= chain.concentration <= 10_000
