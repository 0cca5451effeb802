"""Effects on the providers of today, and what bids would cost beside the envelope."""

from assurance.web.staff.impact import affordability, incumbents
from assurance.web.staff.impact.routes import blueprint

__all__ = ["affordability", "blueprint", "incumbents"]
