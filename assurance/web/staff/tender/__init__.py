"""What is published: criteria, scale, notice and deadlines."""

from assurance.web.staff.tender import deadlines
from assurance.web.staff.tender.routes import blueprint

__all__ = ["blueprint", "deadlines"]
