"""What of published criteria may be refined before final tenders, and what not: that would be another competition.

A refinement is a list of changes to the published version: weights, minima, questions, guidance, points to cover,
limits of words, and the order of the tie-break rules. Procurement Act 2023 section 24, kept as the pattern: only where
the call allowed it, before final tenders are invited, and never so that anyone eliminated would have survived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.drafting import CriterionDraft, clean, draft_faults
from assurance.domain.evaluation.publication import Publication
from assurance.domain.faults import Fault
from assurance.domain.money import plain
from assurance.domain.stages import Stage, reached

PROVISION = "Procurement Act 2023 section 24, kept as the pattern of refinement"
REFINABLE = ("weight_percent", "question", "sub_criteria", "guidance", "word_limit", "minimum")
"""The fields of a criterion that may be refined, in the order of the page."""
WHY_NOT_OTHERS = (
    "Titles, kinds, the marking scale, price formulas, the method, and which criteria there are cannot be refined: "
    "whoever decided not to take part relied on them, so changing them would be another competition. For that, abandon "
    "this procurement and plan a new one."
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is said anew: by criterion and field, in plain JSON, and the order of the tie-break rules if it changes."""

    criteria: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    tie_break: tuple[str, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is said anew."""
        return not self.criteria and self.tie_break is None

    def as_data(self) -> dict[str, Any]:
        """Give the changes as they are stored."""
        data: dict[str, Any] = {"criteria": {code: dict(said) for code, said in sorted(self.criteria.items())}}
        return data if self.tie_break is None else data | {"tie_break": list(self.tie_break)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Changes:
        """Read stored changes."""
        order = data.get("tie_break")
        return cls(data.get("criteria", {}), None if order is None else tuple(order))


def why_not_refinable(stage: Stage, *, is_published: bool, is_allowed: bool) -> str:
    """Say why published criteria cannot be refined now, or return nothing when they can."""
    if not is_published:
        return "The criteria are not published yet: change them on their own page"
    if not is_allowed:
        return (
            "The call did not say that the criteria may be refined, so they stand as published. "
            "To buy by other criteria, abandon this procurement and plan a new one"
        )
    if stage is Stage.ABANDONED:
        return "The procurement was abandoned: its criteria can no longer be refined"
    if reached(stage, Stage.FINAL_TENDERS):
        return "Final tenders have been invited on the criteria as they stand: they can no longer be refined"
    return ""


def draft_of(criterion: Criterion) -> CriterionDraft:
    """Give what of a published criterion may be refined, as it is written on a page."""
    return CriterionDraft(
        title=criterion.title,
        weight_percent=criterion.weight,
        question=criterion.question,
        guidance=criterion.guidance,
        sub_criteria=criterion.sub_criteria,
        minimum=criterion.minimum,
        word_limit=criterion.word_limit,
        price_formula=criterion.price_formula if criterion.kind is Kind.PRICE else "",
        price_parameters=criterion.price_parameters,
    )


def refine_criterion(changes: Changes, criterion: Criterion, wanted: Mapping[str, Any]) -> Changes:
    """Say a published criterion anew; what is said as it was published is no change.

    `wanted` holds values by the names in `REFINABLE`. Raise nothing: ask `refinement_faults` first.
    """
    before, after = draft_of(criterion), _wanted(criterion, wanted)
    said = {name: _plain(getattr(after, name)) for name in REFINABLE if getattr(after, name) != getattr(before, name)}
    others = {code: each for code, each in changes.criteria.items() if code != criterion.id}
    return replace(changes, criteria=others | ({criterion.id: said} if said else {}))


def refinement_faults(criterion: Criterion, wanted: Mapping[str, Any]) -> Iterator[Fault]:
    """List what does not fit a published criterion, each at the name of its field."""
    after = _wanted(criterion, wanted)
    yield from draft_faults(criterion.kind, after, int(criterion.scale or 0))
    if bool(after.weight_percent) != bool(criterion.weight):
        yield Fault("weight_percent", "A weight of 0 takes a criterion away, and that would be another competition")
    if criterion.question and not after.question:
        yield Fault("question", "Enter the question: without one the bidder would be asked nothing")


def order_faults(published: Sequence[str], wanted: Sequence[str]) -> Iterator[Fault]:
    """Refuse any order of tie-break rules that leaves one out or puts one in."""
    if sorted(published) != sorted(wanted):
        yield Fault("tie_break", "Name each published rule once: only their order can be refined")


def refined(published: Publication, changes: Changes) -> Publication:
    """Give the criteria as they would be published with the changes."""
    tree = CriteriaTree(tuple(_refined(each, changes.criteria) for each in published.tree.criteria))
    order = published.tie_break if changes.tie_break is None else changes.tie_break
    return replace(published, tree=tree, tie_break=order)


def values(said: Mapping[str, Any]) -> dict[str, Any]:
    """Read stored changes of one criterion as values by the names in `REFINABLE`."""
    readers = {"weight_percent": Decimal, "minimum": Decimal, "sub_criteria": tuple}
    return {
        name: value if value is None or name not in readers else readers[name](value) for name, value in said.items()
    }


def _wanted(criterion: Criterion, wanted: Mapping[str, Any]) -> CriterionDraft:
    known = {name: value for name, value in wanted.items() if name in REFINABLE}
    known |= {"sub_criteria": tuple(known["sub_criteria"])} if "sub_criteria" in known else {}
    return clean(criterion.kind, replace(draft_of(criterion), **known))


def _refined(criterion: Criterion, changes: Mapping[str, Mapping[str, Any]]) -> Criterion:
    said = values(changes.get(criterion.id, {}))
    if "weight_percent" in said:
        said["weight"] = said.pop("weight_percent")
    return replace(criterion, **said, children=tuple(_refined(each, changes) for each in criterion.children))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return list(value) if isinstance(value, tuple) else value
