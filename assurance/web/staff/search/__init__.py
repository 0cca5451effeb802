"""One search over everything a person of the authority may read."""

from assurance.web.staff.search.routes import blueprint

__all__ = ["blueprint"]
