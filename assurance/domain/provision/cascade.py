"""How money and risk flow down from the lead provider: who is paid by what, and what is remarkable about it.

The tiers are those of founding document 000: the lead on the budget of a population, subcontractors on activity,
primary care on its own contracts (GMS and QOF). It finds and refuses nothing: whoever writes the tender is told, and
whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assurance.domain.money import percent, round_half_up
from assurance.domain.provision.partners import WHOLE, PaymentBasis

LONGEST_LAWFUL_DAYS = 30
"""Procurement Act 2023 section 73 and regulation 113 of the Public Contracts Regulations 2015, down the whole chain."""
CONCENTRATED = 2500
"""The index above which a market is usually called highly concentrated."""
HALF = Decimal(50)


class Tier(StrEnum):
    """How a provider is funded."""

    BUDGET = "budget"
    ACTIVITY = "activity"
    OWN_CONTRACT = "own_contract"

    @property
    def label(self) -> str:
        """The tier in the words shown to people."""
        return {
            "budget": "Population budget",
            "activity": "Activity or block, under a subcontract",
            "own_contract": "Primary care on its own contract (GMS, QOF)",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Link:
    """One partner in the chain; what was not said is None, and shares are in per cent."""

    name: str
    share: Decimal
    basis: str
    payment_days: int | None = None
    outcome_share: Decimal | None = None
    """How much of its own payment depends on outcomes."""
    flows_down: bool | None = None
    has_no_exclusion_ground: bool = False
    is_not_debarred: bool | None = None
    has_signed_terms: bool | None = None

    @property
    def tier(self) -> Tier:
        """How it is funded."""
        known = {PaymentBasis.POPULATION: Tier.BUDGET, PaymentBasis.OWN_CONTRACT: Tier.OWN_CONTRACT}
        return known.get(PaymentBasis(self.basis), Tier.ACTIVITY) if self.basis in set(PaymentBasis) else Tier.ACTIVITY

    @property
    def risk(self) -> Decimal:
        """The outcome risk passed down to it, in per cent of the whole contract."""
        return self.share * (self.outcome_share or Decimal(0)) / WHOLE


@dataclass(frozen=True, slots=True)
class Cascade:
    """A lead provider and those it passes money to; `outcome_share` is the most that the contract puts on outcomes."""

    lead: str
    links: tuple[Link, ...]
    outcome_share: Decimal | None = None

    @property
    def kept(self) -> Decimal:
        """The part of the money that stays with the lead, in per cent."""
        return WHOLE - sum((each.share for each in self.links), Decimal(0))

    @property
    def passed_risk(self) -> Decimal:
        """The outcome risk passed down to all partners, in per cent of the whole contract."""
        return sum((each.risk for each in self.links), Decimal(0))

    @property
    def kept_risk(self) -> Decimal | None:
        """The outcome risk that stays with the lead, in per cent of the whole contract; None where none is known."""
        return None if self.outcome_share is None else self.outcome_share - self.passed_risk

    @property
    def shares(self) -> list[tuple[str, Decimal]]:
        """Everybody with their share, the lead first."""
        return [(self.lead, self.kept), *((each.name, each.share) for each in self.links)]

    @property
    def largest(self) -> tuple[str, Decimal]:
        """Who has the largest share."""
        return max(self.shares, key=lambda each: each[1])

    @property
    def concentration(self) -> int:
        """The Herfindahl index: the squares of all shares added up, from just above 0 to 10,000 for one alone."""
        return round_half_up(sum((share * share for _, share in self.shares), Decimal(0)), 0)

    @property
    def summary(self) -> str:
        """Say in one sentence how concentrated the money is."""
        name, share = self.largest
        return (
            f"The largest share, {percent(share)}, is that of {name}. The Herfindahl index of all shares is "
            f"{self.concentration:,}, of at most 10,000 for one provider alone; above {CONCENTRATED:,} is usually "
            "called highly concentrated."
        )


def findings(cascade: Cascade) -> list[str]:
    """List what is remarkable, partner by partner and then of the whole, in words without a full stop."""
    return [*(words for link in cascade.links for words in _of_link(link)), *_of_whole(cascade)]


def _of_link(link: Link) -> Iterator[str]:
    name = link.name
    if link.payment_days is None:
        yield f"The terms of {name} are not given"
        return
    if link.payment_days > LONGEST_LAWFUL_DAYS:
        yield (
            f"{name} is paid within {link.payment_days} days: {LONGEST_LAWFUL_DAYS} are the most that may be passed "
            "down from a public contract (Procurement Act 2023 section 73, PCR 2015 regulation 113)"
        )
    if not link.flows_down:
        yield f"The duties of the contract do not flow down to {name}"
    if not link.has_no_exclusion_ground:
        yield f"{name} has not confirmed that no ground for exclusion applies to it"
    if link.is_not_debarred is False:
        yield f"Nobody has looked for {name} on the debarment list"
    if link.has_signed_terms is False:
        yield f"{name} has not signed heads of terms"
    yield from _of_tier(link)


def _of_tier(link: Link) -> Iterator[str]:
    if link.tier is Tier.BUDGET:
        yield f"{link.name} holds a population budget too: the budget of the programme then has more than one holder"
    if link.tier is Tier.OWN_CONTRACT and link.risk:
        yield (
            f"{link.name} is paid by its own contract, so {percent(link.outcome_share or 0)} of it cannot depend on "
            "the outcomes of this one"
        )


def _of_whole(cascade: Cascade) -> Iterator[str]:
    if not cascade.links:
        return
    if cascade.kept <= 0:
        yield f"{cascade.lead} passes on all of the money and delivers nothing: a lead provides care and subcontracts"
    name, share = cascade.largest
    if name != cascade.lead and share > HALF:
        yield f"{name} has {percent(share)} of the money, more than the lead and all others together"
    if cascade.kept_risk is None:
        return
    if cascade.kept_risk < 0:
        yield (
            f"More outcome risk is passed down, {percent(cascade.passed_risk)} of the contract, than the contract has, "
            f"{percent(cascade.outcome_share or 0)}"
        )
    elif cascade.outcome_share and not cascade.passed_risk:
        yield f"No outcome risk is passed down: {cascade.lead} bears all of it, whoever delivers the care"
