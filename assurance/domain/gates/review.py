"""What a gate says, computed from its ratings: the worst of the mandatory lines, never an average.

A reviewer rates lines and proposes conditions; the verdict follows and cannot be chosen. A line stands no better than
what is computed about it, so that a red finding stops whatever was rated. Reviewers are neither sponsors of a bid nor
scorers of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assurance.domain.errors import Objection
from assurance.domain.gates.definition import ConditionSpec, Gate, KeyLine, Rating, Verdict
from assurance.domain.gates.findings import Finding, worst


@dataclass(frozen=True, slots=True)
class RatedLine:
    """A line of enquiry with the rating a reviewer gave it, or none yet, and what is computed about it."""

    line: KeyLine
    rating: Rating | None = None
    found: tuple[Finding, ...] = ()

    @property
    def standing(self) -> Rating | None:
        """Where the line stands: the worse of its rating and its findings; None while nobody has rated it."""
        computed = worst(self.found)
        if self.rating is None or computed is None:
            return self.rating
        return max(self.rating, computed, key=lambda rating: rating.severity)

    @property
    def is_overruled(self) -> bool:
        """Say whether what is computed is worse than what was rated."""
        return self.standing is not self.rating


class Outcome(NamedTuple):
    """A verdict and its reasons; no verdict, and why there is none."""

    verdict: Verdict | None
    reasons: tuple[str, ...]


def verdict_for(
    lines: Sequence[RatedLine], conditions: Sequence[ConditionSpec], found: Sequence[Finding] = ()
) -> Outcome:
    """Work out the verdict, or say what still stands in the way of one.

    Every line is rated first. A red mandatory line stops, and so does a red finding, whatever line it belongs to and
    whether that line is asked or not. An amber mandatory line, or a red optional one, lets on only with a condition on
    that line. Any condition makes the verdict conditional. `found` are the findings of lines that are not asked here.
    """
    missing = tuple(f"“{each.line.title}” is not rated" for each in lines if each.rating is None)
    if missing or not lines:
        return Outcome(None, missing or ("There is nothing to rate",))
    stops = tuple(_stops(lines, found))
    if stops:
        return Outcome(Verdict.DO_NOT_PROCEED, stops)
    faults = tuple(_condition_faults(lines, conditions))
    if faults:
        return Outcome(None, faults)
    if conditions:
        return Outcome(Verdict.PROCEED_WITH_CONDITIONS, tuple(_condition_reasons(lines, conditions)))
    return Outcome(Verdict.PROCEED, tuple(_clear_reasons(lines)))


def worst_rating(lines: Sequence[RatedLine]) -> Rating | None:
    """Give the overall rating: the worst of the mandatory lines, or None while one is unrated."""
    ratings = [each.standing for each in lines if each.line.is_mandatory]
    rated = [rating for rating in ratings if rating is not None]
    if len(rated) < len(ratings) or not rated:
        return None
    return max(rated, key=lambda rating: rating.severity)


def _stops(lines: Sequence[RatedLine], found: Sequence[Finding]) -> Iterator[str]:
    """Say what is red: each finding in its own words, and each mandatory line that a reviewer rated so."""
    for each in lines:
        if each.line.is_mandatory and each.rating is Rating.RED:
            yield f"“{each.line.title}” is red and mandatory"
    for finding in (*(finding for each in lines for finding in each.found), *found):
        if finding.rating is Rating.RED:
            yield f"{finding.message} (computed)"


def _needs_condition(each: RatedLine) -> bool:
    if each.line.is_mandatory:
        return each.standing is Rating.AMBER
    return each.standing is Rating.RED


def _condition_faults(lines: Sequence[RatedLine], conditions: Sequence[ConditionSpec]) -> Iterator[str]:
    by_code = {each.line.code for each in lines}
    held = {condition.line_code for condition in conditions}
    for each in lines:
        if _needs_condition(each) and each.line.code not in held:
            kind = "mandatory" if each.line.is_mandatory else "optional"
            yield f"“{each.line.title}” is {kind} and {each.standing}: set a condition on it{_or_else(each)}"
    for code in sorted(held - by_code):
        yield f"A condition is set on a line this gate does not have ({code})"


def _or_else(each: RatedLine) -> str:
    """What may be done instead of a condition: a rating can be changed, what is computed cannot."""
    return f". It is computed: {each.found[0].message}" if each.is_overruled else " or rate it again"


def _condition_reasons(lines: Sequence[RatedLine], conditions: Sequence[ConditionSpec]) -> Iterator[str]:
    for each in lines:
        own = [condition for condition in conditions if condition.line_code == each.line.code]
        for condition in own:
            yield f"“{each.line.title}” is {each.standing}: {condition.text} ({condition.owner})"


def _clear_reasons(lines: Sequence[RatedLine]) -> Iterator[str]:
    yield "Every mandatory line is green"
    for each in lines:
        if each.standing is Rating.AMBER:
            yield f"“{each.line.title}” is optional and amber; it is noted"


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who reviews at one sitting, who has signed, and who must not be among them. People are named by id."""

    reviewers: Collection[str]
    signed: Collection[str]
    sponsors: Collection[str] = ()
    """People who stand behind a bid."""
    scorers: Collection[str] = ()
    """People who marked one."""


def signing_objections(gate: Gate, sitting: Sitting) -> tuple[Objection, ...]:
    """List what keeps a sitting from concluding: too few signatures, or the wrong people's."""
    return tuple(_signing_objections(gate, sitting))


def _signing_objections(gate: Gate, sitting: Sitting) -> Iterator[Objection]:
    reviewers, signed = set(sitting.reviewers), set(sitting.signed)
    valid = signed & reviewers
    if len(valid) < gate.quorum:
        yield Objection(
            "quorum",
            f"{len(valid)} of the {gate.quorum} reviewers needed have signed",
            "Ask the other reviewers to sign",
        )
    for person in sorted(signed - reviewers):
        yield Objection("stranger", f"{person} signed but is not a reviewer at this sitting")
    for person in sorted(reviewers & set(sitting.sponsors)):
        yield Objection("sponsor", f"{person} stands behind a bid and cannot review it", "Name another reviewer")
    for person in sorted(reviewers & set(sitting.scorers)):
        yield Objection("scorer", f"{person} marked a bid and cannot review it", "Name another reviewer")
