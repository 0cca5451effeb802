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


def prices_opened(case: Case) -> Objection | None:
    """Object while the prices are closed: they are opened once the marks on quality are final."""
    if case.evaluation.prices_open:
        return None
    return Objection(
        "prices",
        "The prices are closed",
        "Two openers open them together, now that the marks on quality are final",
        "As published with the criteria",
        "staff.opening.prices",
    )


def low_bids_settled(case: Case) -> Objection | None:
    """Object while a bid that looks abnormally low is neither asked nor let be, or a question is undecided.

    Names nobody: the quality panel reads the objections too.
    """
    if case.evaluation.low_bids_unasked:
        message = counted(
            case.evaluation.low_bids_unasked,
            "bid that looks abnormally low has neither a question nor a reason why it needs none",
            "bids that look abnormally low have neither a question nor a reason why they need none",
        )
        mend = "Ask the bidder to explain, or record why no question is needed"
    elif case.evaluation.low_bids_undecided:
        message = counted(
            case.evaluation.low_bids_undecided,
            "question to a bidder about its price or its promises is undecided",
            "questions to bidders about their prices or their promises are undecided",
        )
        mend = "Decide on the answer, or wait until it is due"
    else:
        return None
    return Objection(
        "low-bids", message, mend, "PCR 2015 reg 69, kept as the pattern; PSR 2023 reg 4", "staff.evaluation.abnormal"
    )


def ranking_sound(case: Case) -> Objection | None:
    """Object when the ranking cannot be computed, has nobody in it, or leaves a tie at the top.

    Says nothing while the prices are closed, to which `prices_opened` objects.
    """
    if not case.evaluation.prices_open:
        return None
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
