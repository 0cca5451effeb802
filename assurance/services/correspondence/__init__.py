"""Letters beside that of the outcome: invitations, issued with their step, and de-briefs, issued when asked for."""

from assurance.services.correspondence.debriefs import ask, issue, may_ask, prepare, why_not_asked
from assurance.services.correspondence.invitations import compose, invite_all, write_details
from assurance.services.correspondence.shape import written_on

__all__ = [
    "ask",
    "compose",
    "invite_all",
    "issue",
    "may_ask",
    "prepare",
    "why_not_asked",
    "write_details",
    "written_on",
]
