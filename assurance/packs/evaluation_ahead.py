"""The sections of an evaluation pack that will not change any more, before anybody asks for it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.domain.tenderbox.visibility import OPENED_STAGES
from assurance.packs.evaluation_bids import BidRecord, gather_bids
from assurance.packs.evaluation_checks import gather_checks
from assurance.packs.evaluation_pack import GATES, KIND, SETTING, gather, heading_of, question_parts
from assurance.packs.evaluation_setting import gather_setting
from assurance.packs.evaluation_summary import gather_dialogue
from assurance.packs.gate_report import sitting_record
from assurance.packs.sections import Section, cut, loose_section, pairs
from assurance.packs.snapshot import Part
from assurance.persistence.queries import evidence
from assurance.persistence.queries.bids import list_in_procurement
from assurance.persistence.queries.criteria import list_scored
from assurance.persistence.queries.settled import list_approved

if TYPE_CHECKING:
    from assurance.persistence.models import Bid, Procurement


def gather_ahead(session: Session, procurement: Procurement) -> tuple[Section, ...]:
    """Return every section that is kept, once a result is confirmed; until then, those that do not rest on it.

    They equal those of the pack as long as nothing in them changes; where it does, the pack lays out its own.
    """
    if evidence.find_result(session, procurement.id) is not None:
        return tuple(each for _, each in pairs(cut(gather(session, procurement, ""))) if each.key)
    opened = [bid for bid in list_in_procurement(session, procurement.id) if bid.stage in OPENED_STAGES]
    bids = gather_bids(session, procurement, opened)
    sittings = [sitting_record(review) for review in evidence.list_reviews(session, procurement.id)]
    content = _as_printed(
        heading=heading_of(procurement), bids=bids, gates=sittings, setting=gather_setting(session, procurement),
        checks=gather_checks(session, procurement), dialogue=gather_dialogue(session, procurement),
    )  # fmt: skip
    parts = [SETTING, *_questions(session, procurement, opened, bids), *([GATES] if sittings else ())]
    return tuple(loose_section(KIND, content, part) for part in parts)


def _questions(
    session: Session, procurement: Procurement, opened: Sequence[Bid], bids: Sequence[BidRecord]
) -> Iterator[Part]:
    """Yield the parts of bids in which everybody who marked has approved every record."""
    approved = list_approved(session, procurement.id)
    scored = [row.id for row in list_scored(session, procurement.id)]
    for number, (row, bid) in enumerate(zip(opened, bids, strict=True)):
        for part in question_parts(number, bid.name, bid.questions):
            if approved.issuperset((row.id, criterion) for criterion in scored[slice(*part.span)]):
                yield part


def _as_printed(**content: Any) -> Any:
    """Return content in the shape that templates read, as a snapshot gives it."""
    written = json.dumps(content, default=dataclasses.asdict)
    return json.loads(written, object_hook=lambda found: SimpleNamespace(**found))
