"""Lots: which procurements are bought together, the limit, and who is awarded which."""

from assurance.web.staff.lots.routes import blueprint

__all__ = ["blueprint"]
