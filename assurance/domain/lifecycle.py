"""Runs a table of moves: which are open, what objects to each, and carrying one out. The only user of `transitions`.

A failing condition inside `transitions` only answers False; here a rule returns an `Objection`, so that a refused
move always says why and what would mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from transitions import Machine
from transitions.extensions import GraphMachine

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import MoveRefused, Objection

S = TypeVar("S", bound=StrEnum)


C = TypeVar("C")
Rule = Callable[[C], Objection | None]


@dataclass(frozen=True)
class Move(Generic[S, C]):
    """One legal step of a procedure, who may take it, and the rules that may object to it."""

    trigger: str
    source: tuple[S, ...]
    dest: S
    label: str
    permission: Permission
    rules: tuple[Rule[C], ...] = ()
    provision: str = ""
    needs_reason: bool = False
    consequence: str = ""
    notices: tuple[str, ...] = ()
    """The kinds of notice that are published with the move."""
    notices_approved_first: bool = False
    """Its notices are published as they were approved by somebody other than their writer, its reason with them."""
    letters: tuple[str, ...] = ()
    """The kinds of letter that are issued with the move."""
    period: str = ""
    """The minimum time that the law puts behind the move, in words; empty where it puts none."""


class Lifecycle(Generic[S, C]):
    """A shared machine over a table of moves, fired against plain case objects."""

    def __init__(self, stages: type[S], moves: Iterable[Move[S, C]]) -> None:
        self.stages = stages
        self.moves: dict[str, Move[S, C]] = {}
        for move in moves:
            if move.trigger in self.moves:
                raise ValueError(f"two moves are called {move.trigger}")
            self.moves[move.trigger] = move
        self._machine = Machine(model=None, **self._settings())

    def open_moves(self, stage: S) -> list[Move[S, C]]:
        """List the moves the table allows from a stage, objections or not, in the order of the table."""
        return [move for move in self.moves.values() if stage in move.source]

    def objections(self, trigger: str, case: C) -> tuple[Objection, ...]:
        """Say everything that speaks against a move now; an unknown or misplaced one is itself an objection."""
        move = self.moves.get(trigger)
        if move is None:
            return (Objection("move", f"There is no move called “{trigger}” in this procedure"),)
        stage: S = case.stage  # type: ignore[attr-defined]  # reason: C is bound by use, not by declaration
        if stage not in move.source:
            return (_misplaced(move, stage),)
        return tuple(found for rule in move.rules if (found := rule(case)) is not None)

    def apply(self, trigger: str, case: C) -> Move[S, C]:
        """Move the case, or raise `MoveRefused` with every objection and leave it as it was."""
        if found := self.objections(trigger, case):
            raise MoveRefused(trigger, found)
        self._machine.events[trigger].trigger(case)
        return self.moves[trigger]

    def diagram(self, here: S | None = None) -> str:
        """Draw the table as a mermaid state diagram, from the same rows the code runs."""
        model = _Drawn()
        initial = here or next(iter(self.stages))
        machine = GraphMachine(model=model, graph_engine="mermaid", **{**self._settings(), "initial": initial})
        return str(machine.get_combined_graph().draw(None))

    def _settings(self) -> dict[str, Any]:
        return {
            "states": self.stages,
            "initial": None,
            "auto_transitions": False,
            "model_attribute": "stage",
            "transitions": [
                {"trigger": m.trigger, "source": list(m.source), "dest": m.dest} for m in self.moves.values()
            ],
        }


class _Drawn:
    def __init__(self) -> None:
        self.stage: StrEnum | None = None


def _misplaced(move: Move[S, C], stage: S) -> Objection:
    where = getattr(stage, "label", str(stage))
    allowed = " or ".join(f"“{getattr(s, 'label', s)}”" for s in move.source[:3])
    more = " (among others)" if len(move.source) > 3 else ""
    return Objection(
        "stage",
        f"“{move.label}” is not possible at the stage “{where}”",
        mend=f"It can be done from {allowed}{more}",
    )
