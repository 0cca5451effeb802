"""The evidence on each bid: every individual mark and reason first, then what the panel agreed and why.

Individual records stay beside the agreed one and are never replaced by it (EnergySolutions v NDA [2016] EWHC 1988
(TCC)); the reasons for every movement are printed (Lancashire Care v Lancashire CC [2018] EWHC 1589 (TCC)).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.packs.evaluation_marks import AgreedRecord, MarkRecord, agreed_record, mark_record, spread_words
from assurance.packs.evaluation_offers import OfferRecord, gather_offer
from assurance.packs.wording import fixed, moment, pounds
from assurance.persistence.queries import evidence
from assurance.persistence.queries.criteria import get_tree, list_criteria, list_scored
from assurance.persistence.queries.moderation_trail import moderation_trail
from assurance.persistence.queries.offers import get_asked
from assurance.persistence.queries.panel import recused_pairs

if TYPE_CHECKING:
    from assurance.persistence.models import Bid, Consensus, CriterionRow, Mark, Procurement


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """One question of one bid."""

    number: str
    title: str
    weight: str
    question: str
    marks: tuple[MarkRecord, ...]
    spread: str
    agreed: AgreedRecord | None
    earlier: tuple[AgreedRecord, ...]
    """Agreed marks that were replaced later, oldest first."""


@dataclass(frozen=True, slots=True)
class BidRecord:
    """Everything on record about one bid."""

    id: str
    """Its id in the result."""
    name: str
    facts: tuple[tuple[str, str], ...]
    passes: tuple[tuple[str, str, str], ...]
    offer: OfferRecord
    questions: tuple[QuestionRecord, ...]


def gather_bids(session: Session, procurement: Procurement, bids: Sequence[Bid]) -> tuple[BidRecord, ...]:
    """Gather the evidence on each of the bids in a result, in its order."""
    gatherer = _Gatherer(session, procurement)
    return tuple(gatherer.bid(bid) for bid in bids)


class _Gatherer:
    """Loads each kind of row once and deals it out by bid."""

    def __init__(self, session: Session, procurement: Procurement) -> None:
        self.session, self.procurement = session, procurement
        self.tree = get_tree(session, procurement.id)
        self.scored = list_scored(session, procurement.id)
        self.titles = {row.id: row.title for row in list_criteria(session, procurement.id)}
        self.asked = get_asked(session, procurement.id)
        self.trail = moderation_trail(session, procurement.id)
        self.recused = set(recused_pairs(session, procurement.id))
        self.marks: dict[tuple[int, int], list[Mark]] = defaultdict(list)
        for mark in evidence.list_marks(session, procurement.id):
            self.marks[mark.bid_id, mark.criterion_id].append(mark)
        self.agreed: dict[tuple[int, int], list[Consensus]] = defaultdict(list)
        for agreed in evidence.list_agreed(session, procurement.id):
            self.agreed[agreed.bid_id, agreed.criterion_id].append(agreed)

    def bid(self, bid: Bid) -> BidRecord:
        """Return the record of one bid."""
        return BidRecord(
            id=evidence.result_id(bid),
            name=bid.organisation.name,
            facts=self.facts(bid),
            passes=self.passes(bid),
            offer=gather_offer(self.session, bid, self.asked, self.titles),
            questions=tuple(self.question(bid, row, number) for number, row in enumerate(self.scored, start=1)),
        )

    def facts(self, bid: Bid) -> tuple[tuple[str, str], ...]:
        """Return what is known of a bid beside its answers."""
        offered = [
            (f"Price offered: {self.titles[each.criterion_id]}", pounds(each.amount))
            for each in evidence.list_prices(self.session, self.procurement.id)
            if each.bid_id == bid.id
        ]
        form = bid.integration_form.replace("_", " ").replace("-", " ").capitalize() or "Not given"
        return (*offered, ("Form of integration", form), ("Stage of the bid", bid.stage.label))

    def passes(self, bid: Bid) -> tuple[tuple[str, str, str], ...]:
        """Return the decisions on pass or fail criteria."""
        decided = [each for each in evidence.list_pass_fail(self.session, self.procurement.id) if each.bid_id == bid.id]
        names = evidence.names_of(self.session, [each.decided_by_id for each in decided])
        return tuple(
            (
                self.titles[each.criterion_id],
                "Met" if each.is_met else "Not met",
                f"{each.reason} ({names[each.decided_by_id]}, {moment(each.decided_at)})",
            )
            for each in decided
        )

    def question(self, bid: Bid, row: CriterionRow, number: int) -> QuestionRecord:
        """Return the record of one question of one bid."""
        marks = sorted(self.marks[bid.id, row.id], key=lambda each: (each.evaluator.name, each.id))
        agreed = [agreed_record(each, self.trail) for each in self.agreed[bid.id, row.id]]
        standing = [each.superseded_at is None for each in self.agreed[bid.id, row.id]]
        return QuestionRecord(
            number=str(number),
            title=row.title,
            weight=f"{fixed(self.tree.global_weight(row.code))}",
            question=row.question,
            marks=tuple(mark_record(mark, self.recused) for mark in marks),
            spread=spread_words(marks, self.recused),
            agreed=agreed[-1] if agreed and standing[-1] else None,
            earlier=tuple(each for each, stands in zip(agreed, standing, strict=True) if not stands),
        )
