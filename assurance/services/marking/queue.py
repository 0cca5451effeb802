"""An evaluator's own list of questions, bid by bid: what is marked, what is not, and which comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.persistence.models import Bid, CriterionRow, Mark, Procurement
from assurance.persistence.queries.criteria import list_scored
from assurance.persistence.queries.evaluation import list_declarations_of, list_marks_of
from assurance.persistence.queries.panel import list_cells, list_evaluated_bids


@dataclass(frozen=True, slots=True)
class Question:
    """One question of one bid that the actor marks, with their own mark so far."""

    bid: Bid
    criterion: CriterionRow
    mark: Mark | None
    is_declared: bool
    """The actor has declared on the bid, so that it may be opened."""

    @property
    def state(self) -> str:
        """Not started, draft or locked."""
        if self.mark is None:
            return "not_started"
        return "locked" if self.mark.locked_at is not None else "draft"

    @property
    def is_done(self) -> bool:
        """Say whether there are both a mark and a reason."""
        return self.mark is not None and self.mark.mark is not None and bool(self.mark.rationale)


@dataclass(frozen=True, slots=True)
class Queue:
    """The actor's questions in reading order: bid by bid, in the order of the criteria."""

    questions: tuple[Question, ...]

    @property
    def done(self) -> int:
        """Count the questions that have a mark and a reason."""
        return sum(question.is_done for question in self.questions)

    @property
    def locked(self) -> int:
        """Count the questions whose mark is locked."""
        return sum(question.state == "locked" for question in self.questions)

    @property
    def undeclared(self) -> tuple[Bid, ...]:
        """List the bids on which the actor still has to declare."""
        return tuple({q.bid.id: q.bid for q in self.questions if not q.is_declared}.values())

    def position(self, bid_id: int, criterion_id: int) -> int | None:
        """Return where a question stands in the list, or None when it is not there."""
        for number, question in enumerate(self.questions):
            if (question.bid.id, question.criterion.id) == (bid_id, criterion_id):
                return number
        return None

    def next_unscored(self, after: int = -1) -> Question | None:
        """Return the next unfinished question that may be opened, going round from the one at `after`."""
        order = (*self.questions[after + 1 :], *self.questions[: after + 1])
        return next((q for q in order if q.is_declared and not q.is_done), None)


def my_queue(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> Queue:
    """List the questions the actor has to mark; bids from which they are recused are not in it.

    Reads nobody else's marks. `now` is there because every service takes it.
    """
    bids = {bid.id: bid for bid in list_evaluated_bids(session, procurement.id)}
    order = {row.id: (number, row) for number, row in enumerate(list_scored(session, procurement.id))}
    marks = list_marks_of(session, procurement.id, actor.user_id)
    declared = list_declarations_of(session, procurement.id, actor.user_id)
    mine = list_cells(session, procurement.id, actor.user_id, list(bids.values()))
    places = {bid_id: number for number, bid_id in enumerate(bids)}
    mine.sort(key=lambda cell: (places[cell.bid_id], order[cell.criterion_id][0]))
    return Queue(
        tuple(
            Question(
                bid=bids[cell.bid_id],
                criterion=order[cell.criterion_id][1],
                mark=marks.get((cell.bid_id, cell.criterion_id)),
                is_declared=cell.bid_id in declared,
            )
            for cell in mine
        )
    )
