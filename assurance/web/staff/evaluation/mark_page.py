"""What the page of one question shows: where it stands in the list, the ladder, and what was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from assurance.domain.evaluation.places import ANSWER, read_places
from assurance.services import marking

STATES = (
    ("not_started", "Not started"), ("draft", "Not finished"), ("done", "Mark and reason given"),
    ("look", "Worth another look"), ("locked", "Locked"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """One finding as shown, with a key that tells it from the others and the answer typed for it, if any."""

    seen: marking.Seen
    typed: str = ""

    @property
    def key(self) -> str:
        """Name the finding in the form."""
        said = f"{self.seen.finding.code}\n{self.seen.finding.said}"
        return f"answer-{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:16]}"


def notes(found: Iterable[marking.Seen], typed: Any = None) -> list[Note]:
    """List findings for the page; `typed` is a posted form whose answers are shown again."""
    listed = [Note(each) for each in found]
    return [Note(each.seen, typed.get(each.key, "") if typed else "") for each in listed]


def question_url(procurement: Any, question: Any) -> str:
    """Lead to the page on which a question is marked."""
    return url_for(
        "staff.evaluation.score",
        ref=procurement.reference,
        bid_id=question.bid.public_id,
        code=question.criterion.code,
    )


def neighbours(procurement: Any, queue: Any, place: int) -> dict[str, str]:
    """Lead from one question to those around it; what does not exist is left out."""
    found = {
        "previous": queue.questions[place - 1] if place > 0 else None,
        "next": queue.questions[place + 1] if place + 1 < len(queue.questions) else None,
        "unscored": queue.next_unscored(place),
    }
    here = queue.questions[place]
    return {
        name: question_url(procurement, question)
        for name, question in found.items()
        if question is not None and question is not here
    }


def document_choices(documents: Sequence[Any], chosen: str) -> list[dict[str, Any]]:
    """Return the parts of a bid to point at, the answer first; a document named twice is listed once."""
    names = dict.fromkeys([ANSWER, *(each.name for each in documents)])
    options = [("", "Choose, or leave empty"), *((name, name) for name in names)]
    if chosen and chosen not in names:
        options.append((chosen, chosen))
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in options]


def places_of(evidence: str, documents: Sequence[Any]) -> list[str]:
    """Write the kept places as a list."""
    return [str(place) for place in read_places(evidence, [each.name for each in documents])]


def state_of(question: Any, check: Any) -> str:
    """Say how a question stands, in finer steps than the panel's progress shows."""
    if question.state != "draft":
        return str(question.state)
    if not question.is_done:
        return "draft"
    return "look" if any(seen.answer is None for seen in check.seen(question)) else "done"


def filtered(rows: Sequence[tuple[Any, str]], wanted: Any) -> list[tuple[Any, str]]:
    """Keep the questions of the bid, criterion and state asked for; a state of `open` is all that is not finished."""
    bid, code, state = (wanted.get(name, "") for name in ("bid", "criterion", "state"))
    return [
        (question, how)
        for question, how in rows
        if (not bid or question.bid.public_id == bid)
        and (not code or question.criterion.code == code)
        and (not state or how == state)
    ]


def filter_items(pairs: Iterable[tuple[str, str]], chosen: str, every: str) -> list[dict[str, Any]]:
    """Return the items of one filter, with one for everything first."""
    listed = [("", every), *dict(pairs).items()]
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in listed]
