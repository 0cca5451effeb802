"""What a gate is made of: lines of enquiry, ratings, verdicts, and the strings a verdict may attach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Rating(StrEnum):
    """How one line of enquiry stands, on the three points government project reviews use."""

    RED = "red"
    """As things are, this cannot be relied on."""
    AMBER = "amber"
    """Feasible, with significant issues that can be mended if someone acts now."""
    GREEN = "green"
    """Sound; nothing seen that threatens it."""

    @property
    def label(self) -> str:
        """The rating in the words shown to people, so that colour is never the only sign."""
        return {"red": "Red: not acceptable", "amber": "Amber: must be mended", "green": "Green: sound"}[self]

    @property
    def severity(self) -> int:
        """Order ratings: the higher the worse."""
        return {"green": 0, "amber": 1, "red": 2}[self]


class Verdict(StrEnum):
    """What a gate says."""

    PROCEED = "proceed"
    PROCEED_WITH_CONDITIONS = "proceed_with_conditions"
    DO_NOT_PROCEED = "do_not_proceed"

    @property
    def label(self) -> str:
        """The verdict in the words shown to people."""
        return self.value.replace("_", " ").capitalize()

    @property
    def lets_on(self) -> bool:
        """Say whether the procurement may go on."""
        return self is not Verdict.DO_NOT_PROCEED


class Block(StrEnum):
    """The point an open condition blocks."""

    CONTRACT_SIGNATURE = "contract_signature"
    SERVICE_START = "service_start"
    PERFORMANCE = "performance"
    """Travels on into the running contract, where an indicator of performance carries its reference."""

    @property
    def label(self) -> str:
        """The point in the words shown to people."""
        return {
            "contract_signature": "Signature of the contract",
            "service_start": "Start of the service",
            "performance": "Performance of the contract",
        }[self]


class Track(StrEnum):
    """How much of a gate one sitting asks."""

    FULL = "full"
    FAST = "fast"
    """The mandatory lines only, with a reason on record."""

    @property
    def label(self) -> str:
        """The track in the words shown to people."""
        return {"full": "Full review", "fast": "Fast track: mandatory lines only"}[self]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One line of enquiry: the question, what good looks like, and the evidence asked for."""

    code: str
    title: str
    question: str
    what_good_looks_like: str
    evidence: tuple[str, ...]
    is_mandatory: bool = True
    red_trigger: str = ""
    """What makes the line red without discussion."""


class Kind(StrEnum):
    """Whether a gate holds up the procurement or advises it."""

    CHECKPOINT = "checkpoint"
    """Opened by a move, and objects to the next one until it has its verdict."""
    REVIEW = "review"
    """Opened when the officer asks for it; its verdict advises, its conditions block as those of any gate."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One assurance point: when it is held, its lines of enquiry, and how many reviewers must sign."""

    code: str
    label: str
    purpose: str
    when: str
    key_lines: tuple[KeyLine, ...]
    source: str
    quorum: int = 2
    kind: Kind = Kind.CHECKPOINT
    is_law: bool = False
    """False for a template taken from guidance, which each authority may change."""

    def find_line(self, code: str) -> KeyLine | None:
        """Find a line of enquiry by its code, or None."""
        return next((line for line in self.key_lines if line.code == code), None)


@dataclass(frozen=True, slots=True)
class ConditionSpec:
    """A condition as a reviewer proposes it: who mends what by when, with what proof, and what it blocks."""

    line_code: str
    text: str
    owner: str
    evidence: str
    due_on: date
    blocks: Block
