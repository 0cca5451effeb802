"""Selection: what is asked, requests to take part as they are judged, and the shortlist."""

from assurance.web.staff.selection import invited, judging, questionnaire
from assurance.web.staff.selection.routes import blueprint

__all__ = ["blueprint", "invited", "judging", "questionnaire"]
