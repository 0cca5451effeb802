"""The contract: what it holds, drawing it up, and who has signed."""

from assurance.web.staff.contract.routes import blueprint

__all__ = ["blueprint"]
