"""Answering market engagement."""

from assurance.web.supplier.engagement.routes import blueprint

__all__ = ["blueprint"]
