"""The dialogue as a participant takes part in it: outline, its own ideas and consents, what it was given, actions."""

from assurance.web.supplier.dialogue import ideas, information, meetings
from assurance.web.supplier.dialogue.routes import blueprint

__all__ = ["blueprint", "ideas", "information", "meetings"]
