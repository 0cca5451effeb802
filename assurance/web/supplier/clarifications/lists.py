"""How published questions, and those of one’s own organisation, can be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assurance.domain.clarifications.questions import Category, State
from assurance.exports.tables import Cell, Table, moment
from assurance.web.listing import Choice, Column, Kind, Listing, listed

ABOUT = Choice(
    "about", "About", "Everything", {each.value: each.label for each in Category},
    lambda each, value: each.category.value == value,
)  # fmt: skip
PUBLISHED = Kind(
    noun=("question", "questions"),
    columns=(),
    choices=(ABOUT,),
    text=lambda each: (each.wording, each.answer),
)
OWN = Kind(
    noun=("question", "questions"),
    columns=(
        Column("Question"),
        Column("Asked", "asked", lambda each: each.asked_at, largest_first=True),
        Column("State", "state", lambda each: list(State).index(each.state)),
    ),
    choices=(ABOUT,),
    text=lambda each: (each.question, each.answer),
    begins="-asked",
)


def published(rows: Iterable[Any]) -> Listing:
    """List published questions in the order of their numbers."""
    return listed(PUBLISHED, rows)


def own(rows: Iterable[Any]) -> Listing:
    """List what one organisation has asked, newest first unless the address says otherwise."""
    return listed(OWN, rows)


def table(rows: Iterable[Any]) -> Table:
    """List published questions with their answers; for a file."""
    body: list[list[Cell]] = [
        [each.number, each.category.label, each.wording, each.answer,
         moment(each.published_at)]
        for each in rows
    ]  # fmt: skip
    return Table("Questions", ("Number", "About", "Question", "Answer", "Published"), body, wide=("Question", "Answer"))
