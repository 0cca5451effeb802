"""The Atom feed of opportunities (RFC 4287), by the same search as the list."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, url_for

from assurance.persistence.queries.opportunities import find_newest
from assurance.web.forms.opportunities import feed_search
from assurance.web.guards import now, public
from assurance.web.public.feeds.atom import Entry, write_feed
from assurance.web.transaction import db

blueprint = Blueprint("feeds", __name__)


@blueprint.get("/opportunities.atom")
@public
def opportunities() -> Response:
    """What is published, last changed first, as a feed with the search of its address."""
    search = feed_search()
    params: dict[str, Any] = dict(search.as_params())
    site = current_app.extensions["assurance_settings"].public_url
    entries = [
        Entry(
            path=url_for("public.opportunities.show", ref=each.procurement.reference),
            title=each.procurement.title,
            author=each.procurement.organisation.name,
            summary=each.procurement.summary,
            published=each.published_at,
            updated=each.changed_at,
        )
        for each in find_newest(db(), search, now())
    ]
    feed = write_feed(
        site, title=f"Opportunities: {search.in_words}", own=url_for(".opportunities", **params),
        page=url_for("public.opportunities.index", **params), entries=entries,
    )  # fmt: skip
    return Response(feed, mimetype="application/atom+xml")
