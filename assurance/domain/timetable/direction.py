"""From which end a timetable is worked out."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Forwards from a day on which the work begins, or backwards from the day the service starts."""

    FORWARDS = "forwards"
    BACKWARDS = "backwards"

    @property
    def label(self) -> str:
        """The direction in the words shown to people."""
        return {
            "forwards": "Forwards, from the day the present stage may begin",
            "backwards": "Backwards, from the day the service starts",
        }[self.value]
