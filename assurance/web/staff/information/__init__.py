"""Requests for information about a procurement: registered, answered by two people, given as a document."""

from assurance.web.staff.information import answering, documents
from assurance.web.staff.information.routes import blueprint

__all__ = ["answering", "blueprint", "documents"]
