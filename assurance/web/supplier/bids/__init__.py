"""The organisation’s bids."""

from assurance.web.supplier.bids.routes import blueprint

__all__ = ["blueprint"]
