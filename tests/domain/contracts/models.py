"""Payment models for tests: the worked corridor of forty million a year, and what hypothesis may draw."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from assurance.domain.contracts.measures import Measure
from assurance.domain.contracts.model import ContractYear, PaymentModel, Phase
from assurance.domain.contracts.outcomes import Rule
from assurance.domain.contracts.risk_share import Band, Corridor

CORRIDOR = Corridor((Band(Decimal("0.02"), Decimal(1)), Band(Decimal("0.05"), Decimal("0.5"))))
FORTY_MILLION = Decimal(40_000_000)
PROM = Measure("prom", "Reported outcome", "%", Decimal("0.6"), Rule.LINEAR, Decimal(70), Decimal(60), Decimal(58))
DATA = Measure("data", "Data in time", "%", Decimal("0.3"), Rule.PASS_FAIL, Decimal(95), None, Decimal(80))
WAIT = Measure("wait", "Weeks waited", "weeks", Decimal("0.1"), Rule.LINEAR, Decimal(6), Decimal(18), Decimal(20))
YEARS = (
    ContractYear(FORTY_MILLION, Decimal("0.1"), Phase.PERFORMANCE, Decimal(0)),
    ContractYear(FORTY_MILLION, Decimal("0.2"), Phase.SHADOW, Decimal("0.5")),
    ContractYear(FORTY_MILLION, Decimal("0.3"), Phase.CAPITATION, Decimal(1)),
)
MODEL = PaymentModel(YEARS, (PROM, DATA, WAIT), CORRIDOR)
MET = {"prom": Decimal(70), "data": Decimal(96), "wait": Decimal(6)}
MISSED = {"prom": Decimal(50), "data": Decimal(50), "wait": Decimal(30)}

fractions = st.decimals(0, 1, places=2)


@st.composite
def models(draw: st.DrawFn) -> PaymentModel:
    """Draw a model without faults: its terms vary, its three outcomes stay."""
    ends = sorted(set(draw(st.lists(st.decimals("0.01", "0.20", places=2), min_size=1, max_size=3))))
    risk = Corridor(tuple(Band(end, draw(fractions)) for end in ends), draw(fractions))
    years = tuple(
        ContractYear(Decimal(draw(st.integers(1, 10**8))), draw(fractions), Phase.CAPITATION) for _ in range(2)
    )
    return PaymentModel(years, (PROM, DATA, WAIT), risk, Decimal("0.25"))
