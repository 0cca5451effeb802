"""The questions of a selection, pass or fail or marked by weight, and the rule of the shortlist; published whole.

What is published is recognised by its digest: SHA-256 of the canonical JSON (RFC 8785), so that a weight changed
afterwards is another questionnaire.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import rfc8785

from assurance.domain.evaluation.scales import ZERO_TO_FIVE, Scale
from assurance.domain.faults import Fault
from assurance.domain.money import round_out
from assurance.domain.selection.grounds import Ground
from assurance.domain.selection.standing import Requirement

LEAST_SHORTLIST = 3
PROVISION = "Public Contracts Regulations 2015 regulation 65, as the pattern of dialogue"


class Kind(StrEnum):
    """How the answer to a question is judged."""

    PASS_FAIL = "pass_fail"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Question:
    """One question; only a marked one has a weight, in per cent of the whole."""

    code: str
    text: str
    kind: Kind
    weight: Fraction = Fraction(0)


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

    def faults(self) -> tuple[Fault, ...]:
        """List everything that keeps the questionnaire from being published."""
        return (*self.scale.faults(), *self._question_faults(), *self._weight_faults(), *self._shortlist_faults())

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
                "annual_value": str(Fraction(self.requirement.annual_value)),
                "multiple": str(self.requirement.multiple),
                "reasons": self.requirement.reasons,
            },
            "questions": [
                {"code": each.code, "text": each.text, "kind": each.kind.value, "weight": str(each.weight)}
                for each in self.questions
            ],
            "scale": [[each.mark, each.label, each.text] for each in self.scale.descriptors],
            "at_most": self.at_most,
        }
