"""The competitive flexible procedure of the Procurement Act 2023, designed with two rounds of dialogue.

Section 20 leaves the design to the authority as long as the tender notice describes it, lets it limit numbers and
assess in between (20(4) to (6)). The pattern of the dialogue follows regulation 30 of the Public Contracts
Regulations 2015. One row is one legal move; the shared rows cite this Act by `PROVISIONS` and `LAWS`.
"""

from __future__ import annotations

from dataclasses import replace

from assurance.domain.authority.permissions import Permission as P
from assurance.domain.deadlines import pa23_standstill
from assurance.domain.procedures import common
from assurance.domain.procedures.citations import cited
from assurance.domain.procedures.definition import CaseMove, Procedure
from assurance.domain.procedures.regimes import Regime
from assurance.domain.procedures.rules import award, periods, selection
from assurance.domain.stages import Stage as S

PROVISIONS = {
    "start_engagement": "PA 2023 ss16 and 17",
    "request_checkpoint_1": "PA 2023 s83: conflicts assessment before the tender notice",
    "open_dialogue": "PA 2023 ss22, 26 to 28",
    "open_round_2": "PA 2023 s20(4) to (6)",
    "close_dialogue": "PA 2023 s20, PCR 2015 reg 30(14) kept as the pattern of dialogue",
    "invite_final_tenders": "PA 2023 ss20 and 54(4)",
    "confirm_ranking": "PA 2023 s19",
    "confirm_award": "PA 2023 ss51, 101 and 102",
    "request_checkpoint_3": "PA 2023 ss52 and 53",
    "abandon": "PA 2023 s55",
    "return_to_evaluation": "PA 2023 ss12 and 19",
    "return_to_recommendation": "PA 2023 ss12 and 19",
    "reopen_dialogue": "PA 2023 s20",
}
LAWS = {
    "criteria": "PA 2023 ss21 and 23: criteria are set out in the tender notice or its documents",
    "roles": "PA 2023 s98: records of decisions",
    "selection": "PA 2023 ss22 and 26 to 28",
    "questionnaire": "PA 2023 s22: conditions of participation",
    "invitations": "PA 2023 ss81 to 83",
    "conflicts": "PA 2023 ss81 to 83",
    "questions": "PA 2023 s12(3): no unfair advantage by what only some are told",
    "low-bids": "PA 2023 s19(3) to (6): abnormally low tenders",
    "refinement": "PA 2023 s24: criteria are refined before final tenders are invited",
    "preferred": "PA 2023 s55",
    "letters": "PA 2023 s50: an assessment summary for every assessed tender",
}

MOVES: tuple[CaseMove, ...] = cited(
    (
        common.START_ENGAGEMENT,
        common.REQUEST_CHECKPOINT_1,
        CaseMove(
            "publish_call", (S.CHECKPOINT_1,), S.CALL, "Publish the tender notice", P.PROCUREMENT_RUN,
            (*common.BEFORE_CALL, selection.questionnaire_ready,
             selection.notice_ready("tender notice", "PA 2023 s21"),
             periods.time_for_requests(Regime.PA23)), "PA 2023 ss20, 21 and 54(3)",
            consequence="The tender notice (UK4) is public and the criteria are frozen.",
            notices=("uk4",),
            period="At least 25 days to take part; 10 where there is urgency; none for light touch contracts",
        ),
        common.CLOSE_CALL,
        common.OPEN_DIALOGUE,
        common.END_ROUND_1,
        common.OPEN_ROUND_2,
        common.CLOSE_DIALOGUE,
        replace(
            common.INVITE_FINAL_TENDERS,
            rules=(*common.INVITE_FINAL_TENDERS.rules, periods.time_for_tenders(Regime.PA23)),
            period="At least 10 days for suppliers already selected, or what they agree; none for light touch",
        ),
        *common.FROM_CLOSING_TO_CHECKPOINT_2,
        replace(common.DECLARE_INTENTION, consequence="The assessment summaries are prepared."),
        CaseMove(
            "start_standstill", (S.INTENTION,), S.STANDSTILL, "Publish the contract award notice", P.LETTERS_WRITE,
            (award.preferred_stands, award.letters_complete), "PA 2023 ss50 and 51",
            consequence="Every assessed supplier has its summary, the award notice (UK6) is public, standstill begins.",
            notices=("uk6",), letters=("assessment_summary",),
            period="Eight working days beginning with the day of the notice",
        ),
        common.held_by_claims(common.CONFIRM_AWARD),
        common.held_by_claims(common.OPEN_CONTRACT),
        replace(
            common.held_by_claims(common.REQUEST_CHECKPOINT_3), notices=("uk7",),
            period="Contract details notice within 30 days of the contract; 120 for light touch contracts",
        ),
        common.START_SERVICE,
        replace(common.ABANDON, notices=("uk12",), letters=("abandonment",)),
        *common.RETURNS,
    ),
    PROVISIONS,
    LAWS,
)  # fmt: skip

PA23_FLEXIBLE_1 = Procedure(
    code="pa23_flexible",
    version="1",
    label="Competitive flexible procedure with dialogue",
    regime=Regime.PA23,
    citation=f"{Regime.PA23.citation}, section 20",
    moves=MOVES,
    standstill=pa23_standstill,
    gates=common.GATES,
)

PA23_FLEXIBLE = replace(
    PA23_FLEXIBLE_1, version="2", moves=common.assured(common.with_whole_programme(common.approved_first(MOVES)))
)
"""Version 2 publishes a notice as somebody other than its writer approved it."""
