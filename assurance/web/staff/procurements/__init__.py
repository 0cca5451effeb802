"""Procurements: start one, its hub page, its people, its moves and its history."""

from assurance.web.staff.procurements import trail
from assurance.web.staff.procurements.routes import blueprint

__all__ = ["blueprint", "trail"]
