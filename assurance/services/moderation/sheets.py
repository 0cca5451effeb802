"""All that is known of one question of one bid in moderation, and who may see it: nobody before all is locked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.stages import Stage, reached
from assurance.persistence.models import Bid, Consensus, CriterionRow, Mark, Procurement
from assurance.persistence.queries.evaluation import list_counting_marks, list_records
from assurance.persistence.queries.panel import list_evaluated_bids
from assurance.services import conflicts


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on one question of one bid: the marks that count, and the records of what was agreed, newest first."""

    bid: Bid
    criterion: CriterionRow
    marks: tuple[Mark, ...]
    records: tuple[Consensus, ...]

    @property
    def agreed(self) -> Consensus | None:
        """The current record, or None."""
        return next((record for record in self.records if record.superseded_at is None), None)

    @property
    def sub_criteria(self) -> tuple[str, ...]:
        """The titles of the published points under the question, in order."""
        return tuple(each.title for each in self.criterion.sub_criteria)


def sheet(session: Session, *, bid: Bid, criterion: CriterionRow, actor: Actor) -> Sheet:
    """Return the locked marks of a question side by side, once the whole panel has locked, never before.

    Raises `Conflict` before moderation, or before an actor of the panel has declared on the bid; `NotFound` for a bid
    the panel does not mark, or from which the actor is recused. An auditor judges nobody and declares nothing.
    """
    require_unsealed(bid.procurement)
    if bid.id not in {each.id for each in list_evaluated_bids(session, bid.procurement_id)}:
        raise NotFound("The panel does not mark this bid")
    if criterion.kind != Kind.SCORED or criterion.procurement_id != bid.procurement_id:
        raise NotFound("There is no such question to moderate")
    if Role.AUDITOR not in actor.roles:
        conflicts.require_clear(session, bid=bid, actor=actor)
    marks = list_counting_marks(session, bid.procurement_id).get((bid.id, criterion.id), [])
    return Sheet(bid, criterion, tuple(marks), tuple(list_records(session, (bid.id, criterion.id))))


def require_unsealed(procurement: Procurement) -> None:
    """Refuse any sight of another's mark while somebody may still be marking."""
    if not reached(procurement.stage, Stage.MODERATION):
        raise Conflict("Marks are seen side by side in moderation, after the whole panel has locked them")


def check_moderation(procurement: Procurement) -> None:
    """Raise `Conflict` outside moderation."""
    if procurement.stage is not Stage.MODERATION:
        raise Conflict(f"Marks are agreed during moderation; the stage is “{procurement.stage.label}”")
