"""Powers that two people give."""

from assurance.web.staff.powers.routes import blueprint

__all__ = ["blueprint"]
