"""The request to take part as its bidder works on it, and what was decided on it."""

from assurance.web.supplier.selection import answers, decision
from assurance.web.supplier.selection.routes import blueprint

__all__ = ["answers", "blueprint", "decision"]
