"""The grounds on which each law lets a running contract be changed without a new procurement, and their limits.

Sources: Provider Selection Regime 2023, regulations 13 and 14; Procurement Act 2023, section 74 and Schedule 8; Public
Contracts Regulations 2015, regulation 72. The threshold amounts that some limits name beside a percentage change every
two years, so that they are said in words and checked by people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from assurance.domain.procedures.regimes import Regime


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of the original value changes on a ground may come to."""

    percent: Decimal
    provision: str
    is_cumulative: bool = False
    """All changes of the contract so far count together; else each change is measured by itself."""
    only_same_ground: bool = False
    """Of a cumulative limit: only changes on the same ground count together."""
    reaching_is_over: bool = False
    """The law says "less than", so that the percentage itself is too much."""
    or_below: Decimal | None = None
    """An amount below which the percentage does not matter."""
    only_increases: bool = False
    """The law limits what is added and not what is taken away."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: what it says, where it stands, and how far it reaches."""

    code: str
    label: str
    provision: str
    limit: Limit | None = None
    term_percent: Decimal | None = None
    """How far the term may change, in per cent of the longest term provided for on award."""
    caution: str = ""
    """What the law asks beside the figures, for people to check."""


_CHARACTER = "The contract must not become materially different in character."
_OVERALL = "The overall nature of the contract must not change."
_HALF = Decimal(50)

PSR = (
    Ground(
        "provided_for", "Clearly and unambiguously provided for in the contract documents", "PSR 2023 reg 13(1)(a)",
        caution="Name the clause that provides for it.",
    ),
    Ground(
        "succession", "The provider changes solely by succession after a corporate change", "PSR 2023 reg 13(1)(b)",
        caution="The new provider must meet the basic selection criteria.",
    ),
    Ground(
        "external", "External factors beyond the control of authority and provider", "PSR 2023 reg 13(1)(c)",
        caution=_CHARACTER,
    ),
    Ground(
        "own_decision", "A decision of the authority", "PSR 2023 reg 13(1)(d)",
        Limit(
            Decimal(25), "PSR 2023 reg 13(2)(b)", is_cumulative=True, reaching_is_over=True, or_below=Decimal(500_000)
        ),
        caution=_CHARACTER,
    ),
    Ground(
        "urgent", "Urgent, not foreseeable, and delay would put patients or the public at risk", "PSR 2023 reg 14(2)",
        caution="The urgency must not be attributable to the authority. A notice is due within 30 days.",
    ),
)  # fmt: skip

PA23 = (
    Ground(
        "provided_for", "Unambiguously provided for in the contract and in the tender notice", "PA 2023 Sch 8 para 1",
        caution=_OVERALL,
    ),
    Ground("urgency", "Extreme and unavoidable urgency, or protection of life", "PA 2023 Sch 8 paras 2 and 3"),
    Ground(
        "unforeseeable", "Circumstances that could not reasonably have been foreseen", "PA 2023 Sch 8 para 4",
        Limit(_HALF, "PA 2023 Sch 8 para 4", only_increases=True), caution=_OVERALL,
    ),
    Ground(
        "known_risk", "A known risk that the tender notice named has materialised", "PA 2023 Sch 8 para 5",
        Limit(_HALF, "PA 2023 Sch 8 para 5", only_increases=True),
        caution="The change must go no further than is necessary to remedy the risk.",
    ),
    Ground(
        "additional", "Additional services that another supplier could not provide without harm",
        "PA 2023 Sch 8 para 8",
        Limit(_HALF, "PA 2023 Sch 8 para 8", only_increases=True),
    ),
    Ground("restructuring", "Transfer to another supplier on corporate restructuring", "PA 2023 Sch 8 para 9"),
    Ground(
        "not_substantial", "Not a substantial modification", "PA 2023 s74(1)(b) and (3)", term_percent=Decimal(10),
        caution="Neither the scope nor, in favour of the supplier, the economic balance may change materially.",
    ),
    Ground(
        "below_threshold", "A below-threshold modification", "PA 2023 s74(1)(c) and (4)",
        Limit(Decimal(10), "PA 2023 s74(4)(a)"),
        caution="All changes on this ground together must stay below the threshold amount of services.",
    ),
    Ground("light_touch", "The contract is a light touch contract", "PA 2023 s74(2)"),
)  # fmt: skip

PCR15 = (
    Ground(
        "provided_for", "Provided for in clear, precise and unequivocal review clauses", "PCR 2015 reg 72(1)(a)",
        caution=_OVERALL,
    ),
    Ground(
        "additional", "Additional services that only the contractor can provide without serious inconvenience",
        "PCR 2015 reg 72(1)(b)", Limit(_HALF, "PCR 2015 reg 72(1)(b)(ii)", only_increases=True),
    ),
    Ground(
        "unforeseeable", "Circumstances that a diligent authority could not have foreseen", "PCR 2015 reg 72(1)(c)",
        Limit(_HALF, "PCR 2015 reg 72(1)(c)(iii)", only_increases=True), caution=_OVERALL,
    ),
    Ground("succession", "A new contractor replaces the first, as provided for", "PCR 2015 reg 72(1)(d)"),
    Ground(
        "not_substantial", "Not substantial", "PCR 2015 reg 72(1)(e) and (8)",
        caution="It must not be one that would have let in or chosen another bidder, shift the economic balance in "
        "favour of the contractor, or extend the scope considerably.",
    ),
    Ground(
        "below_threshold", "Below the threshold and below 10 per cent of the initial value", "PCR 2015 reg 72(1)(f)",
        Limit(
            Decimal(10), "PCR 2015 reg 72(5)(b) and (6)", is_cumulative=True, only_same_ground=True,
            reaching_is_over=True,
        ),
        caution="The value must also stay below the threshold of regulation 5, and the overall nature must not change.",
    ),
)  # fmt: skip

GROUNDS: Mapping[Regime, tuple[Ground, ...]] = MappingProxyType(
    {Regime.PSR: PSR, Regime.PA23: PA23, Regime.PCR15: PCR15}
)


def grounds_of(regime: Regime, *, is_light_touch: bool = False) -> tuple[Ground, ...]:
    """List the grounds a law gives; the one for light touch contracts only where the contract is one."""
    return tuple(each for each in GROUNDS[regime] if each.code != "light_touch" or is_light_touch)


def find_ground(regime: Regime, code: str) -> Ground | None:
    """Find a ground by its code, or None."""
    return next((each for each in GROUNDS[regime] if each.code == code), None)
