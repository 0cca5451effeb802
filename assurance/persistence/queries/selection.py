"""Selection: the questionnaire, requests to take part with everything said and judged of them, and decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.selection.assessment import Assessed, Decision, Judgement
from assurance.domain.selection.grounds import Declaration, Party, findings
from assurance.domain.selection.questionnaire import Questionnaire
from assurance.domain.selection.replacement import Notice
from assurance.domain.selection.template import template
from assurance.persistence.models import (
    Bid,
    BidStageChange,
    GroundDecision,
    Letter,
    Procurement,
    ReplacementNotice,
    SelectionAnswer,
    SelectionJudgement,
    SelectionParty,
    SelectionQuestionnaire,
)
from assurance.persistence.queries.bids import SELECTION
from assurance.persistence.queries.planning import get_contract_value

DECISIONS = ("select", "decline", "exclude")


@dataclass(frozen=True)
class RequestRecord:
    """One request to take part with all that belongs to it."""

    bid: Bid
    answers: Mapping[str, SelectionAnswer] = field(default_factory=dict)
    """By the code of the question."""
    everybody: Sequence[SelectionParty] = ()
    notices: Mapping[int, ReplacementNotice] = field(default_factory=dict)
    """By the id of the party they are about."""
    decisions: Mapping[tuple[int, str], GroundDecision] = field(default_factory=dict)
    """By the id of the party and the code of the ground."""
    judgements: Mapping[str, SelectionJudgement] = field(default_factory=dict)
    """By the code of the question."""

    @property
    def parties(self) -> list[SelectionParty]:
        """The bidder and those it relies on now: without who was replaced, and without a replacement in draft."""
        gone = {key for key, each in self.notices.items() if each.answered_at and each.replacement_id}
        gone |= {each.replacement_id for each in self.notices.values() if each.replacement_id and not each.answered_at}
        return [each for each in self.everybody if each.id not in gone]

    def told(self) -> list[Notice]:
        """The notices about those relied on now, as the rules ask for them."""
        names = {each.id: each.name for each in self.parties}
        return [
            Notice(names[key], each.given_at, each.answer_by, each.answered_at)
            for key, each in self.notices.items()
            if key in names
        ]

    def assessed(self, asked: Questionnaire) -> Assessed:
        """What the shortlist is drawn from."""
        parties = self.parties
        names = {each.id: each.name for each in parties}
        return Assessed(
            self.bid.public_id,
            self.bid.organisation.name,
            findings(asked.grounds, [declaration(each) for each in parties]),
            tuple(
                Decision(names[key], code, each.excludes, each.reason)
                for (key, code), each in self.decisions.items()
                if key in names
            ),
            {code: Judgement(each.mark, each.passes, each.reason) for code, each in self.judgements.items()},
        )


def declaration(row: SelectionParty) -> Declaration:
    """Return what a party declares, as the rules read it."""
    return Declaration(row.name, row.party, row.declared["applies"], row.declared["self_cleaning"])


def find_questionnaire(session: Session, procurement_id: int) -> SelectionQuestionnaire | None:
    """Return the questionnaire that was written for a procurement, or None while the template stands."""
    return session.scalar(select(SelectionQuestionnaire).where(SelectionQuestionnaire.procurement_id == procurement_id))


def get_questionnaire(session: Session, procurement: Procurement) -> Questionnaire:
    """Return what is asked: as published, or as it would be now, with today's budget as the yearly value."""
    row = find_questionnaire(session, procurement.id)
    if row is not None and row.frozen_at is not None:
        return Questionnaire.from_data(row.content)
    annual = get_contract_value(session, procurement).annual
    if row is None:
        return template(annual)
    draft = Questionnaire.from_data(row.content)
    return replace(draft, requirement=replace(draft.requirement, annual_value=annual))


def list_requests(session: Session, procurement_id: int) -> list[Bid]:
    """List the requests that were sent, by the name of the bidder; a draft is nobody’s but the bidder’s."""
    found = session.scalars(
        select(Bid).where(Bid.procurement_id == procurement_id, Bid.requested_at.is_not(None))
    ).all()
    return sorted(found, key=lambda bid: (bid.organisation.name, bid.id))


def read_requests(session: Session, bids: Sequence[Bid]) -> list[RequestRecord]:
    """Read everything that belongs to these requests, in as many queries for one as for a hundred."""
    ids = [bid.id for bid in bids]

    def rows(model: Any) -> Sequence[Any]:
        return session.scalars(select(model).where(model.bid_id.in_(ids)).order_by(model.id)).all()

    answers, everybody, judgements = rows(SelectionAnswer), rows(SelectionParty), rows(SelectionJudgement)
    parties = [each.id for each in everybody]
    notices = session.scalars(select(ReplacementNotice).where(ReplacementNotice.party_id.in_(parties))).all()
    decisions = session.scalars(select(GroundDecision).where(GroundDecision.party_id.in_(parties))).all()
    return [_record(bid, answers, everybody, notices, decisions, judgements) for bid in bids]


def read_request(session: Session, bid: Bid) -> RequestRecord:
    """Read everything that belongs to one request."""
    return read_requests(session, [bid])[0]


def _record(
    bid: Bid,
    answers: Sequence[SelectionAnswer],
    everybody: Sequence[SelectionParty],
    notices: Sequence[ReplacementNotice],
    decisions: Sequence[GroundDecision],
    judgements: Sequence[SelectionJudgement],
) -> RequestRecord:
    order = list(Party)
    mine = sorted(
        (each for each in everybody if each.bid_id == bid.id), key=lambda each: (order.index(each.party), each.id)
    )
    ids = {each.id for each in mine}
    return RequestRecord(
        bid,
        {each.code: each for each in answers if each.bid_id == bid.id},
        mine,
        {each.party_id: each for each in notices if each.party_id in ids},
        {(each.party_id, each.ground): each for each in decisions if each.party_id in ids},
        {each.code: each for each in judgements if each.bid_id == bid.id},
    )


def list_decisions(session: Session, procurement_id: int) -> dict[int, BidStageChange]:
    """Return the decision on each request by bid, with who took it, when and why."""
    found = session.scalars(
        select(BidStageChange)
        .join(Bid, Bid.id == BidStageChange.bid_id)
        .where(Bid.procurement_id == procurement_id, BidStageChange.trigger.in_(DECISIONS))
        .order_by(BidStageChange.id)
    )
    return {change.bid_id: change for change in found}


def find_selection_letter(session: Session, bid_id: int) -> Letter | None:
    """Return the letter that tells a bidder whether it is selected, once it is issued."""
    return session.scalar(
        select(Letter).where(Letter.bid_id == bid_id, Letter.kind == SELECTION, Letter.issued_at.is_not(None))
    )
