"""Packs: asked for, followed while they are built, and downloaded."""

from assurance.web.staff.packs.routes import blueprint

__all__ = ["blueprint"]
