"""What a correction of a published notice may change, and how the two versions differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assurance.domain.evaluation.word_changes import Stretch, word_changes

Sections = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Changed:
    """One section that reads otherwise than before, in stretches of words kept, taken out and put in."""

    heading: str
    stretches: tuple[Stretch, ...]


def differences(before: Sections, after: Sections) -> tuple[Changed, ...]:
    """List the sections of which a word changed, in the order of the newer version; a lost one comes last."""
    old, new = ({each["heading"]: each["text"] for each in one} for one in (before, after))
    return tuple(
        Changed(heading, word_changes(old.get(heading, ""), new.get(heading, "")))
        for heading in [*new, *(heading for heading in old if heading not in new)]
        if old.get(heading, "") != new.get(heading, "")
    )
