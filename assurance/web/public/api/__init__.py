"""Open data for programs."""

from assurance.web.public.api.routes import blueprint

__all__ = ["blueprint"]
