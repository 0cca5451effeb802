"""The timeline of a procurement: by kind and by person, page by page, and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.happenings import Happening, read_happening
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.visibility import low_bids_visible
from assurance.persistence.queries import trail
from assurance.persistence.queries.awards import list_bids_at
from assurance.web import downloads
from assurance.web.guards import actor, procurement, requires
from assurance.web.staff.procurements.history import timeline_events, timeline_table
from assurance.web.staff.procurements.routes import blueprint
from assurance.web.transaction import db

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for: a kind, a person, or all; and who there is to choose from."""

    kind: Happening | None
    person: int | None
    people: dict[int, str]
    conditions: tuple[Any, ...]

    @property
    def params(self) -> dict[str, Any]:
        """Write it as the parts of an address."""
        given = {"what": self.kind.value if self.kind else None, "person": self.person}
        return {name: value for name, value in given.items() if value is not None}


@blueprint.get("/<ref>/timeline")
@requires(Permission.TIMELINE_VIEW)
def timeline(ref: str) -> ResponseReturnValue:
    """What happened, newest first, as the audit trail holds it."""
    wanted = _wanted()
    total = trail.count_entries(db(), *wanted.conditions)
    pages = max(1, -(-total // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    events = trail.list_entries(db(), *wanted.conditions, page=page, size=PAGE)
    return render_template(
        "staff/procurements/timeline.html", procurement=procurement(), events=_in_words(events, wanted), page=page,
        pages=pages, total=total, wanted=wanted, filters=_filters(wanted),
        page_address=lambda each: url_for(".timeline", ref=ref, page=each, **wanted.params),
    )  # fmt: skip


@blueprint.get("/<ref>/timeline/timeline.<any(xlsx, csv):kind>")
@requires(Permission.TIMELINE_VIEW, fresh_to="take out the audit trail")
def timeline_file(ref: str, kind: str) -> Response:
    """The same as a file, every entry that is looked for."""
    wanted = _wanted()
    events = _in_words(trail.list_entries(db(), *wanted.conditions), wanted)
    return downloads.table(timeline_table(events), f"{ref}-timeline", kind)


def _filters(wanted: Wanted) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return each choice with its values, as the component of the page takes them."""
    kinds = [(each.value, each.label) for each in Happening]
    return [
        ("what", "What", _items("Everything", kinds, wanted.kind)),
        ("person", "By", _items("Everybody and the system", list(wanted.people.items()), wanted.person)),
    ]


def _items(everything: str, values: list[tuple[Any, str]], chosen: Any) -> list[dict[str, Any]]:
    listed = [("", everything), *values]
    return [{"value": value, "text": text, "selected": value == (chosen or "")} for value, text in listed]


def _wanted() -> Wanted:
    """Read what is looked for; a kind or a person that there is not is none."""
    tells = low_bids_visible(actor().roles, procurement().stage)
    told = trail.told(db(), procurement().id, tells_low_bids=tells)
    people = trail.list_actors(db(), told)
    asked = request.args.get("person", type=int)
    kind, person = read_happening(request.args.get("what", "")), asked if asked in people else None
    return Wanted(kind, person, people, (told, trail.of_kind(kind), trail.of_person(person)))


def _in_words(events: list[Any], wanted: Wanted) -> list[dict[str, Any]]:
    bidders = {bid.public_id: bid.organisation.name for bid in list_bids_at(db(), procurement().id, *BidStage)}
    return timeline_events(events, procurement=procurement(), actors=wanted.people, bidders=bidders)
