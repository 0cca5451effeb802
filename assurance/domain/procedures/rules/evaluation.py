"""Rules about scoring, moderation and ranking: nothing relative before everything individual is locked."""

from __future__ import annotations

from assurance.domain.case import Case
from assurance.domain.errors import Objection
from assurance.domain.procedures.rules.wording import counted


def conflicts_settled(case: Case) -> Objection | None:
    """Object while an evaluator has not declared, or a declared conflict waits for a decision."""
    if case.evaluation.conflicts_undeclared:
        return Objection(
            "conflicts",
            "Conflict declarations are missing from: " + ", ".join(case.evaluation.conflicts_undeclared),
            "Each declares, bid by bid",
            "PSR 2023 reg 21",
            "staff.evaluation.conflicts",
        )
    if case.evaluation.conflicts_undecided:
        return Objection(
            "conflicts",
            counted(
                case.evaluation.conflicts_undecided,
                "declared conflict waits for a decision",
                "declared conflicts wait for a decision",
            ),
            "Clear or recuse each person, with a reason",
            "PSR 2023 reg 21",
            "staff.evaluation.conflicts",
        )
    return None


def marks_all_locked(case: Case) -> Objection | None:
    """Object until every individual mark is locked: nobody sees another's before."""
    open_marks = case.evaluation.marks_expected - case.evaluation.marks_locked
    if open_marks <= 0 and case.evaluation.marks_expected > 0:
        return None
    return Objection(
        "marks",
        counted(open_marks, "individual mark is not yet locked", "individual marks are not yet locked"),
        "The evaluators finish and lock their marks",
        endpoint="staff.evaluation.progress",
    )


def consensus_complete(case: Case) -> Objection | None:
    """Object until every question of every bid has an agreed mark that the panel approved."""
    missing = case.evaluation.consensus_expected - case.evaluation.consensus_recorded
    if missing > 0 or not case.evaluation.consensus_expected:
        return Objection(
            "consensus",
            counted(missing, "agreed mark is not yet recorded", "agreed marks are not yet recorded"),
            "Moderate each question of each bid",
            "Lancashire Care v Lancashire CC [2018] EWHC 1589 (TCC)",
            "staff.evaluation.moderation",
        )
    if case.evaluation.approvals_missing:
        return Objection(
            "approvals",
            counted(
                case.evaluation.approvals_missing,
                "approval of a moderation record is missing",
                "approvals of moderation records are missing",
            ),
            "The members of the panel approve the records",
            endpoint="staff.evaluation.moderation",
        )
    return None


def ranking_sound(case: Case) -> Objection | None:
    """Object when the ranking cannot be computed, has nobody in it, or leaves a tie at the top."""
    if case.evaluation.ranking_faults:
        return Objection(
            "ranking", "The ranking cannot be computed: " + "; ".join(case.evaluation.ranking_faults[:3]),
            "Correct what is missing", endpoint="staff.evaluation.ranking",
        )  # fmt: skip
    if not case.evaluation.ranked:
        return Objection("ranking", "Every bid is eliminated", "Abandon the procurement")
    if case.evaluation.unresolved_ties:
        return Objection("ties", "Equal bids stand first and no published rule separates them", "Seek legal advice")
    return None


def result_confirmed(case: Case) -> Objection | None:
    """Object until the computed result has been confirmed and put on record."""
    if case.evaluation.result_confirmed:
        return None
    return Objection("result", "The result is not confirmed", "Confirm it", endpoint="staff.evaluation.ranking")
