"""How ready the market says it is, element by element of the pathways: counts of submitted answers, nothing weighed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Ready(StrEnum):
    """What a provider says of one element of care."""

    NOW = "now"
    LATER = "later"
    NOT = "not"

    @property
    def label(self) -> str:
        """The answer in the words shown to people."""
        return {"now": "We can deliver it now", "later": "We could within a year", "not": "We would not"}[self.value]


@dataclass(frozen=True, slots=True)
class Element:
    """One step of care of one pathway, as it stood when the questionnaire was published."""

    pathway: str
    name: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many respondents gave which answer about one element."""

    element: Element
    now: int = 0
    later: int = 0
    not_at_all: int = 0
    unsaid: int = 0

    @property
    def is_gap(self) -> bool:
        """Say whether nobody can deliver it now."""
        return self.now == 0


def tally(elements: Sequence[Element], answers: Iterable[Mapping[str, str]]) -> list[Readiness]:
    """Count the answers; each maps the number of an element, from 0, to what was said. One not answered is unsaid."""
    given = list(answers)
    return [Readiness(element, **_count(str(number), given)) for number, element in enumerate(elements)]


def _count(number: str, answers: Sequence[Mapping[str, str]]) -> dict[str, int]:
    said = [each.get(number, "") for each in answers]
    now, later, none = (said.count(ready.value) for ready in (Ready.NOW, Ready.LATER, Ready.NOT))
    return {"now": now, "later": later, "not_at_all": none, "unsaid": len(said) - now - later - none}
