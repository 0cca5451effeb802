"""Market engagement for the authority: the questionnaire, the answers, what was made of them, who is interested."""

from assurance.web.staff.engagement import answers, themes
from assurance.web.staff.engagement.routes import blueprint

__all__ = ["answers", "blueprint", "themes"]
