"""Packs: asked for, followed while they are built, and downloaded; and what is on record."""

from assurance.web.staff.packs import record
from assurance.web.staff.packs.routes import blueprint

__all__ = ["blueprint", "record"]
