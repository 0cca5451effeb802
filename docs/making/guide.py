"""A guide as data: the steps of one role, the links that lead to each, and what a picture of it shows.

Words in bold are read on the way to the step: a test follows the links and looks for them, so that a guide cannot
speak of a page that is no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HEIGHT = 640
"""Pixels of a picture that says nothing else."""
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Shown:
    """What is seen of a page: from which heading on, how many pixels high, and in words for who cannot see it."""

    words: str
    heading: str = ""
    height: int = HEIGHT


@dataclass(frozen=True)
class Picture:
    """One picture: its file, whose page it is, and the links followed there from that person's first page."""

    name: str
    who: str
    links: tuple[str, ...]
    shown: Shown


@dataclass(frozen=True)
class Step:
    """One thing that is done: its title, how, the links that lead there, and what a picture shows."""

    title: str
    text: str
    links: tuple[str, ...] = ()
    shown: Shown | None = None
    who: str = ""
    """Who shows it, where that is not the person of the guide."""

    @property
    def bold(self) -> list[str]:
        """Words that stand on the page of this step or on one before it."""
        return _BOLD.findall(self.text)


@dataclass(frozen=True)
class Guide:
    """The guide of a role: for whom, who of the demonstration shows it, and its steps in their order."""

    name: str
    title: str
    who: str
    brief: str
    """What the role does, in half a sentence for the list of guides."""
    intro: str
    steps: tuple[Step, ...]
    questions: tuple[tuple[str, str], ...]
    """What people ask, and the answer."""

    def pictures(self) -> Iterator[Picture]:
        """List the pictures, numbered as their steps are."""
        for number, step in enumerate(self.steps, 1):
            if step.shown:
                yield Picture(f"{self.name}-{number}", step.who or self.who, step.links, step.shown)
