"""The moves that every regime shares: no regime says otherwise, or all say the same in different provisions.

A table takes a row as it stands, or with `dataclasses.replace` where its own law adds to it. A row is part of every
version of every table that names it, so a change for one table alone is a new row in that table.
"""

from __future__ import annotations

from dataclasses import replace

from assurance.domain.authority.permissions import Permission as P
from assurance.domain.procedures.definition import CaseMove
from assurance.domain.procedures.rules import (
    award,
    clarifications,
    dialogue,
    evaluation,
    gates,
    impact,
    notices,
    planning,
    selection,
    tenders,
)
from assurance.domain.procedures.rules.gates import CaseRule
from assurance.domain.stages import UNSIGNED_STAGES
from assurance.domain.stages import Stage as S

GATES = {S.CHECKPOINT_1: "checkpoint_1", S.CHECKPOINT_2: "checkpoint_2", S.CHECKPOINT_3: "checkpoint_3"}
GATE_1 = gates.gate_proceeds("checkpoint_1", "Checkpoint 1")
GATE_2 = gates.gate_proceeds("checkpoint_2", "Checkpoint 2")
GATE_3 = gates.gate_proceeds("checkpoint_3", "Checkpoint 3")

START_ENGAGEMENT = CaseMove(
    "start_engagement", (S.PLANNING,), S.ENGAGEMENT, "Start market engagement", P.PROCUREMENT_RUN,
    (planning.budget_set, planning.pathways_described, planning.outcomes_weighted),
    consequence="The programme is shown to the market.",
)  # fmt: skip
REQUEST_CHECKPOINT_1 = CaseMove(
    "request_checkpoint_1", (S.ENGAGEMENT,), S.CHECKPOINT_1, "Send to checkpoint 1", P.PROCUREMENT_RUN,
    (planning.engagement_summarised, planning.criteria_complete, planning.roles_filled),
    consequence="The assurance reviewers are asked for a verdict.",
)  # fmt: skip
BEFORE_CALL = (GATE_1, gates.no_overdue_conditions, planning.criteria_complete, planning.trial_answered)
"""What may object to any call for competition, whatever its notice is called."""
CLOSE_CALL = CaseMove(
    "close_call", (S.CALL,), S.SELECTION, "Close the call", P.PROCUREMENT_RUN,
    (selection.requests_deadline_passed, selection.some_requests, clarifications.questions_answered),
    consequence="No further request to take part is accepted.",
)  # fmt: skip
OPEN_DIALOGUE = CaseMove(
    "open_dialogue", (S.SELECTION,), S.DIALOGUE_1, "Invite to dialogue", P.PROCUREMENT_RUN,
    (selection.selection_decided, selection.competition_after_selection), "PSR 2023 regs 11(6), 19 and 20",
    consequence="Every selected bidder is invited to the first round.",
    letters=("invitation",),
)  # fmt: skip
END_ROUND_1 = CaseMove(
    "end_round_1", (S.DIALOGUE_1,), S.DOWN_SELECT, "End the first round", P.PROCUREMENT_RUN,
    (
        dialogue.sessions_agreed, dialogue.information_equal, selection.competition_in_dialogue,
        clarifications.questions_answered,
    ),
    consequence="The participants are assessed by the published criteria.",
)  # fmt: skip
OPEN_ROUND_2 = CaseMove(
    "open_round_2", (S.DOWN_SELECT,), S.DIALOGUE_2, "Open the second round", P.PROCUREMENT_RUN,
    (dialogue.down_select_decided, selection.competition_in_dialogue),
    consequence="Only the participants kept go on.",
)  # fmt: skip
CLOSE_DIALOGUE = CaseMove(
    "close_dialogue", (S.DIALOGUE_2,), S.DIALOGUE_CLOSED, "Close the dialogue", P.DIALOGUE_CLOSE,
    (
        dialogue.sessions_agreed, dialogue.information_equal, selection.competition_in_dialogue,
        clarifications.questions_answered,
    ),
    "PCR 2015 reg 30(14), kept as the pattern of dialogue",
    consequence="The dialogue is concluded; all participants are told.",
)  # fmt: skip
INVITE_FINAL_TENDERS = CaseMove(
    "invite_final_tenders", (S.DIALOGUE_CLOSED,), S.FINAL_TENDERS, "Invite final tenders", P.PROCUREMENT_RUN,
    (
        planning.refinement_closed, tenders.tender_deadline_ahead, tenders.box_has_key,
        selection.competition_in_dialogue, clarifications.questions_answered,
    ),
    "PCR 2015 reg 30(15), kept as the pattern of dialogue",
    consequence="The participants may submit until the deadline.",
    letters=("final_tenders",),
)  # fmt: skip
CLOSE_TENDERS = CaseMove(
    "close_tenders", (S.FINAL_TENDERS,), S.OPENING, "Close final tenders", P.PROCUREMENT_RUN,
    (tenders.tenders_deadline_passed, tenders.some_tenders),
    consequence="Nothing more is accepted, whatever any clock says.",
)  # fmt: skip
START_SCORING = CaseMove(
    "start_scoring", (S.OPENING,), S.SCORING, "Start individual scoring", P.PROCUREMENT_RUN,
    (
        tenders.opened_together, tenders.compliance_decided, selection.competition_in_tenders,
        tenders.panel_complete, tenders.panel_accepted,
    ),
    consequence="Evaluators who have declared may read and mark.",
)  # fmt: skip
START_MODERATION = CaseMove(
    "start_moderation", (S.SCORING,), S.MODERATION, "Start moderation", P.PROCUREMENT_RUN,
    (evaluation.conflicts_settled, evaluation.marks_all_locked),
    consequence="The individual marks become visible to the panel and can no longer change.",
)  # fmt: skip
COMPLETE_MODERATION = CaseMove(
    "complete_moderation", (S.MODERATION,), S.RANKING, "Complete moderation", P.PROCUREMENT_RUN,
    (evaluation.conflicts_settled, evaluation.consensus_complete),
    consequence="The agreed marks are final; prices join them in the ranking, once they are open.",
)  # fmt: skip
CONFIRM_RANKING = CaseMove(
    "confirm_ranking", (S.RANKING,), S.RECOMMENDATION, "Confirm the ranking", P.PROCUREMENT_RUN,
    (evaluation.prices_opened, evaluation.low_bids_settled, evaluation.ranking_sound),
    consequence="The result is put on record with its hash.",
)  # fmt: skip
REQUEST_CHECKPOINT_2 = CaseMove(
    "request_checkpoint_2", (S.RECOMMENDATION,), S.CHECKPOINT_2, "Send to checkpoint 2", P.PROCUREMENT_RUN,
    (evaluation.result_confirmed, award.recommendation_approved, award.preferred_stands),
    consequence="The assurance reviewers test the preferred bidder before anything is promised.",
)  # fmt: skip
FROM_CLOSING_TO_CHECKPOINT_2 = (
    CLOSE_TENDERS, START_SCORING, START_MODERATION, COMPLETE_MODERATION, CONFIRM_RANKING, REQUEST_CHECKPOINT_2,
)  # fmt: skip
"""What every regime does with the tenders, in order."""
DECLARE_INTENTION = CaseMove(
    "declare_intention", (S.CHECKPOINT_2,), S.INTENTION, "Go to intention to award", P.PROCUREMENT_RUN,
    (GATE_2, gates.no_overdue_conditions, award.recommendation_approved, award.preferred_stands),
    consequence="The outcome letters are prepared.",
)  # fmt: skip
CONFIRM_AWARD = CaseMove(
    "confirm_award", (S.STANDSTILL,), S.AWARD, "Confirm the award", P.PROCUREMENT_RUN,
    (award.preferred_stands, award.standstill_ended), "PSR 2023 reg 12",
    consequence="The preferred bidder may be contracted.",
)  # fmt: skip
OPEN_CONTRACT = CaseMove(
    "open_contract", (S.AWARD,), S.CONTRACT, "Go to contract", P.CONTRACT_PREPARE,
    (GATE_2, gates.no_overdue_conditions, award.preferred_stands, award.contract_drawn_up),
    consequence="The contract is put before both parties for signature.",
)  # fmt: skip
REQUEST_CHECKPOINT_3 = CaseMove(
    "request_checkpoint_3", (S.CONTRACT,), S.CHECKPOINT_3, "Send to checkpoint 3", P.CONTRACT_PREPARE,
    (gates.contract_conditions_met, award.preferred_stands, award.contract_signed),
    consequence="The assurance reviewers test readiness for service.",
)  # fmt: skip
START_SERVICE = CaseMove(
    "start_service", (S.CHECKPOINT_3,), S.LIVE, "Start the service", P.CONTRACT_PREPARE,
    (GATE_3, gates.no_overdue_conditions, gates.service_start_conditions_met, award.start_date_reached),
    consequence="The service is live.",
)  # fmt: skip
ABANDON = CaseMove(
    "abandon", UNSIGNED_STAGES, S.ABANDONED, "Abandon the procurement", P.PROCUREMENT_ABANDON,
    (award.not_yet_signed,), "PSR 2023 reg 15", needs_reason=True,
    consequence="The procurement ends without an award and every bidder is told why.",
)  # fmt: skip
REOPEN_DIALOGUE = CaseMove(
    "reopen_dialogue", (S.DIALOGUE_CLOSED,), S.DIALOGUE_2, "Go back to dialogue", P.PROCUREMENT_RETURN,
    needs_reason=True,
    consequence="The second round is open again for every participant still in it, and they are told why.",
)  # fmt: skip
RETURN_TO_EVALUATION = CaseMove(
    "return_to_evaluation",
    (S.RANKING, S.RECOMMENDATION, S.CHECKPOINT_2, S.INTENTION, S.STANDSTILL, S.AWARD), S.MODERATION,
    "Go back to moderation", P.PROCUREMENT_RETURN, needs_reason=True,
    consequence="The panel moderates again. Result, recommendation and letters stay on record as superseded.",
)  # fmt: skip
RETURN_TO_RECOMMENDATION = CaseMove(
    "return_to_recommendation", (S.CHECKPOINT_2, S.INTENTION, S.STANDSTILL, S.AWARD), S.RECOMMENDATION,
    "Go back to the recommendation", P.PROCUREMENT_RETURN, needs_reason=True,
    consequence="A new recommendation is written on the confirmed ranking, among the bids still in.",
)  # fmt: skip
RETURNS = (REOPEN_DIALOGUE, RETURN_TO_EVALUATION, RETURN_TO_RECOMMENDATION)


