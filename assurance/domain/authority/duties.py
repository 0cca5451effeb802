"""Which duties one person may not hold together in one procurement, and why. Refused when the second is given.

Origin: separation of scorer, assessor and approver in the domain reference 2.2 and 3.2 (practice, not statute).
"""

from __future__ import annotations

from collections.abc import Iterable

from assurance.domain.authority.roles import Role

EXCLUDING_PAIRS: dict[frozenset[Role], str] = {
    frozenset({Role.OFFICER, Role.EVALUATOR}): "who runs the procurement does not score it",
    frozenset({Role.OFFICER, Role.APPROVER}): "who writes the recommendation does not approve it",
    frozenset({Role.OFFICER, Role.ASSURANCE_REVIEWER}): "a gate is reviewed by someone who did not run the procurement",
    frozenset({Role.EVALUATOR, Role.ASSURANCE_REVIEWER}): "a scorer does not assure the result of the scoring",
    frozenset({Role.EVALUATOR, Role.APPROVER}): "a scorer does not approve the result of the scoring",
    frozenset({Role.EVALUATOR, Role.FINANCE_OFFICER}): "the quality panel stays apart from the price team",
    frozenset({Role.MODERATOR, Role.FINANCE_OFFICER}): "who leads the quality panel is not of the price team",
    frozenset({Role.MODERATOR, Role.EVALUATOR}): "the moderator leads the panel and has no mark of their own",
    frozenset({Role.MODERATOR, Role.APPROVER}): "who records the agreed marks does not approve the result",
    frozenset({Role.MODERATOR, Role.ASSURANCE_REVIEWER}): "who records the agreed marks does not assure them",
    frozenset({Role.ASSURANCE_REVIEWER, Role.APPROVER}): "the gate informs the approval and is given by someone else",
    frozenset(
        {Role.REPRESENTATION_REVIEWER, Role.EVALUATOR}
    ): "a representation is reviewed independently of the panel",
    frozenset(
        {Role.REPRESENTATION_REVIEWER, Role.MODERATOR}
    ): "a representation is reviewed independently of the panel",
    frozenset(
        {Role.REPRESENTATION_REVIEWER, Role.OFFICER}
    ): "a representation is reviewed independently of its subject",
}
_ANY_WRITING_ROLE = frozenset(Role) - {Role.AUDITOR}


def excluded_by(held: Iterable[Role], new: Role) -> str | None:
    """Say why `new` cannot be given to someone who holds `held`, or None when it can."""
    for role in held:
        if Role.AUDITOR in (role, new) and role is not new and {role, new} & _ANY_WRITING_ROLE:
            return f"{role.label} and {new.label} exclude each other: an auditor only reads"
        if why := EXCLUDING_PAIRS.get(frozenset({role, new})):
            return f"{role.label} and {new.label} exclude each other: {why}"
    return None
