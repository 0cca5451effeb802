"""Rules about final tenders: the deadline, the opening by several people, and compliance."""

from __future__ import annotations

from assurance.domain.case import Case
from assurance.domain.errors import Objection
from assurance.domain.procedures.rules.wording import counted, when


def tender_deadline_ahead(case: Case) -> Objection | None:
    """Object to inviting final tenders without a deadline in the future."""
    due = case.tenders.tenders_due_at
    if due is not None and due > case.now:
        return None
    return Objection(
        "deadline",
        "Final tenders have no deadline in the future",
        "Set the deadline",
        endpoint="staff.tender.invitation",
    )


def box_has_key(case: Case) -> Objection | None:
    """Object to inviting final tenders while the tender box has no key: nothing could be sealed."""
    if case.tenders.has_key:
        return None
    return Objection(
        "tender_key",
        "The tender box has no key yet, so tenders could not be sealed",
        "Make the key and name the holders of its shares",
        "Good practice: nobody can open a tender alone",
        "staff.sealing.show",
    )


def tenders_deadline_passed(case: Case) -> Objection | None:
    """Object to closing before the deadline for final tenders."""
    due = case.tenders.tenders_due_at
    if due is not None and case.now >= due:
        return None
    moment = when(due) if due else "not set"
    return Objection(
        "deadline", f"The deadline for final tenders has not passed ({moment})", "Wait until it has passed"
    )


def some_tenders(case: Case) -> Objection | None:
    """Object when no final tender came in; until the deadline nobody is told whether one has."""
    due = case.tenders.tenders_due_at
    if case.tenders.submitted or (due is not None and case.now < due):
        return None
    return Objection("tenders", "No final tender was received", "Abandon the procurement")


def opened_together(case: Case) -> Objection | None:
    """Object until enough different people have taken part in the opening."""
    short = case.tenders.openers_required - case.tenders.openers
    if short <= 0:
        return None
    return Objection(
        "openers",
        counted(short, "more person must take part in the opening", "more people must take part in the opening"),
        "Another opener signs in and opens",
        "Good practice: two or more people open together",
        "staff.opening.show",
    )


def compliance_decided(case: Case) -> Objection | None:
    """Object while an opened tender is neither compliant nor set aside.

    Says nothing before the opening, which `opened_together` demands: the number would tell what is in the box.
    """
    is_open = case.tenders.openers >= case.tenders.openers_required
    if not is_open or not case.tenders.compliance_undecided:
        return None
    return Objection(
        "compliance",
        counted(
            case.tenders.compliance_undecided,
            "opened tender is not yet checked for compliance",
            "opened tenders are not yet checked for compliance",
        ),
        "Check each and decide",
        endpoint="staff.opening.show",
    )


def panel_complete(case: Case) -> Objection | None:
    """Object while a scored criterion has fewer than two evaluators who accepted to sit on the panel."""
    if not case.evaluation.criteria_short_of_evaluators:
        return None
    return Objection(
        "panel",
        "Fewer than two evaluators who have accepted for: " + ", ".join(case.evaluation.criteria_short_of_evaluators),
        "Give each scored criterion at least two evaluators and invite them",
        endpoint="staff.evaluation.panel",
    )


def panel_accepted(case: Case) -> Objection | None:
    """Object while a person with a duty has not accepted to sit on the panel."""
    if not case.evaluation.panel_unaccepted:
        return None
    return Objection(
        "invitations",
        "Not accepted to sit on the panel yet: " + ", ".join(case.evaluation.panel_unaccepted),
        "Invite them, wait for their answer, or give the duty to someone else",
        "PSR 2023 reg 21",
        "staff.evaluation.panel",
    )
