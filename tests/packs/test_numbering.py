"""The contents are laid out with room for the numbers of pages, which are written once they are known."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pikepdf
import pytest

from assurance.packs.numbering import write_numbers
from assurance.packs.press import Press
from assurance.packs.reading import read_printed
from assurance.packs.sections import Section, cut
from assurance.packs.sheets import PrintRefused
from assurance.packs.snapshot import Snapshot

LONG = "m" * 50
BIDDER = f"{LONG} 00004 {LONG}"
"""A name of which one line of the contents is nothing but what room for a number looks like."""


@pytest.fixture(scope="module")
def contents(snapshots: dict[str, Snapshot]) -> tuple[Section, bytes]:
    """The contents of a pack as they are laid out, with titles that look like room for a number."""
    snapshot = Snapshot.from_bytes(snapshots["evaluation"].to_bytes())
    snapshot.content["bids"][0]["name"] = BIDDER
    snapshot.content["bids"][0]["questions"][0].update(number="00002", title="00003")
    section = cut(snapshot).section(1)
    with Press() as press:
        return section, press.lay_out(section.sheet).pdf


def entries(pdf: bytes, rooms: tuple[str, ...], numbers: Mapping[str, int]) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages: list[Any] = [page.obj for page in document.pages]
        write_numbers(pages, rooms, numbers)
        return [words for tag, words in read_printed(document).blocks if tag == "/LI"]


def test_each_entry_has_the_number_of_its_own_page_and_no_words_are_touched(contents: tuple[Section, bytes]) -> None:
    section, pdf = contents
    numbers = {target: 7 * at + 1 for at, target in enumerate(section.rooms)}

    printed = entries(pdf, section.rooms, numbers)

    assert len(section.rooms) > 40
    assert all(entry.endswith(str(numbers[target])) for entry, target in zip(printed, section.rooms, strict=False))
    at = next(at for at, entry in enumerate(printed) if entry.startswith("Evidenceonmm"))
    assert printed[at] == f"Evidenceon{''.join(BIDDER.split())}{7 * at + 1}"
    assert printed[at + 1] == f"00002.00003{7 * at + 8}"


def test_the_same_page_is_laid_out_whatever_the_numbers_are(snapshots: dict[str, Snapshot]) -> None:
    snapshot = snapshots["evaluation"]
    again = Snapshot.from_bytes(snapshot.to_bytes())
    again.content["bids"][0]["questions"][0]["marks"][0]["rationale"] += " And more." * 2_000

    assert cut(again).section(1).key == cut(snapshot).section(1).key


def test_a_number_without_room_is_refused(contents: tuple[Section, bytes]) -> None:
    section, pdf = contents

    with pytest.raises(PrintRefused, match="could not be written"):
        entries(pdf, (*section.rooms, "nowhere"), dict.fromkeys((*section.rooms, "nowhere"), 1))
