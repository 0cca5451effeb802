"""The questions of a selection, pass or fail or marked by weight, and the rule of the shortlist; published whole.

What is published is recognised by its digest: SHA-256 of the canonical JSON (RFC 8785), so that a weight changed
afterwards is another questionnaire.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

import rfc8785

from assurance.domain.errors import InvalidInput, NotFound
from assurance.domain.evaluation.scales import ZERO_TO_FIVE, Descriptor, Scale
from assurance.domain.faults import Fault
from assurance.domain.money import plain, round_out
from assurance.domain.selection.grounds import Force, Ground
from assurance.domain.selection.standing import Requirement

LEAST_SHORTLIST = 3
PROVISION = "Public Contracts Regulations 2015 regulation 65, as the pattern of dialogue"


class Kind(StrEnum):
    """How the answer to a question is judged."""

    PASS_FAIL = "pass_fail"
    MARKED = "marked"

    @property
    def label(self) -> str:
        """The kind in the words shown to people."""
        return "Pass or fail" if self is Kind.PASS_FAIL else "Marked"


class Asks(StrEnum):
    """What a bidder gives as its answer."""

    TEXT = "text"
    TURNOVER = "turnover"
    CONTRACTS = "contracts"

    @property
    def label(self) -> str:
        """The answer in the words shown to people."""
        return {"text": "A text", "turnover": "Turnovers of three years", "contracts": "One to three contracts"}[self]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; only a marked one has a weight, in per cent of the whole, and only a text a limit of words."""

    code: str
    text: str
    kind: Kind
    weight: Fraction = Fraction(0)
    title: str = ""
    asks: Asks = Asks.TEXT
    word_limit: int = 0

    @property
    def heading(self) -> str:
        """What the question is called in lists."""
        return self.title or self.text

    def as_data(self) -> dict[str, Any]:
        """Write the question as plain data; the weight as text, so that it is not rounded."""
        return {
            "code": self.code, "title": self.title, "text": self.text, "kind": self.kind.value,
            "asks": self.asks.value, "weight": str(self.weight), "word_limit": self.word_limit,
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Question:
        """Read back what `as_data` wrote."""
        return cls(
            data["code"], data["text"], Kind(data["kind"]), Fraction(data["weight"]), data["title"],
            Asks(data["asks"]), data["word_limit"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything asked at selection. `at_most` bidders go through by their marks; None lets all who qualify."""

    grounds: tuple[Ground, ...]
    requirement: Requirement
    questions: tuple[Question, ...]
    at_most: int | None = None
    scale: Scale = ZERO_TO_FIVE

    @property
    def marked(self) -> tuple[Question, ...]:
        """The questions that are marked."""
        return tuple(each for each in self.questions if each.kind is Kind.MARKED)

    def find(self, code: str) -> Question:
        """Return a question by its code; raise `NotFound` when nothing of the kind is asked."""
        found = next((each for each in self.questions if each.code == code), None)
        if found is None:
            raise NotFound("There is no such question in this questionnaire")
        return found

    def faults(self) -> tuple[Fault, ...]:
        """List everything that keeps the questionnaire from being published."""
        return (
            *self.scale.faults(), *self._question_faults(), *self._weight_faults(), *self._shortlist_faults(),
            *self._turnover_faults(),
        )  # fmt: skip

    def _turnover_faults(self) -> Iterator[Fault]:
        if sum(each.asks is Asks.TURNOVER for each in self.questions) > 1:
            yield Fault("questions", "Turnovers are asked for once")
        try:
            self.requirement.check()
        except InvalidInput as refused:
            yield Fault(refused.field, refused.message)

    def _question_faults(self) -> Iterator[Fault]:
        seen: set[str] = set()
        for number, each in enumerate(self.questions):
            if not each.code.strip() or each.code in seen:
                yield Fault(f"questions[{number}].code", "Every question needs a code of its own")
            if not each.text.strip():
                yield Fault(f"questions[{number}].text", "Write the question")
            if each.kind is Kind.MARKED and each.weight <= 0:
                yield Fault(f"questions[{number}].weight", "A marked question needs a weight above zero")
            if each.kind is Kind.PASS_FAIL and each.weight:
                yield Fault(f"questions[{number}].weight", "A question to pass or fail has no weight")
            seen.add(each.code)

    def _weight_faults(self) -> Iterator[Fault]:
        total = sum((each.weight for each in self.marked), Fraction(0))
        if self.marked and total != 100:
            yield Fault("questions", f"The weights add up to {round_out(total)}%, not to 100%")

    def _shortlist_faults(self) -> Iterator[Fault]:
        if self.at_most is None:
            return
        if self.at_most < LEAST_SHORTLIST:
            yield Fault("at_most", f"At least {LEAST_SHORTLIST} must be let through ({PROVISION})")
        if not self.marked:
            yield Fault("at_most", "A number can only be let through by marks; add a marked question or no number")

    def digest(self) -> str:
        """Recognise the questionnaire as it was published, in hexadecimal digits."""
        return hashlib.sha256(rfc8785.dumps(self.as_data())).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """Write everything that was published as plain data; fractions and amounts as text, so none is rounded."""
        return {
            "grounds": [{"code": each.code, "title": each.title, "force": each.force.value} for each in self.grounds],
            "turnover": {
                "annual_value": plain(self.requirement.annual_value),
                "multiple": str(self.requirement.multiple),
                "reasons": self.requirement.reasons,
            },
            "questions": [each.as_data() for each in self.questions],
            "scale": [[each.mark, each.label, each.text] for each in self.scale.descriptors],
            "at_most": self.at_most,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Questionnaire:
        """Read back what `as_data` wrote, so that its digest is the same."""
        turnover = data["turnover"]
        return cls(
            tuple(Ground(each["code"], each["title"], Force(each["force"])) for each in data["grounds"]),
            Requirement(Decimal(turnover["annual_value"]), Fraction(turnover["multiple"]), turnover["reasons"]),
            tuple(Question.from_data(each) for each in data["questions"]),
            data["at_most"],
            _scale(tuple(Descriptor(*each) for each in data["scale"])),
        )


def _scale(descriptors: tuple[Descriptor, ...]) -> Scale:
    return Scale("As published", max(each.mark for each in descriptors), descriptors)
