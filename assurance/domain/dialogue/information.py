"""Who was given what: the same information for every participant, and each difference with its reason or without.

PCR 2015 regulation 30(8): equality of treatment; information is not given in a way that favours some over others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from assurance.domain.stages import Stage

TELLING_STAGES: dict[Stage, int] = {
    Stage.DIALOGUE_1: 1,
    Stage.DOWN_SELECT: 1,
    Stage.DIALOGUE_2: 2,
    Stage.DIALOGUE_CLOSED: 2,
}
"""Stages in which participants are told things, and the round that these belong to."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of information that left the authority: what it is called, and which participants it went to."""

    key: str
    title: str
    given_to: frozenset[str]
    reason: str = ""
    """Why not everybody has it, where somebody put that on record."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Information that some participants lack while another has it."""

    item: Item
    lacking: tuple[str, ...]

    @property
    def is_explained(self) -> bool:
        """Say whether the reason is on record."""
        return bool(self.item.reason.strip())


def differences(items: Iterable[Item], participants: Collection[str]) -> tuple[Difference, ...]:
    """List what some of the participants still in the dialogue have and others of them lack."""
    here = frozenset(participants)
    found = [(item, item.given_to & here) for item in items]
    return tuple(Difference(item, tuple(sorted(here - given))) for item, given in found if given and given != here)


def unexplained(items: Iterable[Item], participants: Collection[str]) -> tuple[str, ...]:
    """Name the information that is unequal without a recorded reason."""
    return tuple(each.item.title for each in differences(items, participants) if not each.is_explained)
