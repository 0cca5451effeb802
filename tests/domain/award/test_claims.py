"""What a claim does to the award depends on the regime, on when it was notified, and on what a court orders."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assurance.domain.award.claims import effect_of
from assurance.domain.procedures import CURRENT
from assurance.domain.procedures.regimes import Regime

PUBLISHED = date(2025, 3, 3)


@pytest.mark.parametrize(
    ("regime", "late", "suspends"),
    [
        (Regime.PA23, False, True),
        (Regime.PA23, True, False),
        (Regime.PCR15, False, True),
        (Regime.PCR15, True, True),
        (Regime.PSR, False, False),
        (Regime.PSR, True, False),
    ],
)
def test_a_claim_suspends_where_and_when_the_law_says(regime: Regime, *, late: bool, suspends: bool) -> None:
    standstill = CURRENT[regime].standstill(PUBLISHED)
    notified = standstill.ends_at if late else standstill.ends_at - timedelta(seconds=1)
    effect = effect_of(regime, notified, standstill, ordered=False)
    assert effect.suspends is suspends
    assert effect.why.endswith(".")
    assert effect.provision.startswith(regime.short)


@pytest.mark.parametrize("regime", list(Regime))
def test_the_order_of_a_court_counts_under_every_regime(regime: Regime) -> None:
    standstill = CURRENT[regime].standstill(PUBLISHED)
    assert effect_of(regime, standstill.ends_at, standstill, ordered=True).suspends
