"""Public notices."""

from assurance.web.public.notices.routes import blueprint

__all__ = ["blueprint"]
