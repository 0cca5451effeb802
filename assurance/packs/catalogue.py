"""The kinds of pack there are, by the code kept on each pack that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.packs import (
    board_pack,
    contract_schedules,
    dialogue_record,
    evaluation_pack,
    gate_report,
    information_release,
    moderation_record,
    notice,
    opening_record,
    outcome_letter,
    panel_guide,
    payment_statement,
    record_release,
    record_report,
    redacted_pack,
)
from assurance.packs.snapshot import Part, Snapshot

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement

Gather = Callable[[Session, "Procurement", str], Snapshot]
NameOf = Callable[[Session, "Procurement", str], str]


@dataclass(frozen=True, slots=True)
class PackKind:
    """One kind of pack: how its content is gathered, and which parts it is printed in."""

    code: str
    label: str
    folder: str
    name_of: NameOf
    """Give the title of the pack, or refuse in words while there is nothing to print yet."""
    gather: Gather
    parts: Callable[[Any], tuple[Part, ...]]


KINDS: Mapping[str, PackKind] = MappingProxyType(
    {
        code: PackKind(code, label, made_by.KIND, made_by.name_of, made_by.gather, made_by.parts)
        for code, label, made_by in (
            ("evaluation", "Evaluation pack", evaluation_pack),
            ("board", "Evaluation pack for the board", board_pack),
            ("redacted", "Evaluation pack for a bidder, redacted", redacted_pack),
            ("guide", "Guide for evaluators", panel_guide),
            ("moderation", "Moderation record", moderation_record),
            ("opening", "Record of the opening", opening_record),
            ("letter", "Outcome letter", outcome_letter),
            ("gate", "Gate report", gate_report),
            ("dialogue", "Dialogue record", dialogue_record),
            ("release", "Records for a bidder", record_release),
            ("record", "Record-keeping report", record_report),
            ("notice", "Notice", notice),
            ("information", "Answer to a request for information", information_release),
            ("contract", "Contract schedules", contract_schedules),
            ("statement", "Payment statement", payment_statement),
        )
    }
)

CONFIDENCES: Mapping[str, Permission] = MappingProxyType(
    {
        "dialogue": Permission.DISCLOSURE_VIEW,
        "release": Permission.RECORDS_VIEW,
        "record": Permission.RECORDS_VIEW,
        "redacted": Permission.RECORDS_VIEW,
        "information": Permission.INFORMATION_VIEW,
        "contract": Permission.CONTRACT_VIEW,
        "statement": Permission.CONTRACT_VIEW,
    }
)
"""Packs that hold what not everybody with packs may read, and what somebody needs beside the right to see packs."""

BY_FOLDER: Mapping[str, PackKind] = MappingProxyType({kind.folder: kind for kind in KINDS.values()})
