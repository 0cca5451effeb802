"""The provider's organisation."""

from assurance.web.supplier.account.routes import blueprint

__all__ = ["blueprint"]
