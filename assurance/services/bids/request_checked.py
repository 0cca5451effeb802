"""What of a request to take part somebody saw when they checked it: what a colleague changed since is told first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from assurance.domain.errors import InvalidInput, Stale
from assurance.persistence.models import Bid
from assurance.persistence.queries.selection import get_questionnaire, read_request
from assurance.persistence.queries.suppliers import list_taken_over

STANDING = "standing"


class StaleRequest(Stale):
    """The request is not the one that was checked; `changes` says in words what is otherwise."""

    def __init__(self, changes: Sequence[str]) -> None:
        self.changes = tuple(changes)
        super().__init__("A colleague changed the request after you checked it. Check it again, then send it")


def checked_request(session: Session, bid: Bid) -> str:
    """Write down which version of each part of a request stands, to be carried by the page that shows them all."""
    return json.dumps(_versions(session, bid), separators=(",", ":"), sort_keys=True)


def refuse_unchecked(session: Session, bid: Bid, checked: str) -> None:
    """Raise `StaleRequest` when a part stands in another version than was `checked`, `InvalidInput` for other text."""
    seen, now = _read(checked), _versions(session, bid)
    if changes := list(_changes(session, bid, seen, now)):
        raise StaleRequest(changes)


def _versions(session: Session, bid: Bid) -> dict[str, int]:
    record = read_request(session, bid)
    answers = {code: each.version for code, each in record.answers.items()}
    parties = {each.public_id: each.version for each in record.everybody}
    taken = [int(each.taken_at.timestamp()) for each in list_taken_over(session, bid.id).values()]
    return answers | parties | ({STANDING: max(taken)} if taken else {})


def _changes(session: Session, bid: Bid, seen: Mapping[str, int], now: Mapping[str, int]) -> Iterator[str]:
    record = read_request(session, bid)
    for question in get_questionnaire(session, bid.procurement).questions:
        if seen.get(question.code) != now.get(question.code):
            yield f"The answer to “{question.heading}” was saved by {record.answers[question.code].updated_by.name}"
    for party in record.everybody:
        if party.public_id not in seen:
            yield f"{party.name} was named"
        elif seen[party.public_id] != party.version:
            yield f"The declaration of {party.name} was changed"
    if seen.keys() - now.keys():
        yield "An organisation was taken out"
    if seen.get(STANDING) != now.get(STANDING):
        yield "Standing answers were taken over"


def _read(checked: str) -> dict[str, int]:
    try:
        found = json.loads(checked)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(each, int) for each in found.values()):
        raise InvalidInput("checked", "This page is out of date. Open it again before you send the request")
    return found
