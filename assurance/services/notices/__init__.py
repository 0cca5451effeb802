"""Notices by law: one module of writers for each, and one door through which they are published."""

from assurance.services.notices.publishing import compose, publish

__all__ = ["compose", "publish"]
