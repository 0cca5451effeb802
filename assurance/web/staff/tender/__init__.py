"""What is published: criteria, scale, method, notice and deadlines."""

from assurance.web.staff.tender import criterion, deadlines, method, refinement, reuse, versions, wind_tunnel, workbook
from assurance.web.staff.tender.routes import blueprint

__all__ = [
    "blueprint",
    "criterion",
    "deadlines",
    "method",
    "refinement",
    "reuse",
    "versions",
    "wind_tunnel",
    "workbook",
]