def approved_first(moves: tuple[CaseMove, ...]) -> tuple[CaseMove, ...]:
    """Let every notice that a move makes public object until somebody other than its writer has approved it."""
    return tuple(
        replace(
            move,
            notices_approved_first=True,
            rules=(*move.rules, *(notices.approved(each, gives_reason=move.needs_reason) for each in move.notices)),
        )
        if move.notices
        else move
        for move in moves
    )


def with_whole_programme(moves: tuple[CaseMove, ...]) -> tuple[CaseMove, ...]:
    """Let checkpoint 1 wait for those who use the care, and the call for what outcomes mean and how they are paid."""
    added: dict[S, tuple[CaseRule, ...]] = {
        S.CHECKPOINT_1: (planning.users_involved,),
        S.CALL: (planning.outcomes_defined, planning.payment_model_sound),
    }
    forward = {S.ENGAGEMENT, S.CHECKPOINT_1}
    return tuple(
        replace(move, rules=(*move.rules, *added[move.dest]))
        if move.dest in added and forward & {*move.source}
        else move
        for move in moves
    )


ASSURED: dict[str, tuple[CaseRule, ...]] = {
    "end_round_1": (impact.ledger_settled, impact.effects_stated, impact.prices_stated),
    "open_round_2": (impact.affordable,),
    "close_dialogue": (impact.prices_stated, impact.affordable),
    "request_checkpoint_2": (impact.ledger_settled, impact.effects_stated),
    "declare_intention": (gates.none_reopened,),
    "open_contract": (gates.none_reopened,),
    "request_checkpoint_3": (GATE_2, gates.no_overdue_conditions, gates.none_reopened),
    "start_service": (gates.none_reopened,),
}
"""What the newest versions add: effects on others and prices before the field is narrowed, and gates opened again."""


def assured(moves: tuple[CaseMove, ...]) -> tuple[CaseMove, ...]:
    """Let effects on other providers, prices above the envelope and gates opened again object to their moves."""
    return tuple(replace(move, rules=(*move.rules, *ASSURED.get(move.trigger, ()))) for move in moves)


def held_by_claims(move: CaseMove) -> CaseMove:
    """Let a claim that suspends the award, or a court that orders to wait, object to a move as well."""
    return replace(move, rules=(*move.rules, award.no_claim_suspends))
