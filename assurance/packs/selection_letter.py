"""The letter that tells a bidder whether it is selected: the decision, and what each answer was given and why.

Made from the letter as it was issued; it is given out at once and kept nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assurance.packs.heading import DEMONSTRATION, Heading
from assurance.packs.pages import sheet_of
from assurance.packs.printing import Attachment, print_pdf
from assurance.packs.snapshot import Part, snapshot
from assurance.packs.wording import day

KIND = "selection_letter"
PARTS = (Part("Letter", "letter.html"),)
SUBJECTS = {
    "selected": "You are selected to take part",
    "not_selected": "You are not selected to take part",
    "excluded": "You are excluded from the competition",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One question with what its answer was given, and why."""

    title: str
    weight: str
    given: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground that applies to somebody, and what was decided."""

    name: str
    ground: str
    decided: str
    reason: str


@dataclass(frozen=True, slots=True)
class SelectionLetter:
    """Everything the letter prints."""

    heading: Heading
    to: str
    date: str
    subject: str
    intro: str
    why: str
    rule: str
    lines: tuple[Line, ...]
    grounds: tuple[Ground, ...]
    replaced: tuple[str, ...]


def print_letter(letter: Mapping[str, Any], *, is_demonstration: bool) -> bytes:
    """Return the letter as a PDF that carries what it says as data."""
    data = json.dumps(letter, indent=2, ensure_ascii=False).encode()
    attachment = Attachment("letter.json", "What the letter says, as data", data)
    title = f"{SUBJECTS[letter['kind']]}: {letter['to']}"
    instant = f"{letter['date']}T00:00:00+00:00"
    made = snapshot(KIND, title, instant, content(letter, is_demonstration), (attachment,))
    return print_pdf(sheet_of(made, PARTS))


def content(letter: Mapping[str, Any], is_demonstration: bool) -> SelectionLetter:
    """Say in words what the letter says."""
    procurement, written = letter["procurement"], day(date.fromisoformat(letter["date"]))
    return SelectionLetter(
        heading=Heading(
            title=SUBJECTS[letter["kind"]], variant="Selection letter", reference=procurement["reference"],
            procurement=procurement["title"], authority=procurement["authority"], as_at=written,
            demonstration=DEMONSTRATION if is_demonstration else "",
        ),
        to=letter["to"],
        date=written,
        subject=SUBJECTS[letter["kind"]],
        intro=letter["intro"],
        why=letter["why"],
        rule=letter["rule"],
        lines=tuple(Line(each["title"], each["weight"], each["given"], each["reason"]) for each in letter["questions"]),
        grounds=tuple(
            Ground(each["name"], each["ground"], "Excludes" if each["excludes"] else "Does not exclude", each["reason"])
            for each in letter["grounds"]
        ),
        replaced=tuple(
            f"{each['by']} takes the place of {each['name']}, about whom you were told: {each['reason']}"
            for each in letter["replaced"]
        ),
    )  # fmt: skip
