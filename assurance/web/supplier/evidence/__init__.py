"""Evidence that the reviewers of a gate ask of a bidder."""

from assurance.web.supplier.evidence.routes import blueprint

__all__ = ["blueprint"]
