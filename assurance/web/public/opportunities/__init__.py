"""Public opportunities."""

from assurance.web.public.opportunities.routes import blueprint

__all__ = ["blueprint"]
