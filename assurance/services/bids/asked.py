"""What a bidder is asked now, and what of it has changed since a form was drawn or an answer was saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict, NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.evaluation.version_changes import version_changes, walk
from assurance.domain.tenderbox.asked import Asked, fingerprint
from assurance.persistence.models import CriterionRow, Procurement
from assurance.persistence.queries.answers import list_asking, newest_numbers
from assurance.persistence.queries.criteria import get_publication
from assurance.persistence.queries.evaluation_evidence import list_versions

ANSWERED = (Kind.SCORED, Kind.PASS_FAIL)
"""The kinds of criteria that a bidder answers in words."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that changed in what is asked, with the words before and after, and the addendum that says so."""

    text: str
    before: str = ""
    after: str = ""
    addendum: int = 0


class StaleForm(Conflict):
    """What is asked has changed since the form was drawn; nothing typed in it was taken as an answer."""

    code = "stale_form"

    def __init__(self, title: str, changes: Iterable[Changed]) -> None:
        self.changes = tuple(changes)
        said = "; ".join(each.text for each in self.changes)
        super().__init__(f"What is asked under “{title}” has changed since the page was opened: {said}")


def asked_now(session: Session, procurement_id: int, criteria: Iterable[CriterionRow]) -> dict[int, Asked]:
    """Return what is asked under each of some criteria of a procurement, by their ids."""
    version, addendum = newest_numbers(session, procurement_id)
    return {row.id: Asked(_fingerprint(row), version, addendum) for row in criteria}


def changes_since(
    session: Session, procurement: Procurement, criterion: CriterionRow | None, seen: Asked
) -> tuple[Changed, ...]:
    """List what changed since `seen`: the question itself, the version of the criteria, addenda; nothing if none did.

    `criterion` is None for a question that is not asked any more.
    """
    if criterion is not None:
        now = asked_now(session, procurement.id, [criterion])[criterion.id]
        if now == seen:
            return ()
    return tuple(_changes(session, procurement, criterion, seen))


def once_asked(session: Session, procurement_id: int, code: str) -> str:
    """Return the title of a question that was asked in some version of the criteria; raise `NotFound` if none was."""
    for version in reversed(list_versions(session, procurement_id)):
        placed = walk(version.document).get(code)
        if placed is not None and placed.data["kind"] in ANSWERED:
            return placed.title
    raise NotFound("There is no such question in this procurement")


def _changes(
    session: Session, procurement: Procurement, criterion: CriterionRow | None, seen: Asked
) -> Iterator[Changed]:
    versions = list_versions(session, procurement.id)
    if criterion is None:
        yield Changed("This question is no longer asked")
    elif _fingerprint(criterion) != seen.question:
        was = next((each.document for each in versions if each.number == seen.criteria), None)
        found = version_changes(was, get_publication(session, procurement).as_data()) if was else ()
        own = [each for each in found if f"“{criterion.title}”" in each.what]
        yield from (Changed(each.what, each.before, each.after) for each in own)
        if not own:
            yield Changed(f"The question “{criterion.title}” reads differently now")
    for version in versions:
        if version.number > seen.criteria:
            reason = f": {version.reason}" if version.reason else ""
            yield Changed(f"Version {version.number} of the criteria is in force{reason}")
    for each in list_asking(session, procurement.id, seen.addendum):
        yield Changed(f"Addendum {each.number}, “{each.title}”: {each.changes}", addendum=each.number)


def _fingerprint(row: CriterionRow) -> str:
    return fingerprint(
        kind=row.kind, title=row.title, question=row.question, points=[each.title for each in row.sub_criteria],
        word_limit=row.word_limit,
    )  # fmt: skip
