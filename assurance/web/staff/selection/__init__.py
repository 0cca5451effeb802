"""Selection: requests to take part, and the decision on each."""

from assurance.web.staff.selection.routes import blueprint

__all__ = ["blueprint"]
