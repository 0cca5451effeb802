"""How tenders are sealed, and the public key that proves receipts."""

from assurance.web.public.trust.routes import blueprint

__all__ = ["blueprint"]
