"""My work: what waits for me and the procurements I take part in."""

from assurance.web.staff.dashboard.routes import blueprint

__all__ = ["blueprint"]
