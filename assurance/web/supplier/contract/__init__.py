"""The contract for the lead provider's own people: results, statements, subcontractors, reviews."""

from assurance.web.supplier.contract import acts
from assurance.web.supplier.contract.routes import blueprint

__all__ = ["acts", "blueprint"]
