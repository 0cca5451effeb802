"""The evidence on each bid: every individual mark and reason first, then what the panel agreed and why.

Individual records stay beside the agreed one and are never replaced by it (EnergySolutions v NDA [2016] EWHC 1988
(TCC)); the reasons for every movement are printed (Lancashire Care v Lancashire CC [2018] EWHC 1589 (TCC)).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assurance.packs.wording import counted, fixed, listed, moment, pounds
from assurance.persistence.queries import evidence
from assurance.persistence.queries.criteria import get_tree, list_criteria, list_scored

if TYPE_CHECKING:
    from assurance.persistence.models import Bid, Consensus, CriterionRow, Mark, Procurement


@dataclass(frozen=True, slots=True)
class MarkRecord:
    """One evaluator's own mark and reason."""

    evaluator: str
    mark: str
    rationale: str
    evidence: str
    answers: tuple[tuple[str, str], ...]
    """What the check of the reason had found, and why the evaluator let it stand."""
    locked: str


@dataclass(frozen=True, slots=True)
class AgreedRecord:
    """The mark the panel agreed, and how it came to it."""

    mark: str
    discussion: str
    reason: str
    dissent: str
    recorded: str
    approved_by: str


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
    subcontractors: tuple[tuple[str, str, str, str], ...]
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
            subcontractors=tuple(
                (each.name, each.delivers, each.payment_basis, f"{fixed(each.share_percent)}%")
                for each in evidence.list_subcontractors(self.session, self.procurement.id)
                if each.bid_id == bid.id
            ),
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
        agreed = [_agreed(each) for each in self.agreed[bid.id, row.id]]
        standing = [each.superseded_at is None for each in self.agreed[bid.id, row.id]]
        return QuestionRecord(
            number=str(number),
            title=row.title,
            weight=f"{fixed(self.tree.global_weight(row.code))}",
            question=row.question,
            marks=tuple(_mark(mark) for mark in marks),
            spread=_spread(marks),
            agreed=agreed[-1] if agreed and standing[-1] else None,
            earlier=tuple(each for each, stands in zip(agreed, standing, strict=True) if not stands),
        )


def _mark(mark: Mark) -> MarkRecord:
    return MarkRecord(
        evaluator=mark.evaluator.name,
        mark=f"{mark.mark} out of {mark.scale_top}",
        rationale=mark.rationale,
        evidence=mark.evidence,
        answers=tuple((each.said or each.code, each.reason) for each in mark.finding_answers),
        locked=moment(mark.locked_at),
    )


def _agreed(agreed: Consensus) -> AgreedRecord:
    names = sorted(approval.user.name for approval in agreed.approvals)
    return AgreedRecord(
        mark=f"{agreed.mark} out of {agreed.scale_top}",
        discussion=agreed.discussion,
        reason=agreed.reason,
        dissent=agreed.dissent,
        recorded=f"{agreed.moderator.name}, {moment(agreed.recorded_at)}",
        approved_by=listed(names) if names else "Nobody yet",
    )


def _spread(marks: Iterable[Mark]) -> str:
    given = [mark.mark for mark in marks if mark.mark is not None]
    if not given:
        return "No individual marks."
    if len(given) == 1:
        return f"One individual mark: {given[0]}."
    if min(given) == max(given):
        return f"{counted(len(given), 'individual mark')}, all {given[0]}."
    return f"{counted(len(given), 'individual mark')} from {min(given)} to {max(given)}."
