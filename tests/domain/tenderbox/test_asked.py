"""What a form carries of what was asked: read back as it was written, and another for another question."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.tenderbox.asked import Asked, fingerprint, read_asked

QUESTION: dict[str, Any] = {
    "kind": "scored", "title": "Care", "question": "How?", "points": ["Nights", "Days"], "word_limit": 500,
}  # fmt: skip


@given(st.text("0123456789abcdef", min_size=16, max_size=16), st.integers(0, 999_999), st.integers(0, 999_999))
def test_what_is_written_is_read(question: str, criteria: int, addendum: int) -> None:
    asked = Asked(question, criteria, addendum)
    assert read_asked(str(asked)) == asked


@pytest.mark.parametrize(
    "written", ["", "x", "0" * 16, f"{'0' * 16}.1", f"{'G' * 16}.1.1", f"{'0' * 16}.1.1 ", "٣" * 20]
)
def test_what_no_page_wrote_is_nothing(written: str) -> None:
    assert read_asked(written) is None


@pytest.mark.parametrize(
    "change",
    [{"title": "Caring"}, {"question": "Why?"}, {"points": ["Nights"]}, {"points": ["Days", "Nights"]},
     {"word_limit": None}, {"kind": "pass_fail"}],
)  # fmt: skip
def test_another_question_has_another_fingerprint(change: dict[str, Any]) -> None:
    assert fingerprint(**QUESTION) == fingerprint(**QUESTION)
    assert fingerprint(**{**QUESTION, **change}) != fingerprint(**QUESTION)
