"""Rules about dialogue: agreed minutes, and a down-selection by published criteria only."""

from __future__ import annotations

from assurance.domain.case import Case
from assurance.domain.errors import Objection
from assurance.domain.procedures.rules.wording import counted


def sessions_agreed(case: Case) -> Objection | None:
    """Object while a participant has had no session in this round with minutes both sides agreed."""
    if not case.dialogue.without_agreed_session:
        return None
    return Objection(
        "sessions",
        "Without agreed minutes in this round: " + ", ".join(case.dialogue.without_agreed_session),
        "Hold the sessions and let both sides agree the minutes",
        "PCR 2015 reg 22(10), kept as the pattern of dialogue",
        "staff.dialogue.index",
    )


def information_equal(case: Case) -> Objection | None:
    """Object while a participant lacks what another was given, and nobody has put on record why."""
    if not case.dialogue.information_unequal:
        return None
    return Objection(
        "information",
        "Not every participant has the same information: " + ", ".join(case.dialogue.information_unequal),
        "Give it to the others, or put on record why they do not have it",
        "PCR 2015 reg 30(8), kept as the pattern of dialogue",
        "staff.dialogue.information",
    )


def down_select_decided(case: Case) -> Objection | None:
    """Object while a participant is neither kept nor eliminated by the published criteria."""
    if not case.dialogue.down_select_undecided:
        return None
    return Objection(
        "down-select",
        counted(
            case.dialogue.down_select_undecided,
            "participant is not yet assessed for the down-selection",
            "participants are not yet assessed for the down-selection",
        ),
        "Assess each against the published criteria and decide",
        "PCR 2015 regs 30(12) and 66, kept as the pattern of dialogue",
        "staff.dialogue.down_select",
    )
