"""Letters beside that of the outcome: invitations before they go, and de-briefs that bidders asked for."""

from assurance.web.staff.letters import debriefs, routes
from assurance.web.staff.letters.blueprint import blueprint

__all__ = ["blueprint", "debriefs", "routes"]
