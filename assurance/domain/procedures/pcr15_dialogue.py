"""Competitive dialogue under regulation 30 of the Public Contracts Regulations 2015.

For procurements begun before the Procurement Act replaced it, and as the pattern of dialogue. One row is one legal
move; the shared rows cite these Regulations by `PROVISIONS` and `LAWS`.
"""

from __future__ import annotations

from dataclasses import replace

from assurance.domain.authority.permissions import Permission as P
from assurance.domain.deadlines import pcr15_standstill
from assurance.domain.procedures import common
from assurance.domain.procedures.citations import cited
from assurance.domain.procedures.definition import CaseMove, Procedure
from assurance.domain.procedures.regimes import Regime
from assurance.domain.procedures.rules import award, periods, selection
from assurance.domain.stages import Stage as S

PROVISIONS = {
    "start_engagement": "PCR 2015 regs 40 and 48",
    "open_dialogue": "PCR 2015 regs 54, 57 and 65",
    "end_round_1": "PCR 2015 reg 30(8) to (12)",
    "open_round_2": "PCR 2015 regs 30(12) and 66",
    "close_dialogue": "PCR 2015 reg 30(14)",
    "invite_final_tenders": "PCR 2015 reg 30(15)",
    "close_tenders": "PCR 2015 reg 22(12)",
    "confirm_ranking": "PCR 2015 regs 30(19) and 67",
    "request_checkpoint_2": "PCR 2015 reg 30(20)",
    "confirm_award": "PCR 2015 regs 87 and 95",
    "request_checkpoint_3": "PCR 2015 reg 50",
    "abandon": "PCR 2015 reg 55",
    "return_to_evaluation": "PCR 2015 regs 18 and 67",
    "return_to_recommendation": "PCR 2015 regs 18 and 67",
    "reopen_dialogue": "PCR 2015 reg 30(13)",
}
LAWS = {
    "criteria": "PCR 2015 regs 30(6) and 67: criteria and weights stand in the notice or the descriptive document",
    "roles": "PCR 2015 reg 84: the record of the procedure",
    "selection": "PCR 2015 regs 57, 58 and 65",
    "questionnaire": "PCR 2015 regs 57 to 60",
    "sessions": "PCR 2015 reg 22(10)",
    "information": "PCR 2015 reg 30(8)",
    "down-select": "PCR 2015 regs 30(12) and 66",
    "invitations": "PCR 2015 reg 24",
    "conflicts": "PCR 2015 reg 24",
    "questions": "PCR 2015 regs 18 and 53(6)",
    "low-bids": "PCR 2015 reg 69",
    "refinement": "PCR 2015 reg 67(9): criteria do not change; only what the notice leaves open is refined",
    "preferred": "PCR 2015 reg 55",
    "letters": "PCR 2015 reg 86",
}

MOVES: tuple[CaseMove, ...] = cited(
    (
        common.START_ENGAGEMENT,
        common.REQUEST_CHECKPOINT_1,
        CaseMove(
            "publish_call", (S.CHECKPOINT_1,), S.CALL, "Send the contract notice", P.PROCUREMENT_RUN,
            (*common.BEFORE_CALL, selection.questionnaire_ready,
             selection.notice_ready("contract notice", "PCR 2015 reg 49"),
             periods.time_for_requests(Regime.PCR15)),
            "PCR 2015 regs 30(2), 49 and 53",
            consequence="The contract notice and the descriptive document are public and the criteria are frozen.",
            notices=("contract_notice",),
            period="At least 30 days for requests from the day the notice is sent",
        ),
        common.CLOSE_CALL,
        common.OPEN_DIALOGUE,
        common.END_ROUND_1,
        common.OPEN_ROUND_2,
        common.CLOSE_DIALOGUE,
        replace(
            common.INVITE_FINAL_TENDERS,
            period="No minimum; additional information at least six days before the deadline if asked for in time",
        ),
        *common.FROM_CLOSING_TO_CHECKPOINT_2,
        replace(common.DECLARE_INTENTION, consequence="The notices of the decision are prepared for every tenderer."),
        CaseMove(
            "start_standstill", (S.INTENTION,), S.STANDSTILL, "Send the notices of the decision", P.LETTERS_WRITE,
            (award.preferred_stands, award.letters_complete), "PCR 2015 regs 86 and 87",
            consequence="Every candidate and tenderer is told, electronically and at once; standstill begins tomorrow.",
            letters=("regulation_86",),
            period="Ten days after the notices are sent; to the next working day where it would end on another",
        ),
        common.held_by_claims(common.CONFIRM_AWARD),
        common.held_by_claims(common.OPEN_CONTRACT),
        replace(
            common.held_by_claims(common.REQUEST_CHECKPOINT_3), notices=("contract_award_notice",),
            period="Contract award notice within 30 days of the contract",
        ),
        common.START_SERVICE,
        replace(common.ABANDON, notices=("contract_award_notice_none",), letters=("abandonment",)),
        *common.RETURNS,
    ),
    PROVISIONS,
    LAWS,
)  # fmt: skip

PCR15_DIALOGUE_1 = Procedure(
    code="pcr15_dialogue",
    version="1",
    label="Competitive dialogue",
    regime=Regime.PCR15,
    citation=f"{Regime.PCR15.citation}, reg 30",
    moves=MOVES,
    standstill=pcr15_standstill,
    gates=common.GATES,
)

PCR15_DIALOGUE = replace(
    PCR15_DIALOGUE_1, version="2", moves=common.assured(common.with_whole_programme(common.approved_first(MOVES)))
)
"""Version 2 publishes a notice as somebody other than its writer approved it."""
