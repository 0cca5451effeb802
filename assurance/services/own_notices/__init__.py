"""Notices that no step publishes: written from stored fields, approved by a second person, published on their own."""

from assurance.services.own_notices.planned import count_planned_notice
from assurance.services.own_notices.publishing import (
    Own,
    approve,
    get_own,
    list_own,
    publish_own,
    why_not_approver,
    write_text,
)

__all__ = [
    "Own",
    "approve",
    "count_planned_notice",
    "get_own",
    "list_own",
    "publish_own",
    "why_not_approver",
    "write_text",
]
