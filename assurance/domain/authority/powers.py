"""Powers that no one person gives: which they are, and who may be the second to agree.

Origin: segregation of duties for privileged access (NCSC Cyber Assessment Framework, B2.c) and the trust design 4.4,
“nobody gives themselves a power”; practice, not statute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from enum import StrEnum

from assurance.domain.authority.roles import Role


class Power(StrEnum):
    """What one person proposes for another and a third confirms."""

    ROLE = "role"
    SECRETARY = "secretary"
    FACTOR = "factor"


class Outcome(StrEnum):
    """What became of a proposal."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The outcome in the words shown to people."""
        return self.value.capitalize()


POWERFUL = frozenset({Role.OFFICER, Role.OWNER, Role.APPROVER, Role.OPENER})
"""Roles that run a procurement, decide on it or open tenders; the other roles one person gives."""
GIVING = frozenset({Role.OFFICER, Role.OWNER})
"""Who gives roles in a procurement, and so confirms those that somebody else proposed there."""


RELEASE_NOTICE = timedelta(days=1)
"""How long everybody with a power has to stop that whoever runs the installation takes away a second factor."""


def needs_second(role: Role) -> bool:
    """Say whether a role is given by two people."""
    return role in POWERFUL


def is_powerful(roles: Iterable[Role]) -> bool:
    """Say whether somebody who holds these roles holds a power."""
    return any(role in POWERFUL for role in roles)


def why_not_propose(*, proposer: int, person: int) -> str:
    """Say why somebody may not propose a power for a person, with what mends it; nothing where they may."""
    if proposer == person:
        return "Nobody gives themselves a role or a power. Ask somebody else who gives them"
    return ""


def why_not_confirm(*, confirmer: int, proposer: int, person: int) -> str:
    """Say why somebody may not be the second to agree, with what mends it; nothing where they may."""
    if confirmer == proposer:
        return "You proposed this, so somebody else has to confirm it"
    if confirmer == person:
        return "This is about yourself, so somebody else has to confirm it"
    return ""


def why_together(others: Sequence[str]) -> str:
    """Say why two colleagues are to take away a lost second factor; nothing where there are no two.

    `others` are the board secretaries of the authority but for the person who lost it.
    """
    if len(others) < 2:
        return ""
    return f"{others[0]} and {others[1]} can do this together, under “Roles and powers that two people give”"
