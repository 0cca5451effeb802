"""What a trial says: one plain sentence, how much it matters, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    DANGER = "danger"
    """The criteria could choose a bid that nobody would defend; answered with a reason before the call."""
    LOOK = "look"
    """Worth knowing and perhaps worth changing; nothing is asked."""
    FINE = "fine"
    """Tried and in order."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the trial found. `code` names the question, which is asked once in a trial."""

    code: str
    severity: Severity
    sentence: str
    advice: str = ""
    """What can be done about it; empty where nothing need be."""

    def as_data(self) -> dict[str, str]:
        """Give the finding as plain JSON."""
        return {"code": self.code, "severity": self.severity.value, "found": self.sentence, "mend": self.advice}
