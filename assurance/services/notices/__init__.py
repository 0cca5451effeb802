"""Notices by law: one module of writers for each, and one door through which they are published."""

from assurance.services.notices.approving import Approval, approve, digest_of, find_approval, why_not_approver
from assurance.services.notices.preview import Expected, Preview, list_expected, preview
from assurance.services.notices.publishing import compose, publish

__all__ = [
    "Approval",
    "Expected",
    "Preview",
    "approve",
    "compose",
    "digest_of",
    "find_approval",
    "list_expected",
    "preview",
    "publish",
    "why_not_approver",
]
