"""The rule that a notice is read and approved by somebody else before a move makes it public."""

from __future__ import annotations

from collections.abc import Callable

from assurance.domain.case import Case
from assurance.domain.errors import Objection

APPROVED_FIRST = "Four eyes: what is published is approved by somebody other than its writer"


def approved(kind: str, *, gives_reason: bool = False) -> Callable[[Case], Objection | None]:
    """Make the rule that objects until a notice of a kind is approved as it would be published now.

    One that gives a reason is approved with it, so that the reason is written first.
    """
    first = "Write the reason in it" if gives_reason else "Read it"

    def notice_approved(case: Case) -> Objection | None:
        if kind in case.notices.approved:
            return None
        lapsed = kind in case.notices.lapsed
        said = "was approved, and would say something else by now" if lapsed else "is not approved"
        return Objection(
            f"approval:{kind}", f"The notice that becomes public with this step {said}",
            f"{first}; somebody other than its writer approves the text", APPROVED_FIRST, "staff.notices.show",
            (("kind", kind),),
        )  # fmt: skip

    return notice_approved
