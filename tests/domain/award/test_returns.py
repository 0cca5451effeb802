"""A decision to go back holds the award open until it is carried out; going on never does, anything else always."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assurance.domain.award.returns import holds_open, is_carried_out

DECIDED = datetime(2025, 3, 12, 10, tzinfo=UTC)
EARLIER, LATER = DECIDED - timedelta(days=30), DECIDED + timedelta(hours=1)


@pytest.mark.parametrize(
    ("decision", "decided_at", "returned_at", "open_"),
    [
        ("", None, None, True),
        ("", None, LATER, True),
        ("proceed", DECIDED, None, False),
        ("abandon", DECIDED, LATER, True),
        ("return", DECIDED, None, True),
        ("return", DECIDED, EARLIER, True),
        ("return", DECIDED, DECIDED, False),
        ("return", DECIDED, LATER, False),
    ],
)
def test_what_holds_the_award_open(
    decision: str, decided_at: datetime | None, returned_at: datetime | None, open_: bool
) -> None:
    assert holds_open(decision, decided_at, returned_at) is open_
    assert not is_carried_out(decision, decided_at, None)
