"""Questions and answers, addenda and changed dates, for providers."""

from assurance.web.supplier.clarifications import own
from assurance.web.supplier.clarifications.routes import blueprint

__all__ = ["blueprint", "own"]
