"""Notices by law: writers for each, their preview and approval; `services.publishing` makes them public."""

from assurance.services.notices.approving import (
    Approval,
    approve,
    approved_facts,
    digest_of,
    find_approval,
    why_not_approver,
)
from assurance.services.notices.composing import compose
from assurance.services.notices.drafting import write_draft, write_reason
from assurance.services.notices.preview import Expected, Preview, list_expected, preview

__all__ = [
    "Approval",
    "Expected",
    "Preview",
    "approve",
    "approved_facts",
    "compose",
    "digest_of",
    "find_approval",
    "list_expected",
    "preview",
    "why_not_approver",
    "write_draft",
    "write_reason",
]
