"""Reads a guide as it is kept: the few marks of Markdown that the writer of the guides uses, and no others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from assurance.config import resource_folder
from assurance.domain.errors import NotFound

FOLDER = resource_folder("docs") / "guides"
_LISTED = re.compile(r"^- \[(?P<title>.+)\]\((?P<name>[a-z-]+)\.md\): (?P<brief>.+)$", re.MULTILINE)
_PICTURE = re.compile(r"^!\[(?P<words>.*)\]\(pictures/(?P<file>[a-z0-9-]+\.png)\)$")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`(.+?)`")
END = "---"
"""What follows it speaks to who reads the guide beside the source."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One guide in the list of all."""

    name: str
    title: str
    brief: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, what is said under it, and the file and the words of its picture, where it has one."""

    title: str
    paragraphs: tuple[Markup, ...]
    picture: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide: its title, what it says first, and its parts."""

    title: str
    intro: tuple[Markup, ...]
    parts: tuple[Part, ...]


@cache
def list_guides() -> tuple[Listed, ...]:
    """List the guides in the order in which they are kept."""
    return tuple(Listed(**found.groupdict()) for found in _LISTED.finditer(_text(FOLDER / "README.md")))


@cache
def read_guide(name: str) -> Guide:
    """Read one guide; raises `NotFound` for a name that is not in the list."""
    if name not in {each.name for each in list_guides()}:
        raise NotFound("guide", name)
    first, *parts = f"\n{_text(FOLDER / f'{name}.md')}".split(f"\n{END}\n")[0].split("\n## ")
    title, intro = first.split("\n# ")[1].split("\n", 1)
    return Guide(title.strip(), tuple(map(_said, _blocks(intro))), tuple(map(_part, parts)))


def _part(text: str) -> Part:
    title, body = text.split("\n", 1)
    blocks = _blocks(body)
    pictures = [found for each in blocks if (found := _PICTURE.match(each))]
    said = tuple(_said(each) for each in blocks if not _PICTURE.match(each))
    return Part(title, said, pictures[0]["file"], pictures[0]["words"]) if pictures else Part(title, said)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _blocks(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split("\n\n") if each.strip()]


def _said(text: str) -> Markup:
    marked = _BOLD.sub(r"<strong>\1</strong>", str(escape(text)))
    return Markup(_CODE.sub(r"<code>\1</code>", marked))  # escaped above
