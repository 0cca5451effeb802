"""What an authority's own lines of enquiry must have before they are asked of anybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assurance.domain.faults import Fault
from assurance.domain.gates.definition import KeyLine

LONGEST_TITLE, MOST_LINES = 120, 20


def template_faults(lines: Sequence[KeyLine]) -> Iterator[Fault]:
    """List what the lines of a gate lack; each path is the field it is entered in."""
    if not any(line.is_mandatory for line in lines):
        yield Fault("is_mandatory", "At least one line must be mandatory: the verdict follows from the mandatory ones")
    if len(lines) > MOST_LINES:
        yield Fault("title", f"A gate has at most {MOST_LINES} lines of enquiry; take one out first")
    for line in lines:
        yield from _line_faults(line)
    titles = [line.title.casefold() for line in lines]
    if len(set(titles)) < len(titles):
        yield Fault("title", "Another line of this gate has this title already")


def _line_faults(line: KeyLine) -> Iterator[Fault]:
    if not line.title.strip():
        yield Fault("title", "Enter the title of the line")
    if len(line.title) > LONGEST_TITLE:
        yield Fault("title", f"The title must be {LONGEST_TITLE} characters or fewer")
    if not line.question.strip():
        yield Fault("question", "Enter the question")
    if not line.what_good_looks_like.strip():
        yield Fault("what_good_looks_like", "Say what good looks like")
    if not any(each.strip() for each in line.evidence):
        yield Fault("evidence", "Name at least one piece of evidence, each on a line of its own")
