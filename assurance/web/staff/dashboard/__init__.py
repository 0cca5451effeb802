"""My work: what waits for me and the procurements I take part in; the annual summary."""

from assurance.web.staff.dashboard import annual
from assurance.web.staff.dashboard.routes import blueprint

__all__ = ["annual", "blueprint"]
