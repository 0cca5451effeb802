"""Writes an Atom feed. Ids are the addresses, which never change; everything is escaped by the XML library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2005/Atom"
_NEVER_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""When a feed without entries was last changed; it has to say something that stays."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a feed."""

    path: str
    title: str
    author: str
    summary: str
    published: datetime
    updated: datetime


def write_feed(site: str, *, title: str, own: str, page: str, entries: Sequence[Entry]) -> bytes:
    """Write the feed whose address is `own` and whose page for people is `page`, both below `site`."""
    ElementTree.register_namespace("", NAMESPACE)
    feed = ElementTree.Element(f"{{{NAMESPACE}}}feed")
    _add(feed, "id", f"{site}{own}")
    _add(feed, "title", title)
    _add(feed, "updated", _moment(max((each.updated for each in entries), default=EPOCH)))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{site}{own}")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{site}{page}")
    for each in entries:
        entry = _add(feed, "entry")
        _add(entry, "id", f"{site}{each.path}")
        _add(entry, "title", each.title)
        _add(entry, "link", rel="alternate", type="text/html", href=f"{site}{each.path}")
        _add(entry, "published", _moment(each.published))
        _add(entry, "updated", _moment(each.updated))
        _add(_add(entry, "author"), "name", each.author)
        _add(entry, "summary", each.summary)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    child.text = _NEVER_XML.sub("", text) or None
    return child


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
