"""Market engagement as everybody sees it."""

from assurance.web.public.engagement.routes import blueprint

__all__ = ["blueprint"]
