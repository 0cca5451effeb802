"""Marking scales: what each mark means, in words evaluators and bidders read alike. Templates, not law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assurance.domain.faults import Fault

LONGEST_SCALE = 20
"""The highest top mark a scale may have."""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What one mark means."""

    mark: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale from 0 to `top`, every mark described once."""

    name: str
    top: int
    descriptors: tuple[Descriptor, ...]
    source: str = ""

    def faults(self) -> tuple[Fault, ...]:
        """List what keeps the scale from being used."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[Fault]:
        if self.top <= 0:
            yield Fault("top", "the top mark is above zero")
        if sorted(each.mark for each in self.descriptors) != list(range(self.top + 1)):
            yield Fault("descriptors", f"every mark from 0 to {self.top} is described exactly once")
        for number, each in enumerate(self.descriptors):
            if not each.label.strip() or not each.text.strip():
                yield Fault(f"descriptors[{number}]", f"mark {each.mark} needs a label and a meaning")

    def has(self, mark: Decimal | int) -> bool:
        """Say whether a mark is on the scale: a whole number from 0 to the top."""
        return mark in range(self.top + 1)

    def describe(self, mark: int) -> Descriptor | None:
        """Find what a mark means, or None if it is not on the scale."""
        return next((each for each in self.descriptors if each.mark == mark), None)


ZERO_TO_FIVE = Scale(
    name="0 to 5",
    top=5,
    source="The scale most UK health and local authorities use, in our words: a template, not law",
    descriptors=(
        Descriptor(0, "Nothing to mark", "No answer, or an answer that does not address what was asked."),
        Descriptor(1, "Serious reservations", "Large parts are missing or unconvincing; the need would not be met."),
        Descriptor(2, "Minor reservations", "Most of the need would be met, with gaps that would have to be closed."),
        Descriptor(3, "Meets the need", "Everything asked for is answered and supported by enough evidence."),
        Descriptor(4, "Meets it and adds value", "All is answered and some of it brings benefits beyond the need."),
        Descriptor(5, "Exceeds the need", "Thorough throughout, with strong evidence and clear added benefit."),
    ),
)

ZERO_TO_FOUR = Scale(
    name="0 to 4",
    top=4,
    source="The five steps published in Scotland's Procurement Journey and Supplier Journey, in our words",
    descriptors=(
        Descriptor(0, "Unacceptable", "No answer, or one that shows no ability to do what is needed."),
        Descriptor(1, "Poor", "Partly to the point, with little detail to show how the need would be met."),
        Descriptor(2, "Acceptable", "To the point and broadly sound, but thin or silent on some aspects."),
        Descriptor(3, "Good", "To the point, with enough detail to show the need is understood and would be met."),
        Descriptor(4, "Excellent", "Wholly to the point, complete and clear about how each part would be met."),
    ),
)

SCALES: tuple[Scale, ...] = (ZERO_TO_FIVE, ZERO_TO_FOUR)


def find_scale(top: int) -> Scale | None:
    """Find the described scale with this top mark, or None."""
    return next((scale for scale in SCALES if scale.top == top), None)
