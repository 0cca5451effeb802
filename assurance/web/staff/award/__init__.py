"""Award: the recommendation, the letters, standstill and the representations made in it."""

from assurance.web.staff.award import claims, letters, records, register, standstill
from assurance.web.staff.award.routes import blueprint

__all__ = ["blueprint", "claims", "letters", "records", "register", "standstill"]
