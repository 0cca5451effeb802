"""The process followed, as regulation 24 of the Provider Selection Regime Regulations 2023 has it on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.award.disclosure import Item
from assurance.domain.deadlines import LONDON
from assurance.domain.deadlines.london import say_day
from assurance.persistence.models import Bid, ConflictDeclaration, Procurement
from assurance.persistence.queries import evidence
from assurance.persistence.queries.procurements import list_changes
from assurance.persistence.queries.record_result import standing, weights

SECTION = "The process followed"
DECISIONS = {"": "not decided yet", "approved": "approved", "refused": "refused"}
CONFLICTS = {"": "not decided", "cleared": "cleared to take part", "recused": "recused"}


def process_items(
    session: Session, procurement: Procurement, bids: Sequence[Bid], numbers: Mapping[int, int]
) -> Iterator[Item]:
    """Give the process, its steps, the criteria, the result of the bids, conflicts, and what was recommended."""
    procedure = procurement.procedure
    yield _item("procedure", "Process", f"{procedure.label}\n{procedure.citation}")
    yield _item("criteria", "Criteria and weights", weights(session, procurement.id))
    moves = procedure.lifecycle.moves
    for change in list_changes(session, procurement.id):
        label = moves[change.trigger].label if change.trigger in moves else change.to_stage.label
        reason = f"\nReason: {change.reason}" if change.reason else ""
        yield _item(f"step:{change.id}", f"{_day(change.at)}: {label}", f"Now at: {change.to_stage.label}{reason}")
    yield from _result(session, procurement, bids)
    yield from _conflicts(session, procurement, bids, numbers)
    for each in evidence.list_recommendations(session, procurement.id):
        decided = f", {DECISIONS[each.decision]} by the approver" if each.decision else ", not decided yet"
        text = f"{each.text}\n{each.decision_reason}".strip()
        yield _item(f"recommendation:{each.id}", f"Recommendation of the procurement officer{decided}", text)


def _result(session: Session, procurement: Procurement, bids: Sequence[Bid]) -> Iterator[Item]:
    confirmed = evidence.find_result(session, procurement.id)
    entries = {entry["id"]: entry for entry in confirmed.result["bids"]} if confirmed else {}
    for bid in bids:
        entry = entries.get(evidence.result_id(bid))
        text = standing(entry).capitalize() if entry else "Not ranked"
        yield _item(f"result:{bid.id}", f"Result of {bid.organisation.name}", text)


def _conflicts(
    session: Session, procurement: Procurement, bids: Sequence[Bid], numbers: Mapping[int, int]
) -> Iterator[Item]:
    about = {bid.id for bid in bids}
    found = [each for each in evidence.list_declarations(session, procurement.id) if each.bid_id in about]
    for each in sorted(found, key=lambda one: (one.bid_id, one.id)):
        number = numbers.get(each.user_id)
        who = f"evaluator {number}" if number else "another member of the authority’s team"
        title = f"Interests declared by {who}, {each.bid.organisation.name}"
        yield _item(f"conflict:{each.id}", title, _declared(each))


def _declared(each: ConflictDeclaration) -> str:
    if not each.has_conflict:
        return "No conflict of interest declared"
    decided = f"{CONFLICTS[each.decision]}. {each.decision_reason}".strip()
    return f"Declared: {each.detail}\nManaged: {decided}"


def _item(key: str, title: str, text: str) -> Item:
    return Item(key, SECTION, title, text)


def _day(instant: datetime) -> str:
    return say_day(instant.astimezone(LONDON).date())
