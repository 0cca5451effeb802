"""What is seen in an evaluator's own reasons, and the answers with which they let a reason stand.

An answered finding no longer keeps the mark from being locked; a missing reason or mark cannot be answered away. The
answers are part of the record (Lancashire Care v Lancashire CC [2018] EWHC 1589 (TCC)).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.rationale import About, Elsewhere, Finding, elsewhere, findings
from assurance.domain.evaluation.scales import Descriptor
from assurance.persistence.models import Bid, CriterionRow, FindingAnswer, Mark, Procurement
from assurance.persistence.queries.criteria import list_descriptors
from assurance.persistence.queries.evaluation import list_reasons_near
from assurance.persistence.queries.panel import Cell, list_bidders
from assurance.services import audit
from assurance.services.marking.queue import Question, my_queue
from assurance.services.marking.writing import own_draft, tidy_text

LONGEST_ANSWER = 4_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A finding in a reason, with the answer given to it, if any."""

    finding: Finding
    answer: FindingAnswer | None

    @property
    def blocks(self) -> bool:
        """Say whether it still keeps the mark from being locked."""
        return self.finding.blocks_lock and (self.answer is None or not self.finding.answerable)


@dataclass(frozen=True, slots=True)
class Checker:
    """All that one person's reasons are held against, read once for a whole list of them."""

    bidders: Mapping[int, str]
    """Names by bid."""
    scale: tuple[Descriptor, ...]
    written: dict[tuple[int, int], Elsewhere] = field(default_factory=dict)

    def seen(self, question: Question) -> tuple[Seen, ...]:
        """List what is seen in a saved reason, answered or not; nothing while there is no draft."""
        if question.mark is None:
            return ()
        return self._seen(question.bid, question.criterion, question.mark)

    def _seen(self, bid: Bid, criterion: CriterionRow, mark: Mark) -> tuple[Seen, ...]:
        here = (bid.id, criterion.id)
        about = About(
            mark=mark.mark,
            top=criterion.scale_top or 0,
            descriptors=self.scale,
            sub_criteria=[each.title for each in criterion.sub_criteria],
            elsewhere=[each for key, each in self.written.items() if key != here and _is_near(key, here)],
        )
        answers = {(each.code, each.said): each for each in mark.finding_answers}
        others = [name for bid_id, name in self.bidders.items() if bid_id != bid.id]
        found = findings(mark.rationale, own_name=bid.organisation.name, other_names=others, about=about)
        return tuple(Seen(each, answers.get((each.code, each.said))) for each in found)


def checker(session: Session, *, procurement: Procurement, questions: Iterable[Question]) -> Checker:
    """Gather what the reasons of one evaluator are held against: their own list of questions and nobody else's."""
    return Checker(
        bidders=list_bidders(session, procurement.id),
        scale=_scale(session, procurement.id),
        written={
            (each.bid.id, each.criterion.id): elsewhere(
                f"{each.bid.organisation.name}, {each.criterion.title}", each.mark.rationale
            )
            for each in questions
            if each.mark is not None and each.mark.rationale
        },
    )


def checker_of(session: Session, *, bid: Bid, criterion: CriterionRow, actor: Actor) -> Checker:
    """Gather what one reason of the actor is held against, reading no more; to look at it asks nothing further."""
    cell = Cell(bid.id, criterion.id, actor.user_id)
    return Checker(
        bidders=list_bidders(session, bid.procurement_id),
        scale=_scale(session, bid.procurement_id),
        written={
            (bid_id, criterion_id): elsewhere(f"{bidder}, {title}", reason)
            for bid_id, criterion_id, bidder, title, reason in list_reasons_near(session, cell)
        },
    )


def check_rationale(bid: Bid, rationale: str, bids: Iterable[Bid]) -> tuple[Finding, ...]:
    """Say what is seen in a reason written about a bid, given all the bids of the procurement."""
    others = [other.organisation.name for other in bids if other.id != bid.id]
    return findings(rationale, own_name=bid.organisation.name, other_names=others)


def answer_finding(
    session: Session, *, bid: Bid, criterion: CriterionRow, code: str, said: str, reason: str, actor: Actor,
    now: datetime,
) -> FindingAnswer:  # fmt: skip
    """Let a reason stand although something was found in it, and say why; a second answer is added to the first.

    Raises `InvalidInput` without a reason, or for a finding that can only be mended; `Conflict` for one that is no
    longer there, and wherever the mark itself could not be written.
    """
    row = own_draft(session, bid=bid, criterion=criterion, actor=actor)
    text = tidy_text("reason", reason, LONGEST_ANSWER)
    if not text:
        raise InvalidInput("reason", "Enter why the reason may stand as it is")
    if row is None:
        raise Conflict("Nothing is saved here yet that could be answered")
    seen = _find(session, row, bid, actor, now, (code, said))
    if not seen.finding.answerable:
        raise InvalidInput("reason", "This cannot be answered: write why the mark was given")
    if seen.answer is None:
        answer = FindingAnswer(code=code, said=said, reason=text, answered_at=now)
        row.finding_answers.append(answer)
    else:
        answer = seen.answer
        answer.reason, answer.answered_at = f"{answer.reason}\n\n{text}", now
    session.flush()
    audit.record(
        session, tag="mark:finding-answered", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/{criterion.code}", code=code,
    )  # fmt: skip
    return answer


def _find(session: Session, row: Mark, bid: Bid, actor: Actor, now: datetime, wanted: tuple[str, str]) -> Seen:
    queue = my_queue(session, procurement=bid.procurement, actor=actor, now=now)
    check = checker(session, procurement=bid.procurement, questions=queue.questions)
    mine = [each for each in queue.questions if each.mark is row]
    for seen in [seen for question in mine for seen in check.seen(question)]:
        if (seen.finding.code, seen.finding.said) == wanted:
            return seen
    raise Conflict("The saved reason no longer has what you answered: open the question again")


def _is_near(key: tuple[int, int], here: tuple[int, int]) -> bool:
    """Say whether two reasons are about the same bid or the same question: there a template shows."""
    return key[0] == here[0] or key[1] == here[1]


def _scale(session: Session, procurement_id: int) -> tuple[Descriptor, ...]:
    return tuple(Descriptor(each.mark, each.label, each.text) for each in list_descriptors(session, procurement_id))
