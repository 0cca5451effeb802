"""Forms that several people of one organisation fill in: nobody overwrites what a colleague saved meanwhile.

A refused save gives both versions back, each with what differs, to choose from; the refusal is on record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, after_this_request, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from assurance.domain.errors import Stale
from assurance.persistence.queries.evidence import names_of
from assurance.web import errors
from assurance.web.forms import clashes
from assurance.web.forms.base import BaseForm, VersionedForm
from assurance.web.transaction import attempt, db


@dataclass(frozen=True, slots=True)
class Clash:
    """What stands beside what was typed: its version, who saved it when, as far as that is known, and what differs."""

    why: str
    version: int
    who: str
    at: datetime | None
    rows: Sequence[clashes.Difference]


Standing = Callable[[], tuple[BaseForm, Any]]
"""Gives the form filled with what stands now, and the row that it stands in; None when there is none any more."""


def attempt_together(form: VersionedForm, act: Callable[[], Any], standing: Standing) -> bool:
    """Do what a valid form asks for on the version that the person saw or chose to replace; see `transaction.attempt`.

    When a newer one stands, nothing is stored, the form holds the clash, and its status is 409.
    """
    if (chosen := clashes.chosen_version()) is not None:
        form.version.data = str(chosen)
    try:
        return attempt(form, act)
    except Stale as refused:
        form.clash = _clash(str(refused), form, *standing())
        _put_on_record(refused)
        return False


def takes_other() -> bool:
    """Say whether the person chose that what a colleague saved is to stand."""
    return clashes.TAKE in request.form


def let_other_stand(address: str) -> ResponseReturnValue:
    """Go on with what a colleague saved."""
    flash("What was saved before stands.", "success")
    return redirect(address)


def panel(form: VersionedForm) -> str:
    """Draw the clash for a page that saves by itself."""
    return render_template("supplier/_clash.html", form=form)


def _clash(why: str, form: VersionedForm, other: BaseForm, row: Any) -> Clash:
    by = getattr(row, "updated_by_id", None) or getattr(row, "author_id", None)
    at = getattr(row, "updated_at", None) or getattr(row, "written_at", None)
    who = names_of(db(), [by]).get(by, "") if by else ""
    return Clash(why, int(str(other["version"].data or 0)), who, at, clashes.differences(form, other))


def _put_on_record(refused: Stale) -> None:
    """Record the refusal once the page is drawn, for which the session is still needed."""

    @after_this_request
    def _note(response: Response) -> Response:
        errors.note_refusal(refused, code=refused.code)
        return response
