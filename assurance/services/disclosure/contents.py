"""Gathers what a release is made of: marks and comments by evaluator, each agreed mark, and the process followed.

Only of the bidder that asks and of the winner. Evaluators stand in it by number, other people by role: no name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assurance.domain.award.disclosure import Bundle, Cut, Item, bundle
from assurance.persistence.models import Bid, Consensus, CriterionRow, Mark, Procurement, RecordRelease, Representation
from assurance.persistence.queries import evidence
from assurance.persistence.queries.criteria import list_criteria
from assurance.persistence.queries.disclosure import find_winner, list_evaluators
from assurance.persistence.queries.moderation_trail import Trail, moderation_trail
from assurance.persistence.queries.panel import recused_pairs
from assurance.services.disclosure.process import process_items


@dataclass(frozen=True, slots=True)
class Sources:
    """What is read once for a release."""

    session: Session
    procurement: Procurement
    bids: tuple[Bid, ...]
    """Whose marks are given, such as the bidder that asks and then the winner."""
    criteria: Mapping[int, CriterionRow]
    numbers: Mapping[int, int]
    """The number of each evaluator, by the id of the person."""
    trail: Trail


def compose(session: Session, representation: Representation) -> tuple[Item, ...]:
    """Gather the whole record a bidder may ask for, in a fixed order and under fixed keys."""
    return compose_about(session, representation.bid.procurement, bids_about(session, representation))


def compose_about(session: Session, procurement: Procurement, bids: Sequence[Bid]) -> tuple[Item, ...]:
    """Gather the process, the marks and the agreed marks of some bids."""
    read = _read(session, procurement, bids)
    about = {bid.id: bid for bid in read.bids}
    return (
        *process_items(session, read.procurement, read.bids, read.numbers),
        *_marks(read, about),
        *_agreed(read, about),
    )


def current(session: Session, release: RecordRelease) -> Bundle:
    """Return what would be released now: the record less what is withheld."""
    cuts = [Cut(each.item, each.passage, each.exception, each.reason, each.role) for each in release.withheld]
    return bundle(compose(session, release.representation), cuts)


def bids_about(session: Session, representation: Representation) -> tuple[Bid, ...]:
    """Return the bids a release is about: of the bidder that asks and of the winner."""
    own = representation.bid
    winner = find_winner(session, own.procurement_id)
    return (own,) if winner is None or winner.id == own.id else (own, winner)


def _read(session: Session, procurement: Procurement, bids: Sequence[Bid]) -> Sources:
    people = list_evaluators(session, procurement.id)
    return Sources(
        session=session,
        procurement=procurement,
        bids=tuple(bids),
        criteria={row.id: row for row in list_criteria(session, procurement.id)},
        numbers={user_id: number for number, user_id in enumerate(people, start=1)},
        trail=moderation_trail(session, procurement.id),
    )


def _marks(read: Sources, about: Mapping[int, Bid]) -> Iterator[Item]:
    recused = set(recused_pairs(read.session, read.procurement.id))
    for mark in evidence.list_marks(read.session, read.procurement.id):
        if mark.bid_id not in about:
            continue
        criterion, number = read.criteria[mark.criterion_id], read.numbers[mark.evaluator_id]
        who = about[mark.bid_id].organisation.name
        set_apart = (mark.evaluator_id, mark.bid_id) in recused
        yield Item(
            key=f"mark:{mark.bid_id}:{criterion.code}:{number}",
            section=f"Individual marks and comments: {who}",
            title=f"{criterion.title}, evaluator {number}, {who}",
            text=_paragraphs(_mark_lines(mark, set_apart)),
        )


def _mark_lines(mark: Mark, set_apart: bool) -> Iterator[tuple[str, str]]:
    yield "Mark", f"{mark.mark} of {mark.scale_top}"
    yield "Set apart", "The evaluator was recused, and this mark counts for nothing" if set_apart else ""
    yield "Reason", mark.rationale
    yield "Evidence", mark.evidence
    yield "Note", mark.private_note
    for each in mark.finding_answers:
        yield f"Answer to the check that said “{each.said}”", each.reason


def _agreed(read: Sources, about: Mapping[int, Bid]) -> Iterator[Item]:
    for agreed in evidence.list_agreed(read.session, read.procurement.id):
        if agreed.bid_id not in about:
            continue
        criterion, who = read.criteria[agreed.criterion_id], about[agreed.bid_id].organisation.name
        earlier = "" if agreed.superseded_at is None else ", an earlier record"
        yield Item(
            key=f"agreed:{agreed.id}",
            section=f"Agreed marks and their reasons: {who}",
            title=f"{criterion.title}, agreed mark, {who}{earlier}",
            text=_paragraphs(_agreed_lines(agreed, read)),
        )


def _agreed_lines(agreed: Consensus, read: Sources) -> Iterator[tuple[str, str]]:
    yield "Agreed mark", f"{agreed.mark} of {agreed.scale_top}"
    yield "What was discussed", agreed.discussion
    yield "Reason", agreed.reason
    yield "Dissent", agreed.dissent
    for point in agreed.points:
        yield f"Point: {point.title}", "; ".join(part for part in (point.discussed, point.moved) if part)
    for asked in read.trail.corrections.get(agreed.id, ()):
        yield f"Correction asked for by {_evaluator(asked.user_id, read)}", asked.reason
    for given in read.trail.answers.get(agreed.id, ()):
        yield f"Answer to the check that said “{given.said}”", given.reason
    for approval in sorted(agreed.approvals, key=lambda each: each.id):
        yield f"Approved by {_evaluator(approval.user_id, read)}", approval.dissent or "without dissent"
    yield "Replaced because", agreed.superseded_reason or ""


def _evaluator(user_id: int, read: Sources) -> str:
    number = read.numbers.get(user_id)
    return f"evaluator {number}" if number else "a member of the panel"


def _paragraphs(lines: Iterator[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {said.strip()}" for label, said in lines if said.strip())
