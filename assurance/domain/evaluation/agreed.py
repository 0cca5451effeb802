"""What the record of an agreed mark has to say: each published point discussed, and why any mark moved.

*Lancashire Care NHS Foundation Trust v Lancashire County Council* [2018] EWHC 1589 (TCC): the record must show the
reasons at the level at which the question was put, and settle the differences between those who marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assurance.domain.evaluation.rationale import Finding
from assurance.domain.evaluation.rationale.words import words_of
from assurance.domain.faults import Fault

FindingKey = tuple[str, str]
"""Code and words of a finding."""


@dataclass(frozen=True, slots=True)
class Point:
    """What the panel said on one published point, and why that moved a mark; empty where none moved."""

    title: str
    discussed: str
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """The record of an agreed mark as the moderator wrote it; `answers` let a finding stand, with the reason why."""

    mark: int
    discussion: str
    reason: str
    dissent: str = ""
    points: tuple[Point, ...] = ()
    answers: Mapping[FindingKey, str] = field(default_factory=dict)

    @property
    def told(self) -> tuple[str, ...]:
        """Every text beside the reason in which a member's view may be taken up."""
        texts = [text for point in self.points for text in (point.discussed, point.moved)]
        return tuple(text for text in (*texts, self.discussion, self.dissent) if text)


def point_faults(sub_criteria: Sequence[str], given: Given, own_marks: Sequence[int | None]) -> tuple[Fault, ...]:
    """List what the account of the discussion lacks; the paths are the fields `discussed_1`, `moved_1`, `discussion`.

    Every published point must be discussed. Where anyone's own mark differs from the agreed one, the record must say
    why: at a point, or in the account as a whole.
    """
    return tuple(_point_faults(sub_criteria, given, own_marks))


def _point_faults(sub_criteria: Sequence[str], given: Given, own_marks: Sequence[int | None]) -> Iterator[Fault]:
    if tuple(point.title for point in given.points) != tuple(sub_criteria):
        yield Fault("discussion", "The record must take up each published point of this question, in order")
        return
    for number, point in enumerate(given.points, start=1):
        if not point.discussed:
            yield Fault(f"discussed_{number}", f"Enter what was discussed on “{point.title}”")
    if all(own == given.mark for own in own_marks) or given.discussion:
        return
    if not sub_criteria:
        yield Fault("discussion", "Say what was discussed and why marks moved: not everyone gave this mark")
    elif not any(point.moved for point in given.points):
        yield Fault("moved_1", "Say at one point at least why a mark moved: not everyone gave this mark")


def unanswered(found: Sequence[Finding], answers: Mapping[FindingKey, str]) -> tuple[Finding, ...]:
    """List the findings that keep a record from being made: not mended, and not answered where an answer is enough."""
    return tuple(each for each in found if not (each.answerable and answers.get((each.code, each.said))))


def named_in(texts: Sequence[str], people: Sequence[str]) -> tuple[str, ...]:
    """Name the people whom a text mentions, by their whole name or the last part of it."""
    said = {word for text in texts for word in words_of(text)}
    return tuple(name for name in people if (parts := words_of(name)) and parts[-1] in said)
