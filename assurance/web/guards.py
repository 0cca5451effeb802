"""Who may open a page. Every route declares a permission; one that does not is refused to everybody.

Loading is guarding: the procurement or bid in the address is loaded here for this person, or answered as if it did
not exist, so that no view can hold something its reader may not touch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from assurance.adapters.clock import system_clock
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Audience, Reach, permits
from assurance.domain.errors import Conflict, NotFound, NotPermitted, SignedOut, StepUpNeeded
from assurance.persistence.session import begin_writing
from assurance.services import accounts, loading, second_factor
from assurance.web.stepping_up import stepped_up_at
from assurance.web.transaction import db

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Access:
    """What a route needs: a permission, or nothing because it is public; and the act that wants a fresh factor."""

    permission: Permission | None
    fresh_to: str = ""
    """The act in words (“sign the contract”) that asks for a second factor given a moment ago; nothing for the rest."""


def requires(permission: Permission, *, fresh_to: str = "") -> Callable[[V], V]:
    """Declare the one permission a view needs, and the act, where it is one, that wants a fresh second factor.

    What only shows may be read without it where the same view also takes the form.
    """

    def tag(view: V) -> V:
        view.access = Access(permission, fresh_to)  # type: ignore[attr-defined]  # reason: a tag on a function
        return view

    return tag


def public(view: V) -> V:
    """Declare that anyone may open the view, signed in or not."""
    view.access = Access(None)  # type: ignore[attr-defined]  # reason: a tag on a function
    return view


def init_app(app: Flask) -> None:
    """Judge every request before its view runs."""
    app.before_request(enforce)


def enforce() -> ResponseReturnValue | None:
    """Load what the address names for this person, or refuse."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    now()  # taken before anything waits for a lock: what a person sends counts from when it came
    access: Access | None = getattr(current_app.view_functions[request.endpoint], "access", None)
    if access is None:
        raise NotPermitted("This page declares no permission and is closed to everybody")
    g.actor = _signed_in()
    if any("\x00" in str(value) for value in (request.view_args or {}).values()):
        raise NotFound("An address holds no such character")  # nor can PostgreSQL be asked for it
    if access.permission is None:
        return None
    if g.actor is None:
        if request.method not in ("GET", "HEAD"):
            raise SignedOut("You are signed out, so nothing was saved")
        return redirect(url_for("auth.sign_in", next=_own_path()))
    _load(access.permission, request.view_args or {})
    if access.fresh_to:
        want_fresh(access.fresh_to)
    return None


def actor() -> Actor:
    """Return the person who asks, with their roles in the procurement at hand."""
    return cast(Actor, g.actor)


def maybe_actor() -> Actor | None:
    """Return the person who asks, or None on a public page nobody signed in to."""
    return cast("Actor | None", g.get("actor"))


def procurement() -> Any:
    """Return the procurement of the address."""
    return g.procurement


def bid() -> Any:
    """Return the bid of the address."""
    return g.bid


def now() -> datetime:
    """Return one instant for the whole request."""
    if "now" not in g:
        g.now = this_instant()
    return cast(datetime, g.now)


def this_instant() -> datetime:
    """Read the clock again, where what counts is not when the request began."""
    return cast(datetime, current_app.extensions["assurance_clock"]())


def machine_now() -> datetime:
    """Read the machine's own clock, by which sign-ins last: setting that of a demonstration forward ends none."""
    return cast(datetime, current_app.extensions.get("assurance_machine_clock", system_clock)())


def allows(permission: Permission) -> bool:
    """Say whether the person may do this to the procurement or bid at hand; pages use it to leave things out."""
    person = maybe_actor()
    return permits(person, permission, g.get("reach", Reach()))


def may_open(endpoint: str) -> bool:
    """Say whether the person may open a page about the procurement or bid at hand; links to others are left out."""
    view = current_app.view_functions.get(endpoint)
    access: Access | None = getattr(view, "access", None)
    return access is not None and (access.permission is None or allows(access.permission))


def want_fresh(act: str) -> None:
    """Want a second factor given a moment ago for what is done; a page that takes its form is shown without it.

    Called by a view whose act shows only from what it was asked; every other declares it.
    """
    g.is_fresh = second_factor.is_fresh(stepped_up_at(), now())
    if not _only_shows() and not g.is_fresh:
        raise StepUpNeeded(second_factor.say_needed(act))


def begin_to_write() -> None:
    """Take the lock for a view that reads first, and refuse where what let the person in has changed meanwhile."""
    begin_writing(db())
    if not loading.still_stands(db(), bid=bid(), actor=actor(), sign_in=current_user.number):
        raise Conflict("The procurement or your part in it has changed at this moment: open the page again")


def asks_first() -> bool:
    """Say whether the form of the page at hand would be refused for want of a fresh second factor."""
    return not g.get("is_fresh", True)


def _only_shows() -> bool:
    """Say whether a view that also takes a form is only asked to show it."""
    rule = request.url_rule
    return request.method in ("GET", "HEAD") and rule is not None and "POST" in (rule.methods or ())


def is_signed_in() -> bool:
    """Say whether somebody is signed in, also where no view was reached."""
    return bool(current_user.is_authenticated)


def is_staff() -> bool:
    """Say whether somebody of an authority is signed in: public pages leave out what is for providers then."""
    person = maybe_actor()
    return person is not None and person.audience is Audience.STAFF


def _signed_in() -> Actor | None:
    if not current_user.is_authenticated:
        return None
    return accounts.actor_of(current_user.user)


def _load(permission: Permission, named: dict[str, Any]) -> None:
    """Load procurement and bid; what the person may not know of does not exist, what they may not do is refused."""
    g.reach = Reach()
    for_supplier = g.actor.audience is Audience.SUPPLIER
    visible = _load_for_supplier(named) if for_supplier else _load_for_staff(named)
    if visible is not None and not permits(g.actor, visible, g.reach):
        raise NotFound("There is no such page, or it is not yours to see")
    if not permits(g.actor, permission, g.reach):
        raise NotPermitted("Your roles do not allow this")


def _load_for_staff(named: dict[str, Any]) -> Permission | None:
    if "ref" not in named:
        return None
    g.procurement = loading.procurement(db(), named["ref"])
    g.reach = Reach(authority_id=g.procurement.organisation_id)
    roles = accounts.roles_in(db(), user_id=g.actor.user_id, procurement_id=g.procurement.id)
    g.actor = accounts.actor_of(current_user.user, roles)
    if "bid_id" in named:
        g.bid = loading.bid(db(), named["bid_id"], procurement_id=g.procurement.id)
    return Permission.PROCUREMENT_VIEW


def _load_for_supplier(named: dict[str, Any]) -> Permission | None:
    if "bid_id" in named:
        g.bid = loading.bid(db(), named["bid_id"])
        g.procurement = g.bid.procurement
        g.reach = Reach(g.procurement.organisation_id, g.bid.organisation_id)
        return Permission.BID_VIEW
    if "ref" in named:
        g.procurement = loading.published_procurement(db(), named["ref"])
    return None


def _own_path() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else url_for("public.notices.index")


def safe_next(target: str | None, fallback: str) -> str:
    """Return where to go after signing in: a path of this site, or the fallback."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return fallback
    parts = urlsplit(target)
    clean = not parts.scheme and not parts.netloc and target.isprintable()
    return target if clean else fallback
