"""What a request to take part still needs: answers, and a declaration of the bidder and of everybody it relies on."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON
from assurance.domain.selection.answers import answer_faults
from assurance.domain.selection.grounds import Party, declaration_faults
from assurance.domain.selection.questionnaire import Questionnaire
from assurance.persistence.models import Bid, SelectionAnswer, SelectionParty
from assurance.persistence.queries.selection import declaration, get_questionnaire, read_request

ANSWER, DECLARE, PARTIES = (f"supplier.selection.{page}" for page in ("answer", "declare", "parties"))
Lacking = tuple[str, str, str]
"""What is missing, the page where it is given, and the code of what it is about."""


def lacking(session: Session, bid: Bid) -> Iterator[Lacking]:
    """List what a request still needs, in the order in which it is asked."""
    asked, record = get_questionnaire(session, bid.procurement), read_request(session, bid)
    yield from _declarations(asked, record.parties)
    yield from _answers(asked, dict(record.answers))


def _declarations(asked: Questionnaire, parties: list[SelectionParty]) -> Iterator[Lacking]:
    if not any(each.party is Party.BIDDER for each in parties):
        yield "The declaration of your organisation on grounds for exclusion", PARTIES, ""
    for party in parties:
        faults = declaration_faults(asked.grounds, declaration(party))
        if faults and not party.declared["applies"]:
            yield f"The declaration of {party.name} on grounds for exclusion", DECLARE, party.public_id
        elif faults:
            more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
            yield f"Declaration of {party.name}: {faults[0].message}{more}", DECLARE, party.public_id


def _answers(asked: Questionnaire, answers: dict[str, SelectionAnswer]) -> Iterator[Lacking]:
    for question in asked.questions:
        row = answers.get(question.code)
        if row is None:
            yield f"The answer to “{question.heading}”", ANSWER, question.code
            continue
        for fault in answer_faults(question, row.content, row.updated_at.astimezone(LONDON).date()):
            yield f"“{question.heading}”: {fault.message}", ANSWER, question.code
