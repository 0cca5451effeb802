"""How rules write an instant and a number of things."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def when(instant: datetime) -> str:
    """Write an instant as people in England read it, for example “12:00 on 3 March 2025”."""
    local = instant.astimezone(LONDON)
    return f"{local:%H:%M} on {local.day} {local:%B %Y}"


def counted(number: int, one: str, many: str) -> str:
    """Write how many things something is true of, with the words that go with one or with many."""
    return f"{number} {one if number == 1 else many}"
