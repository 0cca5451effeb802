"""One statutory date with its reason, and the events that such dates follow from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Event(StrEnum):
    """What happened on a day, by the name used in commands and documents."""

    CALL = "call"
    INTENTION = "intention-to-award"
    FURTHER_DECISION = "further-decision"
    AWARD = "award"

    @property
    def label(self) -> str:
        """The event in the words shown to people."""
        return {
            "call": "The call for competition is published",
            "intention-to-award": "The intention to award is published or sent",
            "further-decision": "A further decision on representations is given",
            "award": "The contract is awarded",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that follows from an event: what it is, its day, its last second where it has one, and why."""

    what: str
    on: date
    why: str
    at: datetime | None = None
    """The last second of the day in London, where something must come before the midnight that ends it."""
    condition: str = ""
    """What else must be true for the date to count."""

    def as_data(self) -> dict[str, str]:
        """Give the row as documents carry it; what it does not have is left out."""
        data = {"what": self.what}
        if self.at is not None:
            data["at"] = self.at.isoformat()
        data["on"] = self.on.isoformat()
        if self.condition:
            data["condition"] = self.condition
        return data | {"why": self.why}
