"""Ending an alert from its message."""

from assurance.web.public.alerts.routes import blueprint

__all__ = ["blueprint"]
