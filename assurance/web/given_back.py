"""Giving back what was typed when a form arrives from someone signed out, or from a page whose token is out of date.

The text is shown for copying and carried on to where it was going, so that signing in again loses nothing. It is sent
on only when the person presses the button, and only when it came from a page of this site.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import request

_PREFIX = "kept:"
_TARGET = "kept-for"
_SHORT = 3
_CARRIED = re.compile("version|^(was|asked|checked|seen)$")
"""What forms carry beside what a person types."""
_SECRET = ("csrf", "pass", "secret", "token", "share")

Fields = list[tuple[str, str]]


def is_secret(name: str) -> bool:
    """Say whether a field may hold something that is never shown again."""
    return any(word in name.lower() for word in _SECRET)


def came_from_here() -> bool:
    """Say whether the form was sent by a page of this site, as the browser tells."""
    origin = request.headers.get("Origin", "")
    same = not origin or urlsplit(origin).netloc == request.host
    return same and request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}


def typed_fields() -> Fields:
    """Return every field of the form at hand, but for secrets; nothing when it came from elsewhere or signs in."""
    if request.method != "POST" or not came_from_here() or (request.endpoint or "").startswith("auth."):
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if not is_secret(name)]


def shown(fields: Fields) -> Fields:
    """Name the longer texts as a person would, to be read and copied."""
    telling = [(name, value) for name, value in fields if len(value) > _SHORT and not is_secret(name)]
    return [(_label(name), value) for name, value in telling if not _CARRIED.search(name.lower())]


def _label(name: str) -> str:
    counted = re.sub(r"-(\d{1,4})-", lambda found: f" {int(found[1]) + 1}, ", name)
    return counted.replace("_", " ").replace("-", " ").capitalize()


def carried(fields: Fields, target: str) -> Fields:
    """Rename fields so that they travel through the sign-in form beside its own."""
    return [(_TARGET, target), *((_PREFIX + name, value) for name, value in fields)] if fields else []


def carried_past_a_factor() -> Fields:
    """Rename the fields of the form at hand so that they travel through the giving of a second factor.

    A form without a field travels too, for the act is its address; one with a secret does not, for half of it is lost.
    """
    if request.method != "POST" or not came_from_here():
        return []
    if any(is_secret(name) and name != "csrf_token" for name in request.form):
        return []
    return [(_TARGET, request.path), *((_PREFIX + name, value) for name, value in typed_fields())]


def still_carried() -> Fields:
    """Return what the form at hand carries for another, to be carried on after a wrong password or a wrong code."""
    pairs = request.form.items(multi=True)
    return [(name, value) for name, value in pairs if name == _TARGET or name.startswith(_PREFIX)]


def arrived() -> tuple[str, Fields]:
    """Return where the carried form was going, and its fields under their own names."""
    pairs = request.form.items(multi=True)
    fields = [(name.removeprefix(_PREFIX), value) for name, value in pairs if name.startswith(_PREFIX)]
    return request.form.get(_TARGET, ""), fields
