"""What a tender says to the questions of its form of working, between its rows and the part that is put in the box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.tenderbox.parts import QUESTIONS, Part
from assurance.persistence.models import Bid, FormQuestion
from assurance.persistence.queries.form_questions import TENDER


def part_of(rows: Sequence[FormQuestion]) -> Part:
    """Write the answers as one part."""
    content = [
        {"question": each.code, "owner": each.owner, "evidence": each.evidence, "answer": each.answer}
        for each in sorted(rows, key=lambda row: row.code)
    ]
    return Part(QUESTIONS, "questions", "Questions of the form of working", content)


def read(session: Session, bid: Bid, part: Part, *, by_id: int, at: datetime) -> Iterator[FormQuestion]:
    """Read the part back as rows, as of a person and an instant."""
    for each in part.content:
        yield FormQuestion(
            bid_id=bid.id, code=each["question"], side=TENDER, owner=each["owner"], evidence=each["evidence"],
            answer=each["answer"], updated_by_id=by_id, updated_at=at,
        )  # fmt: skip
