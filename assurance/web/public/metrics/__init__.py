"""Figures for a program that watches over the service."""

from assurance.web.public.metrics.routes import blueprint

__all__ = ["blueprint"]
