"""Everything that is seen in a reason, in the order in which it is best read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assurance.domain.evaluation.rationale.balance import one_sided
from assurance.domain.evaluation.rationale.comparison import compared
from assurance.domain.evaluation.rationale.coverage import uncovered
from assurance.domain.evaluation.rationale.finding import Finding
from assurance.domain.evaluation.rationale.level import off_level
from assurance.domain.evaluation.rationale.repetition import Elsewhere, repeated
from assurance.domain.evaluation.rationale.wording import MISSING, bare, short
from assurance.domain.evaluation.scales import Descriptor


@dataclass(frozen=True, slots=True)
class About:
    """What a reason is held against beside the other bidders' names; what is not given is not looked at."""

    mark: int | None = None
    top: int = 0
    descriptors: Sequence[Descriptor] = ()
    sub_criteria: Sequence[str] = ()
    elsewhere: Sequence[Elsewhere] = ()


NOTHING = About()


def findings(
    text: str, *, own_name: str = "", other_names: Iterable[str] = (), about: About = NOTHING
) -> tuple[Finding, ...]:
    """List what is seen in a written reason; `other_names` are the other bidders, `own_name` the one being marked."""
    words = " ".join(text.split())
    if not words:
        return (MISSING,)
    return tuple(_findings(words, own_name, tuple(other_names), about))


def _findings(words: str, own: str, others: tuple[str, ...], about: About) -> Iterator[Finding]:
    yield from short(words)
    yield from bare(words)
    yield from compared(words, own, others)
    yield from off_level(words, about.mark, about.top, about.descriptors)
    yield from one_sided(words, about.mark, about.top)
    yield from uncovered(words, about.sub_criteria)
    yield from repeated(words, about.elsewhere)


def blocks_lock(found: Iterable[Finding]) -> bool:
    """Say whether any finding keeps a mark from being locked."""
    return any(finding.blocks_lock for finding in found)
