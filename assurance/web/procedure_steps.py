"""Turns a table of moves into rows people read: the step, who takes it, its time, its papers, its provision."""

from __future__ import annotations

from dataclasses import dataclass

from assurance.domain.authority.policy import Actor, Audience, Reach, permits
from assurance.domain.authority.roles import Role
from assurance.domain.procedures.definition import CaseMove, Procedure

LETTERS = {
    "outcome": "Outcome letter to every bidder (Schedule 9)",
    "assessment_summary": "Assessment summary to every assessed supplier",
    "regulation_86": "Notice of the decision to every candidate and tenderer",
    "abandonment": "Letter to every bidder with the reason",
    "invitation": "Invitation to dialogue, to all at once",
    "final_tenders": "Invitation to submit a final tender, to all at once",
}


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One step of a procedure in words."""

    label: str
    sources: str
    dest: str
    who: str
    papers: tuple[str, ...]
    period: str
    provision: str


def move_rows(procedure: Procedure, notices: dict[str, str]) -> list[MoveRow]:
    """Put every move of a table in words; `notices` names the kinds of notice."""
    return [
        MoveRow(
            label=move.label,
            sources=_sources(move),
            dest=move.dest.label,
            who=_who(move),
            papers=tuple(
                [notices.get(kind, kind) for kind in move.notices] + [LETTERS.get(kind, kind) for kind in move.letters]
            ),
            period=move.period,
            provision=move.provision,
        )
        for move in procedure.moves
    ]


def _sources(move: CaseMove) -> str:
    if len(move.source) > 3:
        return f"{len(move.source)} stages, {move.source[0].label} to {move.source[-1].label}"
    return ", ".join(stage.label for stage in move.source)


def _who(move: CaseMove) -> str:
    """Name the roles that may take a move, by asking the policy about each."""
    held = [
        role.label
        for role in Role
        if permits(
            Actor(0, "", Audience.STAFF, 1, roles=frozenset({role})), move.permission, Reach(authority_id=1)
        )
    ]  # fmt: skip
    return " or ".join(held)
