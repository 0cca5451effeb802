"""What the gates of an authority ask: read by all its people, changed by its board secretary."""

from assurance.web.staff.gate_templates.routes import blueprint

__all__ = ["blueprint"]
