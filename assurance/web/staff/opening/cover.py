"""The cover of care of all opened tenders, element by element, with what is wrong in each."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from assurance.domain.authority.permissions import Permission
from assurance.domain.errors import Conflict, NotFound
from assurance.persistence.queries.bids import list_opened
from assurance.persistence.queries.offers import Offer, get_asked
from assurance.services import reading
from assurance.web.guards import actor, now, procurement, requires
from assurance.web.staff.opening.routes import blueprint
from assurance.web.transaction import apart, db


@blueprint.get("/cover")
@requires(Permission.BIDS_VIEW)
def cover(ref: str) -> ResponseReturnValue:
    """Who is accountable for each element in each tender that this person may read. The readings are recorded."""
    offers, kept_back = _readable()
    page = render_template(
        "staff/opening/cover.html", procurement=procurement(), asked=get_asked(db(), procurement().id), offers=offers,
        kept_back=kept_back,
    )  # fmt: skip
    for bid, _ in offers:
        reading.note_read(apart(), bid=bid, actor=actor(), now=now(), what="cover of care")
    return page


def _readable() -> tuple[list[tuple[Any, Offer]], int]:
    """Read the tenders one by one: one that this person may not read, for a conflict say, is only counted."""
    offers, kept_back = [], 0
    for bid in list_opened(db(), procurement().id):
        try:
            found = reading.readable_bid(db(), bid=bid, actor=actor(), now=now(), with_offer=True)
        except (Conflict, NotFound):
            kept_back += 1
            continue
        if found.offer is not None:
            offers.append((bid, found.offer))
    return offers, kept_back
