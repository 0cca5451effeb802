"""How the list of bidders’ questions can be looked at."""

from __future__ import annotations

from typing import Any

from assurance.domain.clarifications.questions import Category, State
from assurance.persistence.queries.clarifications import list_clarifications
from assurance.web.guards import procurement
from assurance.web.listing import Choice, Column, Kind, Listing, listed
from assurance.web.transaction import db

QUESTIONS = Kind(
    noun=("question", "questions"),
    columns=(
        Column("Question"),
        Column("Asked by", "asker", lambda each: each.organisation.name),
        Column("About", "about", lambda each: each.category.label),
        Column("Asked", "asked", lambda each: each.asked_at, largest_first=True),
        Column("State", "state", lambda each: list(State).index(each.state)),
    ),
    choices=(
        Choice(
            "state", "State", "All states", {each.value: each.label for each in State},
            lambda each, value: each.state.value == value,
        ),
        Choice(
            "about", "About", "Everything", {each.value: each.label for each in Category},
            lambda each, value: each.category.value == value,
        ),
    ),
    text=lambda each: (each.question, each.wording, each.answer, each.organisation.name),
)  # fmt: skip


def questions() -> Listing:
    """List the questions of a procurement, those that wait first unless the address says otherwise."""
    rows: list[Any] = list_clarifications(db(), procurement().id)
    return listed(QUESTIONS, rows)
