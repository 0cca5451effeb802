"""A claim in court: whether it suspends the award, under which provision, and how it may end.

Procurement Act 2023 section 101: the contract may not be entered into while a claim is open of which the authority was
notified during the standstill period. Public Contracts Regulations 2015 regulation 95: nor, once the authority knows
that a claim form is issued, at any time before the contract is entered into. Under the Provider Selection Regime there
is judicial review, which suspends nothing by itself; a court may order it, and that is recorded as ordered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assurance.domain.deadlines import Standstill
from assurance.domain.procedures.regimes import Regime

ENDS: dict[str, str] = {
    "lifted": "The court lifted the suspension",
    "withdrawn": "The claim was withdrawn",
    "dismissed": "The claim was dismissed",
    "settled": "The claim was settled",
    "upheld": "The court upheld the claim",
}
"""How what holds the award open may end. A claim that is upheld is followed by a step taken again or by abandonment."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a claim does to the award, why, and the provision."""

    suspends: bool
    why: str
    provision: str


def effect_of(regime: Regime, notified_at: datetime, standstill: Standstill, *, ordered: bool) -> Effect:
    """Say whether a claim of which the authority learned at an instant keeps it from entering into the contract.

    `ordered` is a court's own order to wait, which counts under every regime.
    """
    if ordered:
        return Effect(True, "A court has ordered the authority to wait.", "Order of the court")
    if regime is Regime.PCR15:
        return Effect(True, "A claim form is issued and the contract is not entered into.", "PCR 2015 reg 95(1)")
    if regime is Regime.PA23:
        if notified_at < standstill.ends_at:
            return Effect(True, "The authority was notified during the standstill period.", "PA 2023 s101(1) and (2)")
        return Effect(False, "The authority was notified after the standstill period had ended.", "PA 2023 s101(2)")
    return Effect(False, "Judicial review does not suspend the award unless a court orders it.", "PSR 2023 reg 12")
