"""Requests for information about a procurement: registered, answered by two people, given as a document."""

from assurance.web.staff.information import answering, files
from assurance.web.staff.information.routes import blueprint

__all__ = ["answering", "blueprint", "files"]
