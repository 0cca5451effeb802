"""Background work: who works, what waits, what is done again and again, and what has failed for good."""

from assurance.web.staff.background.routes import blueprint

__all__ = ["blueprint"]
