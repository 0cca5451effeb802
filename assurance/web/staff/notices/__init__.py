"""Notices of a procurement: which ones its law asks for, each as it would be published, and corrections of them."""

from assurance.web.staff.notices import corrections, own, routes
from assurance.web.staff.notices.blueprint import blueprint

__all__ = ["blueprint", "corrections", "own", "routes"]
