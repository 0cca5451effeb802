"""Public opportunities."""

from assurance.web.public.opportunities import programme
from assurance.web.public.opportunities.routes import blueprint

__all__ = ["blueprint", "programme"]
