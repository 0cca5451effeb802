"""What a procedure is: a coded, versioned table of moves under one regime."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from assurance.domain.case import Case
from assurance.domain.deadlines.standstill import Standstill
from assurance.domain.lifecycle import Lifecycle, Move
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import Stage

CaseMove = Move[Stage, Case]


@dataclass(frozen=True)
class Procedure:
    """A way of buying under one regime. Its code and version are stored on every procurement that uses it."""

    code: str
    version: str
    label: str
    regime: Regime
    citation: str
    moves: tuple[CaseMove, ...]
    standstill: Callable[[date], Standstill]
    """The dates that follow from the London date on which the outcome is published or told."""
    gates: dict[Stage, str] = field(default_factory=dict)
    """The gate whose review takes place in a stage."""

    @property
    def lifecycle(self) -> Lifecycle[Stage, Case]:
        """The shared machine that runs the table."""
        if "_lifecycle" not in self.__dict__:
            object.__setattr__(self, "_lifecycle", Lifecycle(Stage, self.moves))
        machine: Lifecycle[Stage, Case] = self.__dict__["_lifecycle"]
        return machine
