"""A specification by sections: how it is written as one text and read back, and what changed between two versions.

As one text each section begins with a line `## Title`, so that a version that was sent in the dialogue can be taken
apart again. A section goes by its title: one that is renamed counts as taken out and put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assurance.domain.errors import InvalidInput

LONGEST_TITLE, LONGEST_TEXT = 160, 8000
UNTITLED = "Before the first section"
MARK = "## "

_TITLE = re.compile(r"^##[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)


class SectionPart(StrEnum):
    """Where a section stands in the specification."""

    SCOPE = "scope"
    INTERVENTION = "intervention"
    COMPONENT = "component"
    ENABLER = "enabler"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The part in the words shown to people."""
        return {
            "scope": "Scope", "intervention": "Interventions", "component": "Components", "enabler": "Enablers",
            "other": "Further sections",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its title and what it says."""

    title: str
    text: str


class Fate(StrEnum):
    """What became of a section from one version to another."""

    SAME = "same"
    CHANGED = "changed"
    PUT_IN = "put_in"
    TAKEN_OUT = "taken_out"

    @property
    def label(self) -> str:
        """The fate in the words shown to people."""
        return {"same": "The same", "changed": "Changed", "put_in": "New", "taken_out": "Taken out"}[self.value]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section in two versions; an empty text is a section that the version does not have."""

    title: str
    fate: Fate
    before: str
    after: str


def assembled(sections: Iterable[Section]) -> str:
    """Write sections as one text; what stands before the first section has no title."""
    return "\n\n".join(
        each.text.strip() if each.title == UNTITLED else f"{MARK}{each.title}\n{each.text.strip()}" for each in sections
    )


def taken_apart(text: str) -> tuple[Section, ...]:
    """Read a text back by its sections; a text without any is one section without a title."""
    pieces = _TITLE.split(text)
    found = [Section(UNTITLED, pieces[0].strip())] if pieces[0].strip() else []
    found += [Section(title, said.strip()) for title, said in zip(pieces[1::2], pieces[2::2], strict=True)]
    return tuple(found)


def changes(before: str, after: str) -> tuple[SectionChange, ...]:
    """Compare two versions by section, in the order of the newer one; what was taken out follows at the end."""
    old = _by_title(taken_apart(before))
    new = _by_title(taken_apart(after))
    kept = [SectionChange(title, _fate(old.get(title), text), old.get(title, ""), text) for title, text in new.items()]
    gone = [SectionChange(title, Fate.TAKEN_OUT, text, "") for title, text in old.items() if title not in new]
    return (*kept, *gone)


def checked(title: str, text: str, others: Sequence[str]) -> Section:
    """Return a section tidied; raise `InvalidInput` at its field. `others` are titles that are taken."""
    title = " ".join(title.split())
    if not title:
        raise InvalidInput("title", "Enter the title of the section")
    if len(title) > LONGEST_TITLE:
        raise InvalidInput("title", f"Enter at most {LONGEST_TITLE} characters")
    if title.startswith("#"):
        raise InvalidInput("title", "A title does not begin with #")
    if title.casefold() in {each.casefold() for each in (*others, UNTITLED)}:
        raise InvalidInput("title", f"There is a section “{title}” already")
    return Section(title, checked_text(text))


def checked_text(text: str, field: str = "text") -> str:
    """Return the text of a section tidied; a line in it that looks like the title of another is refused."""
    text = text.strip()
    if (excess := len(text) - LONGEST_TEXT) > 0:
        raise InvalidInput(field, f"A section must be {LONGEST_TEXT:,} characters or fewer: take out {excess:,}")
    if _TITLE.search(text):
        raise InvalidInput(field, f"A line begins with “{MARK.strip()}”, which begins a section: write it without")
    return text


def code_of(title: str, taken: Iterable[str]) -> str:
    """Make a short name for addresses from a title, unlike any that is taken."""
    stem = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:50].strip("-") or "section"
    codes, number, code = set(taken), 1, stem
    while code in codes:
        number += 1
        code = f"{stem}-{number}"
    return code


def _by_title(sections: Iterable[Section]) -> Mapping[str, str]:
    """Join sections of one title, which a text that somebody typed may have."""
    found: dict[str, str] = {}
    for each in sections:
        found[each.title] = f"{found[each.title]}\n\n{each.text}" if each.title in found else each.text
    return found


def _fate(before: str | None, after: str) -> Fate:
    if before is None:
        return Fate.PUT_IN
    return Fate.SAME if before == after else Fate.CHANGED
