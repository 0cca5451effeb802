"""The competitive process of the Provider Selection Regime, in stages, with two rounds of dialogue.

Regulation 11(6) of SI 2023/1348 lets offers be assessed in stages and neither provides for nor forbids dialogue; the
pattern of the dialogue follows regulation 30 of the Public Contracts Regulations 2015. One row is one legal move.
"""

from __future__ import annotations

from dataclasses import replace

from assurance.domain.authority.permissions import Permission as P
from assurance.domain.deadlines import psr_standstill
from assurance.domain.procedures import common
from assurance.domain.procedures.definition import CaseMove, Procedure
from assurance.domain.procedures.regimes import Regime
from assurance.domain.procedures.rules import award, selection
from assurance.domain.stages import Stage as S

MOVES: tuple[CaseMove, ...] = (
    common.START_ENGAGEMENT,
    common.REQUEST_CHECKPOINT_1,
    CaseMove(
        "publish_call", (S.CHECKPOINT_1,), S.CALL, "Publish the notice inviting offers", P.PROCUREMENT_RUN,
        (*common.BEFORE_CALL, selection.notice_ready("notice inviting offers", "PSR 2023 Schedule 8")),
        "PSR 2023 reg 11 and Schedule 8",
        consequence="The notice is public and the criteria are frozen.",
        notices=("notice_inviting_offers",),
    ),
    common.CLOSE_CALL,
    common.OPEN_DIALOGUE,
    common.END_ROUND_1,
    common.OPEN_ROUND_2,
    common.CLOSE_DIALOGUE,
    common.INVITE_FINAL_TENDERS,
    *common.FROM_CLOSING_TO_CHECKPOINT_2,
    common.DECLARE_INTENTION,
    CaseMove(
        "start_standstill", (S.INTENTION,), S.STANDSTILL, "Publish the intention to award", P.LETTERS_WRITE,
        (award.preferred_stands, award.letters_complete), "PSR 2023 regs 11 and 12, Schedules 9 and 10",
        consequence="Letters go to every bidder, the notice is public, standstill begins tomorrow.",
        notices=("intention_to_award",), letters=("outcome",),
    ),
    common.CONFIRM_AWARD,
    common.OPEN_CONTRACT,
    replace(
        common.REQUEST_CHECKPOINT_3, provision="PSR 2023 Schedule 11: award notice within 30 days", notices=("award",)
    ),
    common.START_SERVICE,
    replace(common.ABANDON, notices=("abandonment",), letters=("abandonment",)),
)  # fmt: skip

PSR_COMPETITIVE_1 = Procedure(
    code="psr_competitive",
    version="1",
    label="Competitive process with dialogue",
    regime=Regime.PSR,
    citation=f"{Regime.PSR.citation}, reg 11",
    moves=MOVES,
    standstill=psr_standstill,
    gates=common.GATES,
)


def _second(move: CaseMove) -> CaseMove:
    """Let the questionnaire of the selection object to the call, and a court's order to wait to award and contract."""
    if move.trigger == "publish_call":
        return replace(move, rules=(*move.rules, selection.questionnaire_ready))
    return common.held_by_claims(move) if move.trigger in HELD else move


HELD = frozenset({"confirm_award", "open_contract", "request_checkpoint_3"})
PSR_COMPETITIVE_2 = replace(
    PSR_COMPETITIVE_1,
    version="2",
    moves=(
        *(_second(move) for move in MOVES),
        *(replace(row, provision="PSR 2023 reg 12(4)(d)") for row in common.RETURNS[1:]),
        common.REOPEN_DIALOGUE,
    ),
)
"""Version 2 asks for a whole questionnaire, waits where a court orders it to, and can go back to an earlier step;
version 1 does none of these."""

PSR_COMPETITIVE = replace(
    PSR_COMPETITIVE_2,
    version="3",
    moves=common.assured(common.with_whole_programme(common.approved_first(PSR_COMPETITIVE_2.moves))),
)
"""Version 3 publishes a notice as somebody other than its writer approved it, and asks for users and definitions."""
