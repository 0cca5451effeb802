"""Messages to a person of the authority."""

from assurance.web.staff.messages.routes import blueprint

__all__ = ["blueprint"]
