"""What the record keeps of an individual mark beside the mark and its reason."""

from __future__ import annotations

from datetime import UTC, datetime

from assurance.packs import evaluation_marks, record
from assurance.persistence.models import FindingAnswer, Mark, User

AT = datetime(2025, 1, 6, 9, 0, tzinfo=UTC)


def marked() -> Mark:
    answer = FindingAnswer(code="comparison", said="the other bids", reason="Bids for shifts.", answered_at=AT)
    return Mark(
        bid_id=1, criterion_id=2, evaluator=User(name="Nurse"), mark=3, scale_top=5, rationale="R", evidence="p 4",
        private_note="Ask about annex 3.", saved_at=AT, locked_at=AT, finding_answers=[answer],
    )  # fmt: skip


def test_the_attached_record_holds_the_private_note_and_the_answers() -> None:
    kept = record._mark(marked(), {1: "alder"}, {2: "clinical"}, set())
    assert kept["private_note"] == "Ask about annex 3."
    (answer,) = kept["answers_to_findings"]
    assert (answer["code"], answer["said"], answer["reason"]) == ("comparison", "the other bids", "Bids for shifts.")


def test_the_printed_pack_has_the_answers_and_not_the_private_note() -> None:
    printed = evaluation_marks.mark_record(marked(), set())
    assert printed.answers == (("Comparison (“the other bids”)", "Bids for shifts."),)
    assert "annex 3" not in repr(printed)
