"""Feeds for programs that read."""

from assurance.web.public.feeds.routes import blueprint

__all__ = ["blueprint"]
