"""How the lists of procurements and of their people can be looked at."""

from __future__ import annotations

from typing import Any

from assurance.domain.authority.roles import Role
from assurance.domain.stages import Stage
from assurance.persistence.queries.procurements import count_of_person, list_of_person, list_people
from assurance.web.guards import actor, procurement
from assurance.web.listing import Choice, Column, Kind, Listing, Wanted, fetched, listed, wanted
from assurance.web.transaction import db

MINE = Kind(
    noun=("procurement", "procurements"),
    columns=(
        Column("Procurement", "title"),
        Column("Reference", "reference", largest_first=True),
        Column("Stage", "stage"),
        Column("My roles"),
        Column("Next date", "due"),
    ),
    choices=(Choice("stage", "Stage", "All stages", {each.value: each.label for each in Stage}),),
    has_words=True,
    begins="due",
)
PEOPLE = Kind(
    noun=("role", "roles"),
    columns=(
        Column("Person", "person", lambda given: given.user.name),
        Column("Position", "position", lambda given: given.user.job_title or None),
        Column("Role", "role", lambda given: given.role.label),
        Column("What the role is for"),
    ),
    choices=(
        Choice(
            "role", "Role", "All roles", {each.value: each.label for each in Role},
            lambda given, value: given.role.value == value,
        ),
    ),
    text=lambda given: (given.user.name, given.user.job_title, given.role.label),
    begins="person",
)  # fmt: skip


def mine() -> Listing:
    """List a page of the procurements I take part in."""

    def count(asked: Wanted) -> int:
        return count_of_person(db(), actor().user_id, words=asked.words, stage=_stage(asked))

    return fetched(MINE, count, _mine)


def all_of_mine() -> list[tuple[Any, list[str]]]:
    """List all that the address looks for; for a file."""
    return _mine(wanted(MINE), 0, None)


def people() -> Listing:
    """List who holds which role."""
    return listed(PEOPLE, list_people(db(), procurement().id))


def _mine(asked: Wanted, begin: int, size: int | None) -> list[tuple[Any, list[str]]]:
    stage = _stage(asked)
    found = list_of_person(
        db(), actor().user_id, words=asked.words, stage=stage, order=asked.order, begin=begin, size=size
    )
    return [*found]


def _stage(asked: Wanted) -> Stage | None:
    return Stage(asked.chosen["stage"]) if asked.chosen["stage"] else None
