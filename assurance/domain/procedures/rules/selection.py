"""Rules about the call for competition and the selection of participants."""

from __future__ import annotations

from collections.abc import Callable

from assurance.domain.case import Case
from assurance.domain.dialogue.competition import Band, band
from assurance.domain.errors import Objection
from assurance.domain.procedures.rules.wording import counted, when


def notice_ready(name: str, provision: str) -> Callable[[Case], Objection | None]:
    """Make the rule that objects while the notice of the call has no text or its deadline is not ahead of us."""

    def rule(case: Case) -> Objection | None:
        due = case.call.requests_due_at
        if case.call.has_notice_text and due is not None and due > case.now:
            return None
        missing = "has no text" if not case.call.has_notice_text else "has no deadline in the future"
        return Objection(
            "notice",
            f"The {name} {missing}",
            "Write the notice and set the deadline for requests to take part",
            provision,
            "staff.tender.notice",
        )

    return rule


def questionnaire_ready(case: Case) -> Objection | None:
    """Object while something keeps the selection questionnaire from being published with the call."""
    if not case.call.questionnaire_faults:
        return None
    return Objection(
        "questionnaire",
        "The selection questionnaire is not ready: " + "; ".join(case.call.questionnaire_faults),
        "Complete what is asked of those who want to take part",
        "PSR 2023 reg 19 and Schedule 16",
        "staff.selection.questionnaire",
    )


def requests_deadline_passed(case: Case) -> Objection | None:
    """Object until the deadline for requests to take part has passed."""
    due = case.call.requests_due_at
    if due is not None and case.now >= due:
        return None
    moment = when(due) if due else "not set"
    return Objection("deadline", f"The deadline for requests has not passed ({moment})", "Wait until it has passed")


def some_requests(case: Case) -> Objection | None:
    """Object when nobody asked to take part."""
    if case.call.requests:
        return None
    return Objection("requests", "Nobody has asked to take part", "Abandon, or plan a new call")


def selection_decided(case: Case) -> Objection | None:
    """Object while a request waits for a decision or nobody is selected."""
    if case.call.requests_undecided:
        return Objection(
            "selection",
            counted(
                case.call.requests_undecided,
                "request to take part is undecided",
                "requests to take part are undecided",
            ),
            "Decide each with a reason",
            "PSR 2023 regs 19 and 20",
            "staff.selection.index",
        )
    if not case.call.selected:
        return Objection("selection", "No bidder is selected", "Abandon, or plan a new call")
    return None


def competition_after_selection(case: Case) -> Objection | None:
    """Object to going on with one or two without a recorded decision (the Staffordshire lesson)."""
    if case.call.selected == 0:
        return None
    return _competition(case.call.selected, case.call.competition_decision)


def competition_in_dialogue(case: Case) -> Objection | None:
    """Object to going on with one or two without a recorded decision for so few, and with nobody at all."""
    if not case.dialogue.participants:
        return Objection("competition", "Nobody is left in the dialogue", "Abandon, or plan a new call")
    return _competition(case.dialogue.participants, case.dialogue.competition_decision)


def competition_in_tenders(case: Case) -> Objection | None:
    """Object to marking one or two compliant tenders without a recorded decision for so few, and none at all."""
    if case.tenders.compliance_undecided:
        return None
    if not case.tenders.compliant:
        return Objection("competition", "No compliant tender is left", "Abandon, or plan a new call")
    return _competition(case.tenders.compliant, case.tenders.competition_decision)


def _competition(count: int, is_decided: bool) -> Objection | None:
    if is_decided or band(count) is Band.ENOUGH:
        return None
    return Objection(
        "competition",
        f"Only {count} would go on: is there still genuine competition?",
        "The owner records the decision to go on, with reasons, or the procurement is abandoned",
        endpoint="staff.dialogue.competition",
    )
