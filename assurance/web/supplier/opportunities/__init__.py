"""Opportunities as a provider sees them."""

from assurance.web.supplier.opportunities import programme
from assurance.web.supplier.opportunities.routes import blueprint

__all__ = ["blueprint", "programme"]
