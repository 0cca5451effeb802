"""The kinds of pack there are, by the code kept on each pack that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.packs import evaluation_pack, gate_report, outcome_letter
from assurance.packs.snapshot import Part, Snapshot

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement

Gather = Callable[[Session, "Procurement", str], Snapshot]


@dataclass(frozen=True, slots=True)
class PackKind:
    """One kind of pack: how its content is gathered, and which parts it is printed in."""

    code: str
    label: str
    folder: str
    gather: Gather
    parts: Callable[[Any], tuple[Part, ...]]


KINDS: Mapping[str, PackKind] = MappingProxyType(
    {
        kind.code: kind
        for kind in (
            PackKind(
                "evaluation", "Evaluation pack", evaluation_pack.KIND, evaluation_pack.gather, evaluation_pack.parts
            ),
            PackKind("letter", "Outcome letter", outcome_letter.KIND, outcome_letter.gather, outcome_letter.parts),
            PackKind("gate", "Gate report", gate_report.KIND, gate_report.gather, gate_report.parts),
        )
    }
)

BY_FOLDER: Mapping[str, PackKind] = MappingProxyType({kind.folder: kind for kind in KINDS.values()})
