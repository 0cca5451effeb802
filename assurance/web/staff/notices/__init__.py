"""Notices of a procurement: which ones its law asks for, and each as it would be published."""

from assurance.web.staff.notices.routes import blueprint

__all__ = ["blueprint"]
