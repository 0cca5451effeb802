"""The provider's organisation: its people, its profile, its standing answers."""

from assurance.web.supplier.account import people, standing
from assurance.web.supplier.account.routes import blueprint

__all__ = ["blueprint", "people", "standing"]
