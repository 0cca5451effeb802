"""The tender box: its key, the holders of its shares, and what happens when too few are left."""

from assurance.web.staff.sealing.routes import blueprint

__all__ = ["blueprint"]
