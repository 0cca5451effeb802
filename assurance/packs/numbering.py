"""The numbers of pages in the contents: room is left for each as they are laid out, and filled when all are known.

So contents are laid out once and beside everything else, and nothing is laid out again because pages moved.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assurance.packs.sheets import PrintRefused
from assurance.packs.stamping import Alphabet

_DIGITS = 5
_ASIDE = 600.0
"""Where room begins at the earliest, in the units of the page; whatever people wrote begins a line far left of it."""
_ROOM = re.compile(
    rb"1 0 0 -1 ([0-9.]+) ([0-9.]+) Tm\n/(\w+) ([0-9.]+) Tf\n\[((?:<[0-9a-fA-F]{4}>0?){%d})\] TJ" % _DIGITS
)


class Rooms:
    """Leaves room for the number of a page, and notes whose it is."""

    def __init__(self) -> None:
        self.targets: list[str] = []
        """The anchor that each room is for, in the order of the rooms."""

    def leave(self, target: str) -> str:
        """Return what is printed until the page of an anchor is known: the number of the room."""
        self.targets.append(target)
        return f"{len(self.targets) - 1:0{_DIGITS}}"


def write_numbers(pages: Sequence[Any], targets: Sequence[str], numbers: Mapping[str, int]) -> None:
    """Write the number of its page in the room of each anchor; raise `PrintRefused` unless each has one room."""
    filler = _Filler(targets, numbers)
    for page in pages:
        page.Contents.write(filler.fill(page))
    if sorted(filler.filled) != list(range(len(targets))):
        raise PrintRefused("The numbers of the pages could not be written in the contents")


class _Filler:
    """Fills rooms page by page and notes which."""

    def __init__(self, targets: Sequence[str], numbers: Mapping[str, int]) -> None:
        self.targets, self.numbers = targets, numbers
        self.filled: list[int] = []
        self._alphabets: dict[str, Alphabet] = {}

    def fill(self, page: Any) -> bytes:
        """Return what a page draws, with its rooms filled."""
        fonts = page.Resources.Font
        return _ROOM.sub(lambda found: self._filled(found, fonts), page.Contents.read_bytes())

    def _filled(self, found: re.Match[bytes], fonts: Any) -> bytes:
        across, up, font, size, shown = (each.decode() for each in found.groups())
        if font not in self._alphabets:
            self._alphabets[font] = Alphabet(fonts[f"/{font}"])
        alphabet = self._alphabets[font]
        room = alphabet.letters(re.findall(r"<(\w+)>", shown))
        if float(across) < _ASIDE or not room.isdecimal():
            return found[0]
        self.filled.append(int(room))
        words = str(self.numbers[self.targets[int(room)]])
        begins = float(across) + alphabet.width(room, float(size)) - alphabet.width(words, float(size))
        return f"1 0 0 -1 {begins:.6f} {up} Tm\n/{font} {size} Tf\n<{alphabet.codes(words)}> Tj".encode()
