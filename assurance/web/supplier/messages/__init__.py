"""Messages to a provider and to its people."""

from assurance.web.supplier.messages.routes import blueprint

__all__ = ["blueprint"]
