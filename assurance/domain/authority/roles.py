"""The roles a person can hold in one procurement. What a role may do is in `policy.py`."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A duty given to a person for one procurement."""

    OFFICER = "officer"
    OWNER = "owner"
    APPROVER = "approver"
    DIALOGUE_LEAD = "dialogue_lead"
    OPENER = "opener"
    EVALUATOR = "evaluator"
    MODERATOR = "moderator"
    ASSURANCE_REVIEWER = "assurance_reviewer"
    REPRESENTATION_REVIEWER = "representation_reviewer"
    FINANCE_OFFICER = "finance_officer"
    CONTRACT_MANAGER = "contract_manager"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        """The role in the words shown to people."""
        return ROLE_LABELS[self][0]

    @property
    def duty(self) -> str:
        """One sentence on what the role is for."""
        return ROLE_LABELS[self][1]


ROLE_LABELS: dict[Role, tuple[str, str]] = {
    Role.OFFICER: ("Procurement officer", "Runs the procurement from day to day; never scores."),
    Role.OWNER: ("Senior responsible owner", "Owns the programme; closes the dialogue and may abandon."),
    Role.APPROVER: ("Approver", "Approves the recommendation; never one they wrote."),
    Role.DIALOGUE_LEAD: ("Dialogue lead", "Leads the dialogue sessions and records the minutes."),
    Role.OPENER: ("Opener", "One of the two or more people who open the final tenders together."),
    Role.EVALUATOR: ("Evaluator", "Marks the questions given to them, alone, with reasons."),
    Role.MODERATOR: (
        "Moderator",
        "Leads moderation and records the agreed marks; changes nobody’s own mark.",
    ),
    Role.ASSURANCE_REVIEWER: ("Assurance reviewer", "Rates the lines of a gate review; never scores."),
    Role.REPRESENTATION_REVIEWER: (
        "Representation reviewer",
        "Reviews representations in standstill, independent of the evaluation.",
    ),
    Role.FINANCE_OFFICER: (
        "Finance officer",
        "Works on the budget, the payment model and the prices; asks about low ones; not on the quality panel.",
    ),
    Role.CONTRACT_MANAGER: ("Contract manager", "Prepares the contract and meets its conditions."),
    Role.AUDITOR: ("Auditor", "Reads everything; changes nothing."),
}
