"""Past procurements of others, for reference."""

from assurance.web.staff.past import importing
from assurance.web.staff.past.routes import blueprint

__all__ = ["blueprint", "importing"]
