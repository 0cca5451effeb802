"""Lists that officers take out as files."""

from assurance.web.staff.tables.routes import blueprint

__all__ = ["blueprint"]
