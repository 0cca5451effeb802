"""Rules about recommendation, letters, standstill and contract."""

from __future__ import annotations

from assurance.domain.case import Case
from assurance.domain.deadlines import standstill_over
from assurance.domain.errors import Objection
from assurance.domain.procedures.rules.wording import LONDON, counted
from assurance.domain.stages import Stage


def recommendation_approved(case: Case) -> Objection | None:
    """Object until someone other than its author has approved the recommendation."""
    if case.award.recommendation_approved:
        return None
    if not case.award.recommendation_written:
        said, mend = "No recommendation is written", "Write it"
    elif case.award.recommendation_refused:
        said, mend = "The recommendation was refused", "Write a new one"
    else:
        said, mend = "The recommendation is not approved", "Someone other than its author approves it"
    return Objection(
        "recommendation", said, mend, "Four eyes: author and approver differ", "staff.award.recommendation"
    )


def preferred_stands(case: Case) -> Objection | None:
    """Object when the bidder chosen in an approved recommendation has left: nothing is awarded to nobody."""
    if case.award.preferred_stands or not case.award.recommendation_approved:
        return None
    return Objection(
        "preferred",
        "The preferred bidder no longer takes part",
        "Go back to the recommendation, so that the next bid can be recommended, or abandon the procurement",
        "PSR 2023 reg 15",
    )


def not_yet_signed(case: Case) -> Objection | None:
    """Object to ending without an award what both parties have signed."""
    if case.stage is not Stage.CONTRACT or case.contract.signatures_missing:
        return None
    return Objection("signed", "Both parties have signed the contract", "Go on to checkpoint 3")


def letters_complete(case: Case) -> Objection | None:
    """Object while a bidder has no letter with reasons for every question."""
    if not case.award.letters_missing:
        return None
    return Objection(
        "letters",
        "No outcome letter is prepared for: " + ", ".join(case.award.letters_missing),
        "Prepare the letters",
        "PSR 2023 reg 11 and Schedule 9",
        "staff.award.letters",
    )


def standstill_ended(case: Case) -> Objection | None:
    """Object while standstill runs: under the Provider Selection Regime it is a condition, not only a date."""
    standstill = case.award.standstill
    if standstill is None:
        return Objection("standstill", "Standstill has not begun", "Publish the intention to award")
    over, reason = standstill_over(
        case.now,
        standstill,
        outstanding=case.award.representations_outstanding,
        last_decision_on=case.award.last_further_decision_on,
    )
    if over:
        return None
    return Objection(
        "standstill",
        reason,
        "Wait, or decide what is outstanding",
        standstill.rule.provision,
        "staff.award.standstill",
    )


def no_claim_suspends(case: Case) -> Objection | None:
    """Object while a claim in court, notified in time, keeps the authority from entering into the contract."""
    claims = case.award.claims_suspending
    if not claims:
        return None
    return Objection(
        "claim",
        counted(claims, "claim suspends the award", "claims suspend the award"),
        "Wait until the court lifts the suspension or the claim ends, and put that on record",
        endpoint="staff.award.claims",
    )


def contract_drawn_up(case: Case) -> Objection | None:
    """Object until the contract is drawn up."""
    if case.contract.drawn_up:
        return None
    return Objection("contract", "The contract is not drawn up", "Draw it up", endpoint="staff.contract.show")


def contract_signed(case: Case) -> Objection | None:
    """Object until both parties have signed."""
    if not case.contract.signatures_missing:
        return None
    return Objection(
        "signatures",
        "Not yet signed by " + " and ".join(case.contract.signatures_missing),
        "Record the signatures",
        endpoint="staff.contract.show",
    )


def start_date_reached(case: Case) -> Objection | None:
    """Object before the day on which the service starts."""
    starts = case.contract.starts_on
    if starts is not None and case.now.astimezone(LONDON).date() >= starts:
        return None
    when = f"on {starts.day} {starts:%B %Y}" if starts else "on a day that is not set"
    return Objection("start", f"The service starts {when}", "Wait until that day", endpoint="staff.contract.show")
