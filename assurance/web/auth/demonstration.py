"""In a demonstration only: its clock set forward, its people signed in at a press, its e-mail read, for a walk by hand.

On a real installation none of it exists, whoever asks.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SubmitField

from assurance.adapters.clock import SimulatedClock
from assurance.adapters.demonstration import was_built
from assurance.adapters.mail import Folder
from assurance.domain.authority.permissions import Permission
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import InvalidInput, NotFound
from assurance.services import audit, demonstration_people, kept_letters
from assurance.web.auth.routes import blueprint, welcome
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import DateField, WholeNumberField
from assurance.web.forms.validators import optional
from assurance.web.guards import actor, may_open, now, public, requires
from assurance.web.transaction import attempt, commits, db

MOST_DAYS = 366
MORNING = 9
"""The hour of the day the clock is set to, in London."""


def simulated_clock() -> dict[str, object]:
    """Say on every page of a demonstration what its clock shows, and where those who may set it do so."""
    return {
        "simulated_now": now(), "clock_page": may_open("auth.demonstration"), "demonstration_people": _people,
        "letters_are_kept": _is_demonstration,
    }  # fmt: skip


class SetClockForm(BaseForm):
    """How far to go: a number of days, or a date."""

    days = WholeNumberField("Go forward by this many days", [optional()], least=1, most=MOST_DAYS, noun="Days")
    on = DateField("Or go to a date", [optional()], noun="The date")
    submit = SubmitField("Set the clock forward")


@blueprint.route("/demonstration/clock", methods=["GET", "POST"])
@requires(Permission.DESK_VIEW)
@commits
def demonstration() -> ResponseReturnValue:
    """Show the simulated clock of a demonstration and set it forward."""
    clock = current_app.extensions["assurance_clock"]
    if not isinstance(clock, SimulatedClock):
        raise NotFound("There is no simulated clock here")
    form = SetClockForm()
    if attempt(form, lambda: _set(clock, _target(form.days.data, form.on.data))):
        flash("The clock is set forward.", "success")
        return redirect(url_for("auth.demonstration"))
    return render_template("auth/demonstration.html", form=form), form.status


@blueprint.post("/demonstration/people")
@public
@commits
def sign_in_as() -> ResponseReturnValue:
    """Sign in as a person of the demonstration; only in a folder that was built as one."""
    if not _is_demonstration():
        raise NotFound("There is no such page")
    token = demonstration_people.sign_in(db(), user_id=request.form.get("person", 0, type=int), now=now())
    db().commit()
    return welcome(token)


@blueprint.get("/demonstration/email")
@public
def demonstration_letters() -> ResponseReturnValue:
    """Show the e-mail that a demonstration would have sent; only in a folder that was built as one."""
    if not _is_demonstration():
        raise NotFound("There is no such page")
    settings = current_app.extensions["assurance_settings"]
    kept = Folder(settings.instance / "outbox", settings.mail_from)
    return render_template("auth/demonstration_letters.html", letters=kept_letters.list_newest(db(), kept))


def _people() -> list[demonstration_people.Listed]:
    return demonstration_people.list_people(db()) if _is_demonstration() else []


def _is_demonstration() -> bool:
    settings = current_app.extensions["assurance_settings"]
    return bool(settings.demonstration) and was_built(settings.instance)


def _target(days: int | None, on: date | None) -> datetime:
    """Return the morning of the day asked for, or refuse what is unclear or not ahead."""
    if (days is None) == (on is None):
        raise InvalidInput("days", "Enter either a number of days or a date")
    today = now().astimezone(LONDON).date()
    day = on if on is not None else today + timedelta(days=days or 0)
    morning = datetime(day.year, day.month, day.day, MORNING, tzinfo=LONDON)
    if morning <= now():
        raise InvalidInput("on", "Enter a day after today: a simulated clock is never turned back")
    if day > today + timedelta(days=MOST_DAYS):
        raise InvalidInput("on", f"Enter a date at most {MOST_DAYS} days ahead")
    return morning


def _set(clock: SimulatedClock, target: datetime) -> None:
    """Put the change on record, then set the clock."""
    audit.record(db(), tag="clock:set", actor=actor(), now=now(), before=now().isoformat(), after=target.isoformat())
    db().commit()
    clock.set(target)
