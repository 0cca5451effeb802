"""Letters on paper, given out at once and kept nowhere: invitations and de-briefs, and the outcome to its bidder.

Made from the letter as it was issued; nothing is written here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.packs import outcome_letter
from assurance.packs.heading import DEMONSTRATION, Heading
from assurance.packs.pages import sheet_of
from assurance.packs.printing import Attachment, print_pdf
from assurance.packs.snapshot import Part, snapshot
from assurance.packs.wording import day

if TYPE_CHECKING:
    from assurance.persistence.models import Procurement

KIND = "correspondence"
PARTS = (Part("Letter", "letter.html"),)


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a letter."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Everything the letter prints."""

    heading: Heading
    addressee: tuple[str, ...]
    date: str
    provision: str
    intro: str
    sections: tuple[Section, ...]


def print_letter(letter: Mapping[str, Any], *, is_demonstration: bool) -> bytes:
    """Return an invitation or a de-brief as a PDF that carries what it says as data."""
    data = json.dumps(letter, indent=2, ensure_ascii=False).encode()
    attachment = Attachment("letter.json", "What the letter says, as data", data)
    title = f"{letter['title']}: {letter['to']}"
    made = snapshot(KIND, title, f"{letter['date']}T00:00:00+00:00", content(letter, is_demonstration), (attachment,))
    return print_pdf(sheet_of(made, PARTS))


def print_outcome(session: Session, procurement: Procurement, bid_public_id: str) -> bytes:
    """Return the outcome letter of a bid as a PDF; raise `Conflict` while it is not issued."""
    made = outcome_letter.gather(session, procurement, bid_public_id)
    return print_pdf(sheet_of(made))


def content(letter: Mapping[str, Any], is_demonstration: bool) -> Correspondence:
    """Say in words what the letter says."""
    procurement, written = letter["procurement"], day(date.fromisoformat(letter["date"]))
    return Correspondence(
        heading=Heading(
            title=letter["title"], variant="Letter", reference=procurement["reference"],
            procurement=procurement["title"], authority=procurement["authority"], as_at=written,
            demonstration=DEMONSTRATION if is_demonstration else "",
        ),
        addressee=tuple(letter["addressee"].splitlines()),
        date=written,
        provision=letter["provision"],
        intro=letter["intro"],
        sections=tuple(
            Section(each["heading"], tuple(line for line in each["text"].splitlines() if line.strip()))
            for each in letter["sections"]
        ),
    )  # fmt: skip
