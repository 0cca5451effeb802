"""How a saving or an overspend is shared between the commissioner and whoever provides, exactly.

The pool is what was expected to be spent less what was spent: above zero it is a saving, below it an overspend, and
every share has its sign. A corridor gives the provider a share band by band of the deviation, alike for gain and loss;
a split gives every party its fraction of the whole. Form: `gain_share` of `assurance-payment/1`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assurance.domain.faults import Fault
from assurance.domain.money import round_out

PROVIDER, COMMISSIONER = "provider", "commissioner"


@dataclass(frozen=True, slots=True)
class Band:
    """The part of the deviation up to a fraction of what is expected, and the share of it that the provider has."""

    up_to: Decimal
    provider_share: Decimal


@dataclass(frozen=True, slots=True)
class Corridor:
    """Bands from nothing upwards, and the provider’s share of what lies beyond the last."""

    bands: tuple[Band, ...]
    beyond: Decimal = Decimal(0)

    def of_provider(self, deviation: Fraction, expected: Fraction) -> Fraction:
        """Return the provider’s part of a deviation, with its sign; all of them in pounds."""
        size, lower, borne = abs(deviation), Fraction(0), Fraction(0)
        for band in self.bands:
            upper = expected * Fraction(band.up_to)
            borne += max(min(size, upper) - lower, Fraction(0)) * Fraction(band.provider_share)
            lower = upper
        borne += max(size - lower, Fraction(0)) * Fraction(self.beyond)
        return borne if deviation >= 0 else -borne

    def split(self, deviation: Fraction, expected: Fraction) -> dict[str, Fraction]:
        """Return what either party has of a deviation; both together are the whole."""
        provider = self.of_provider(deviation, expected)
        return {PROVIDER: provider, COMMISSIONER: deviation - provider}

    def largest_loss(self, expected: Fraction) -> Fraction | None:
        """Return the most that the provider can lose, or None where nothing bounds it."""
        if self.beyond:
            return None
        return self.of_provider(expected * Fraction(self.bands[-1].up_to), expected) if self.bands else Fraction(0)

    def faults(self, path: str) -> Iterator[Fault]:
        """List what keeps the corridor from being applied."""
        if not self.bands:
            yield Fault(f"{path}.bands", "there are no bands")
        before = Decimal(0)
        for number, band in enumerate(self.bands):
            here = f"{path}.bands[{number}]"
            if band.up_to <= before:
                yield Fault(f"{here}.up_to", "each band must end further out than the one before")
            before = max(before, band.up_to)
            yield from _fraction(band.provider_share, f"{here}.provider_share")
        yield from _fraction(self.beyond, f"{path}.beyond")


@dataclass(frozen=True, slots=True)
class Split:
    """The fraction of every saving and overspend that each party has, by its name."""

    shares: tuple[tuple[str, Decimal], ...]

    def of_provider(self, deviation: Fraction, expected: Fraction) -> Fraction:
        """Return what falls to everybody but the commissioner: the lead provider answers for its network."""
        return sum(
            (part for party, part in self.split(deviation, expected).items() if party != COMMISSIONER), Fraction(0)
        )

    def split(self, deviation: Fraction, expected: Fraction) -> dict[str, Fraction]:
        """Return what each party has of a deviation; all together are the whole."""
        return {party: deviation * Fraction(share) for party, share in self.shares}

    def largest_loss(self, expected: Fraction) -> Fraction | None:
        """Return None: a share of every overspend has no bound of its own."""
        return None

    def faults(self, path: str) -> Iterator[Fault]:
        """List what keeps the split from being applied."""
        total = sum((Fraction(share) for _, share in self.shares), Fraction(0))
        if total != 1:
            yield Fault(f"{path}.shares", f"the shares sum to {round_out(total, 30)}, not 1")
        for party, share in self.shares:
            yield from _fraction(share, f"{path}.shares.{party}")


RiskShare = Corridor | Split


def _fraction(value: Decimal, path: str) -> Iterator[Fault]:
    if not 0 <= value <= 1:
        yield Fault(path, "must be between 0 and 1")
