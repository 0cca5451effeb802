"""Puts the shared moves on the provisions of another regime: the rules are the same, the law they cite is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from assurance.domain.case import Case
from assurance.domain.errors import Objection
from assurance.domain.procedures.definition import CaseMove

CaseRule = Callable[[Case], Objection | None]


def cited(moves: tuple[CaseMove, ...], provisions: Mapping[str, str], laws: Mapping[str, str]) -> tuple[CaseMove, ...]:
    """Return the moves with the regime’s own provisions.

    `provisions` gives the provision of a move by its trigger, `laws` the provision of an objection by its code; what
    neither names stays as it is.
    """
    return tuple(
        replace(
            move,
            provision=provisions.get(move.trigger, move.provision),
            rules=tuple(_citing(rule, laws) for rule in move.rules),
        )
        for move in moves
    )


def _citing(rule: CaseRule, laws: Mapping[str, str]) -> CaseRule:
    def judged(case: Case) -> Objection | None:
        found = rule(case)
        return replace(found, provision=laws[found.code]) if found is not None and found.code in laws else found

    return judged
