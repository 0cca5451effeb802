"""The timeline of a procurement: by kind and by person, page by page, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.happenings import Happening, read_happening
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.visibility import low_bids_visible
from assurance.persistence.queries import trail
from assurance.persistence.queries.awards import list_bids_at
from assurance.web import downloads
from assurance.web.guards import actor, procurement, requires
from assurance.web.listing import Choice, Kind, Wanted, fetched, wanted
from assurance.web.staff.procurements.history import timeline_events, timeline_table
from assurance.web.staff.procurements.routes import blueprint
from assurance.web.transaction import db

ENTRIES = ("entry", "entries")


@blueprint.get("/<ref>/timeline")
@requires(Permission.TIMELINE_VIEW)
def timeline(ref: str) -> ResponseReturnValue:
    """What happened, newest first, as the audit trail holds it."""
    people, told = _told()
    found = fetched(
        _kind(people),
        lambda asked: trail.count_entries(db(), *_conditions(asked, told)),
        lambda asked, begin, size: trail.list_entries(db(), *_conditions(asked, told), begin=begin, size=size),
    )
    return render_template(
        "staff/procurements/timeline.html", procurement=procurement(), found=found,
        events=_in_words(found.rows, people),
    )  # fmt: skip


@blueprint.get("/<ref>/timeline/timeline.<any(xlsx, csv):kind>")
@requires(Permission.TIMELINE_VIEW, fresh_to="take out the audit trail")
def timeline_file(ref: str, kind: str) -> Response:
    """The same as a file, every entry that is looked for."""
    people, told = _told()
    events = trail.list_entries(db(), *_conditions(wanted(_kind(people)), told))
    return downloads.table(timeline_table(_in_words(events, people)), f"{ref}-timeline", kind)


def _kind(people: dict[int, str]) -> Kind:
    """Say by what the trail can be narrowed: a kind of entry, and who did something of it."""
    kinds = {each.value: each.label for each in Happening}
    persons = {str(user_id): name for user_id, name in people.items()}
    what = Choice("what", "What", "Everything", kinds)
    return Kind(ENTRIES, (), (what, Choice("person", "By", "Everybody and the system", persons)))


def _told() -> tuple[dict[int, str], Any]:
    """Return who did something of what this reader is told, by name, and the condition for that."""
    tells = low_bids_visible(actor().roles, procurement().stage)
    told = trail.told(db(), procurement().id, tells_low_bids=tells)
    return trail.list_actors(db(), told), told


def _conditions(asked: Wanted, told: Any) -> tuple[Any, ...]:
    person = asked.chosen["person"]
    return told, trail.of_kind(read_happening(asked.chosen["what"])), trail.of_person(int(person) if person else None)


def _in_words(events: Sequence[Any], people: dict[int, str]) -> list[dict[str, Any]]:
    bidders = {bid.public_id: bid.organisation.name for bid in list_bids_at(db(), procurement().id, *BidStage)}
    return timeline_events(list(events), procurement=procurement(), actors=people, bidders=bidders)
