"""One search over everything a person of a provider may read."""

from assurance.web.supplier.search.routes import blueprint

__all__ = ["blueprint"]
