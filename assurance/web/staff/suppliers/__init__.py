"""Registered providers as the authority's people see them."""

from assurance.web.staff.suppliers.routes import blueprint

__all__ = ["blueprint"]
